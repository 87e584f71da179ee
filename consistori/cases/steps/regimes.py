"""How a procedure goes: the ordinary way, by urgency (Llei 39/2015, art. 33) or simplified (art. 96).

The steps of the palette with a `regime` say it, each with its agreement; what they change in the term to resolve is
done here, and the rest of the steps ask here how they go.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consistori.cases.deadlines.selectors import KIND, main_term_of
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps import palette
from consistori.cases.steps.rules import Fault, Standing
from consistori.cases.steps.words import AgainstTheLaw, refuse
from consistori.deadlines import services
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules import simplified
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.places import Place
from consistori.deadlines.selectors import calendars_of
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput

URGENT, SIMPLIFIED, ORDINARY = "urgent", "simplified", "ordinary"
CODES = {line.code: line.regime for line in palette.everything().values() if line.regime}
ALLEGATIONS = "simplified_allegations"


@dataclass(frozen=True)
class Regime:
    """How it goes now."""

    urgent: bool = False
    simplified: bool = False


def regime_of(case: CaseFile) -> Regime:
    """By the agreements that were written, the last one of each. One statement."""
    rows = Step.objects.live().filter(case=case, code__in=CODES, standing=Standing.DONE)
    said = [
        CODES[code] for code in rows.order_by("happened_on", "recorded_at").values_list("code", flat=True)
    ]
    ways = [one for one in said if one != URGENT]
    return Regime(urgent=URGENT in said, simplified=bool(ways) and ways[-1] == SIMPLIFIED)


def term_in(line: palette.Kind, regime: Regime) -> str:
    """The term of the law of a step: the allegations of a simplified procedure are of five days (96.6.c)."""
    if regime.simplified and line.simplified == simplified.Step.ALLEGATIONS:
        return ALLEGATIONS
    return line.term


def goes_by_urgency(term: str, regime: Regime) -> bool:
    """Whether a term is halved: never those of applications and appeals (33.1), nor what a notice waits (43.2)."""
    fixed = known(term)
    if not regime.urgent or fixed is None or fixed.is_application_or_appeal:
        return False
    return term != "open_notification"


def check(line: palette.Kind | None, regime: Regime, *, is_compulsory: bool) -> None:
    """Refuse, with its article, a step that a simplified procedure does not have (96.6, 96.7)."""
    if not regime.simplified or line is None or line.state == "ending" or line.regime:
        return
    which = simplified.Step(line.simplified) if line.simplified else simplified.Step.OTHER
    article = simplified.why_ordinary(which, mandatory=is_compulsory)
    if article:
        code = "only_if_compulsory" if line.simplified else "not_in_simplified"
        refuse(Fault(code, "is_compulsory" if line.simplified else "code", article))


def follow(step: Step, by: Actor) -> None:
    """What an agreement on how it goes changes in the term to resolve of its case.

    The ordinary term does not come back once the short one ended: what its end produced stays (R-SIL-04, R-SIL-06).
    """
    regime = step.line.regime if step.line else ""
    if not (regime and step.is_done and step.happened_on):
        return
    main = main_term_of(step.case)
    if regime == URGENT:
        if main is not None and main.is_running and not main.is_urgent:
            step.deadline = services.hurry(
                main, by=by, decided_on=step.happened_on, justification=step.reasons or step.name
            )
    elif regime == SIMPLIFIED:
        step.deadline = _simplify(step, main, by)
    elif main is not None and main.purpose == SIMPLIFIED and main.is_running and main.follows:
        if main.has_ended(step.happened_on):
            raise services.TermEnded(_("The term does not run any more."), article="Llei 39/2015, art. 96.6")
        services.close(main, by=by, reason=step.name)
        step.deadline = services.reopen(main.follows, by=by, reason=step.name)


def _simplify(step: Step, main: Deadline | None, by: Actor) -> Deadline | None:
    """Thirty working days since the agreement was notified, or what is left of the ordinary term if it is less."""
    if main is None or not main.is_running or step.happened_on is None:
        return main
    seat = Place(main.seat_code, main.seat_name)
    found = simplified.to_resolve(step.happened_on, calendars_of([seat]))
    if main.not_before <= found.not_before:
        return main
    services.close(main, by=by, reason=step.name)
    return services.open_deadline(
        by=by,
        subject=Subject(KIND, step.case_id),
        start_on=step.happened_on,
        purpose=SIMPLIFIED,
        amount=found.term.amount,
        unit=found.term.unit,
        article=found.term.article,
        ending=main.ending,
        whose=main.whose,
        reference=step.name,
        follows=main,
    )


def ensure_taken_back(step: Step) -> None:
    """An agreement that changed the term is not taken back by itself: what it changed has its own way back."""
    regime = step.line.regime if step.line else ""
    if not (regime and step.is_done and step.deadline_id):
        return
    if regime == SIMPLIFIED:
        raise AgainstTheLaw(
            _("It changed the term to resolve: write that it goes back to the ordinary way."),
            article="Llei 39/2015, art. 96.7",
        )
    raise BadInput(_("It changed the term to resolve: close that term and open the right one."))
