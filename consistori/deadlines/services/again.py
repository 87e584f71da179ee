"""A term that runs again, and one that goes by urgency from a day on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.deadlines import subjects
from consistori.deadlines.models import Computation, Deadline
from consistori.deadlines.services.reckoning import counted, keep, question_now
from consistori.deadlines.services.terms import TermEnded, TermRuns, locked, tell
from consistori.deadlines.subjects import Subject
from consistori.deadlines.term_events import TermHurried, TermReopened
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act
from consistori.ui import dates


@act
def reopen(term: Deadline, *, by: Actor, reason: str) -> Deadline:
    """Let run again a term that was said to be met or closed, and was not: with what had stopped and extended it.

    It is counted again with the calendars of now. Raises `TermRuns` where another term to resolve runs meanwhile.
    """
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = locked(term)
    if term.is_running:
        raise AlreadyDone(_("The term runs already."))
    clean = " ".join(str(reason).split())
    if not clean:
        raise BadInput(_("Write why it runs again: it stays in its life."), field="reason")
    same = Deadline.objects.of(term.subject_kind, [term.subject_id]).running().to_resolve()
    if term.is_main and same.exists():
        raise TermRuns(_("It already has a term to resolve: look at it, and close it if it was wrong."))
    term.state, term.met_on, term.met_document_id, term.closed_on = Deadline.State.RUNNING, None, None, None
    term.met_how = term.met_reference = term.closed_reason = ""
    term.save(
        update_fields=[
            "state",
            "met_on",
            "met_document_id",
            "closed_on",
            "met_how",
            "met_reference",
            "closed_reason",
        ]
    )
    question = question_now(term)
    keep(term, question, counted(question), reason=Computation.Reason.ASKED, by=by, note=clean)
    tell(TermReopened, term, by, reason=clean[:200])
    return term


@act
def hurry(term: Deadline, *, by: Actor, decided_on: date, justification: str) -> Deadline:
    """Halve a term that runs, because the procedure goes by urgency (Llei 39/2015, art. 33), reasoned (35.1.e).

    Those of applications and appeals are never halved; one that has ended is not reached.
    """
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = locked(term)
    article = "Llei 39/2015, art. 33.1"
    if not term.is_running or (term.last_day is not None and decided_on > term.last_day):
        raise TermEnded(_("The term had ended: urgency does not reach it."), article=article)
    if term.is_urgent:
        raise AlreadyDone(_("It goes by urgency already."), article=article)
    if decided_on > today():
        raise BadInput(_("That day has not come yet."), field="decided_on")
    if not justification.strip():
        raise BadInput(
            _("Write the reasons: urgency is always reasoned."),
            field="justification",
            article="Llei 39/2015, art. 35.1.e",
        )
    term.is_urgent = True
    question = question_now(term)
    found = counted(question)
    if found.last_day is not None and found.last_day < decided_on:
        words = _("Halved, it would have ended on %(day)s already: urgency does not reach it.")
        raise TermEnded(words % {"day": dates.day_and_month(found.last_day)}, article=article)
    keep(
        term,
        question,
        found,
        reason=Computation.Reason.URGENT,
        by=by,
        note=justification.strip(),
    )
    term.save(update_fields=["is_urgent"])
    tell(TermHurried, term, by, decided_on=decided_on.isoformat())
    return term
