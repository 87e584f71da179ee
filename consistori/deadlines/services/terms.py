"""Opening a term, meeting it, closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.deadlines import subjects
from consistori.deadlines.models import Computation, Deadline
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.values import Ending, StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services.reckoning import counted, keep, question_now
from consistori.deadlines.subjects import Subject
from consistori.deadlines.term_events import TermClosed, TermEvent, TermMet, TermOpened
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.parties.models import Party
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MAIN = frozenset({"resolve", "resolve_ex_officio", "simplified", "resolve_same_body", "resolve_above",
                  "access_information"})  # fmt: skip
"""What a term to resolve and notify may be for: one at most runs for a thing."""


class TermRuns(AlreadyDone):
    """The thing already has a term to resolve that runs."""


class TermEnded(Refusal):
    """The term does not run any more."""

    default_code = "term-ended"


@act
def open_deadline(
    *,
    by: Actor,
    subject: Subject,
    start_on: date,
    purpose: str = "",
    title: str = "",
    rule: str = "",
    amount: int = 0,
    unit: str = Unit.WORKING_DAYS,
    article: str = "",
    ending: str = Ending.NOTHING,
    whose: str = Whose.PARTY,
    start: str = StartKind.NOTIFICATION,
    start_at: datetime | None = None,
    reference: str = "",
    document_id: UUID | None = None,
    party: Party | None = None,
    residences: Iterable[Place] = (),
    is_urgent: bool = False,
    follows: Deadline | None = None,
    is_on_record: bool = False,
) -> Deadline:
    """Open a term [obrir un termini] of a thing, and keep its first sum with the calendars in force.

    `rule` is a term that the law fixes (`rules.known`), which gives its length, article, ending and whose it is;
    without it they are said. `reference` names the fact from which it counts; `is_on_record` when its hour is
    in a book of ours, which a clock that goes wrong does not put in doubt. Raises `TermRuns`, and `BadInput` for a day
    that cannot be.
    """
    ensure(subjects.may_act(by, subject))
    _look_at(None if is_on_record else start_on, purpose or rule, title)
    seat = place_of(current_entity())
    said = {"amount": amount, "unit": unit, "article": article, "ending": ending, "whose": whose}
    term = Deadline(
        subject_kind=subject.kind,
        subject_id=subject.id,
        purpose=purpose or rule,
        title=" ".join(title.split()),
        is_main=(purpose or rule) in MAIN,
        party=party,
        follows=follows,
        rule=rule,
        is_urgent=is_urgent,
        start_on=start_on,
        start_at=start_at,
        reference=reference.strip(),
        document_id=document_id,
        seat_code=seat.code,
        seat_name=seat.name,
        residences=[{"code": place.code, "name": place.name} for place in residences],
        **(_of_law(rule) if rule else said | {"start": start}),
    )
    _open(term, by)
    return term


def _of_law(rule: str) -> dict[str, Any]:
    """What the law fixes of a term."""
    fixed = known(rule)
    if fixed is None:
        raise BadInput(f"rule: {rule}", field="rule")
    return {name: getattr(fixed, name) for name in ("amount", "unit", "article", "ending", "whose", "start")}


def _open(term: Deadline, by: Actor) -> None:
    if term.is_main:
        same = Deadline.objects.of(term.subject_kind, [term.subject_id]).running().to_resolve()
        if same.exists():
            raise TermRuns(_("It already has a term to resolve: look at it, and close it if it was wrong."))
    term.opened_by, term.opened_by_name = by.person_id, by.name
    question = question_now(term, is_new=True)
    keep(term, question, counted(question), reason=Computation.Reason.OPENED, by=by)
    tell(TermOpened, term, by, start_on=term.start_on.isoformat())


def _look_at(start_on: date | None, purpose: str, title: str) -> None:
    if start_on is not None and start_on > today():
        raise BadInput(_("A term begins with something that has happened: write its day."), field="start_on")
    if not purpose and not title.strip():
        raise BadInput(_("Write what it is the last day for."), field="title")


@act
def meet(
    term: Deadline,
    *,
    by: Actor,
    on: date,
    how: str = Deadline.How.DONE,
    reference: str = "",
    document_id: UUID | None = None,
) -> Deadline:
    """What had to be done was done [complir / cumplir]: of the term to resolve, the first of its three ways counts.

    The notification received, an accredited attempt with the whole text (Llei 39/2015, art. 40.4), or its putting at
    disposal (43.3): said again with an earlier day, the earlier one stays (R-RES-06).
    """
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = locked(term)
    if on > today():
        raise BadInput(_("That day has not come yet."), field="on")
    if on < term.start_on:
        raise BadInput(_("The term had not begun on that day."), field="on")
    if term.state == Deadline.State.CLOSED:
        raise TermEnded(_("The term was closed: it cannot be met."))
    if term.met_on is not None and term.met_on <= on:
        raise AlreadyDone(_("It was met before: the first day counts."), article="Llei 39/2015, art. 40.4")
    term.state, term.met_on, term.met_how = Deadline.State.MET, on, how
    term.met_reference, term.met_document_id = reference.strip(), document_id
    term.save(update_fields=["state", "met_on", "met_how", "met_reference", "met_document_id"])
    tell(TermMet, term, by, met_on=on.isoformat(), how=how)
    return term


@act
def close(term: Deadline, *, by: Actor, reason: str) -> Deadline:
    """Close a term that was not met: it was opened by mistake, or its thing ended in another way. The reason stays."""
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    return end(locked(term), by=by, reason=reason)


def end(term: Deadline, *, by: Actor, reason: str) -> Deadline:
    """The same, when the thing itself ends: whoever ended it was asked already."""
    if not term.is_running:
        raise TermEnded(_("The term does not run any more."))
    clean = " ".join(str(reason).split())
    if not clean:
        raise BadInput(_("Write why it is closed: it stays in its life."), field="reason")
    term.state, term.closed_on, term.closed_reason = Deadline.State.CLOSED, today(), clean[:500]
    term.save(update_fields=["state", "closed_on", "closed_reason"])
    tell(TermClosed, term, by, reason=clean[:200])
    return term


def locked(term: Deadline) -> Deadline:
    """The row as it is now, kept for this act: two people never stop or meet the same term at once."""
    found: Deadline | None = Deadline.objects.select_for_update(of=("self",)).filter(pk=term.pk).first()
    if found is None:
        raise NotHere()
    return found


def tell(event: type[TermEvent], term: Deadline, by: Actor, **more: Any) -> None:
    """Announce a fact of a term."""
    said: dict[str, Any] = {
        "thing_id": term.subject_id,
        "thing_kind": term.subject_kind,
        "deadline_id": term.pk,
        "what": term.label,
        "last_day": term.last_day.isoformat() if term.last_day else "",
    }
    announce(event(**said, **more), by=by)
