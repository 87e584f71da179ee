"""What stops a term and lets it go on, and what makes it longer; the law refuses with its article."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.deadlines import subjects, words
from consistori.deadlines.models import Computation, Deadline, Extension, Suspension
from consistori.deadlines.rules.pauses import TOLD, Cause
from consistori.deadlines.rules.sums import StepKind
from consistori.deadlines.rules.values import ExtensionRule
from consistori.deadlines.services.reckoning import counted, keep, question_now
from consistori.deadlines.services.terms import TermEnded, locked, tell
from consistori.deadlines.subjects import Subject
from consistori.deadlines.term_events import TermExtended, TermResumed, TermSuspended
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.trail import act

LPAC = "Llei 39/2015, art. "


class CannotSuspend(Refusal):
    """The law does not let it stop."""

    default_code = "cannot-suspend"


class CannotExtend(Refusal):
    """The law does not let it be longer."""

    default_code = "cannot-extend"


@act
def suspend(
    term: Deadline,
    *,
    by: Actor,
    cause: str,
    since: date,
    communicated_on: date | None = None,
    communication: str = "",
    granted_until: date | None = None,
    justification: str = "",
    document_id: UUID | None = None,
) -> Suspension:
    """Stop the term to resolve [suspendre / suspender] by one of the letters of article 22, and no other (R-SUS-02).

    Two requests, each with its document, stop it together: their days are merged, not added (R-SUS-03). Where its
    letter orders that the parties be told, without that day it is refused (R-SUS-01). `granted_until` is the end of
    the ten days of a correction: it closes 22.1.a by itself. Returns the suspension; the sum is kept.
    """
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = _running(term)
    letter = _letter(cause)
    if term.is_of_party:
        raise CannotSuspend(
            _(
                "What is suspended is the term of the town hall to resolve and notify, not those of the parties."
            ),
            article=f"{LPAC}22",
        )
    _look_at_days(since=since, communicated_on=communicated_on)
    if letter in TOLD and communicated_on is None:
        raise BadInput(
            _("Write on which day the parties were told: without it the suspension has no effect."),
            field="communicated_on",
            article=letter.article,
        )
    if term.last_day is not None and since > term.last_day:
        raise CannotSuspend(
            _("The term had ended on that day: it cannot be stopped any more."), article=f"{LPAC}22"
        )
    same = Suspension.objects.filter(deadline=term, cause=letter, until=None, since__lte=since)
    if same.filter(document_id=document_id).exists():
        raise AlreadyDone(_("It is stopped already for the same cause."), article=letter.article)
    stop: Suspension = Suspension.objects.create(
        deadline=term,
        cause=letter.value,
        since=since,
        granted_until=granted_until,
        communicated_on=communicated_on,
        communication=communication.strip(),
        justification=justification.strip(),
        document_id=document_id,
        by_id=by.person_id,
        by_name=by.name,
    )
    _count_again(term, Computation.Reason.SUSPENDED, by)
    tell(TermSuspended, term, by, cause=letter.value, since=since.isoformat())
    return stop


def _letter(cause: str) -> Cause:
    try:
        return Cause(cause)
    except ValueError:
        raise BadInput(
            _("Only the causes of the law stop the term: an optional report or another department do not."),
            field="cause",
            article=f"{LPAC}22",
        ) from None


def _look_at_days(**days: date | None) -> None:
    for name, day in days.items():
        if day is not None and day > today():
            raise BadInput(_("That day has not come yet."), field=name)


@act
def resume(
    stop: Suspension,
    *,
    by: Actor,
    until: date,
    justification: str = "",
    document_id: UUID | None = None,
) -> Suspension:
    """Let the term go on [aixecar la suspensió / alzar la suspensión] from that day, which counts again."""
    term = stop.deadline
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = _running(term)
    stop = Suspension.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    if stop.until is not None:
        raise AlreadyDone(_("It had gone on already."))
    if until < stop.since:
        raise BadInput(words.FAULTS["suspension_backwards"], field="until")
    _look_at_days(until=until)
    stop.until, stop.end_justification = until, justification.strip()
    stop.end_document_id, stop.ended_at = document_id, now()
    stop.ended_by_id, stop.ended_by_name = by.person_id, by.name
    stop.save(
        update_fields=[
            "until",
            "end_justification",
            "end_document_id",
            "ended_at",
            "ended_by_id",
            "ended_by_name",
        ]
    )
    _count_again(term, Computation.Reason.RESUMED, by)
    tell(TermResumed, term, by, cause=stop.cause, until=until.isoformat())
    return stop


@act
def regrant(stop: Suspension, *, by: Actor, granted_until: date | None) -> Suspension:
    """Follow the term that was granted to correct, which is longer now or falls on another day (68.2, 22.1.a)."""
    term = stop.deadline
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = _running(term)
    stop.granted_until = granted_until
    stop.save(update_fields=["granted_until"])
    _count_again(term, Computation.Reason.SUSPENDED, by)
    return stop


@act
def extend(
    term: Deadline,
    *,
    by: Actor,
    decided_on: date,
    justification: str,
    amount: int = 0,
    rule: str = "",
    document_id: UUID | None = None,
) -> Extension:
    """Make it longer by a decision with reasons, taken before it ended: after, never (R-DEA-11, R-SUS-04).

    `amount` 0 is the most that the law lets: half of it (32.1) or, of the term to resolve, as much again (23).
    """
    ensure(subjects.may_act(by, Subject(term.subject_kind, term.subject_id)))
    term = _running(term)
    which = ExtensionRule(rule or (ExtensionRule.TO_RESOLVE if term.is_main else ExtensionRule.HALF))
    article = f"{LPAC}{'23' if which is ExtensionRule.TO_RESOLVE else '32'}"
    if not justification.strip():
        raise BadInput(
            _("Write the reasons: an extension is always reasoned."), field="justification", article=article
        )
    _look_at_days(decided_on=decided_on)
    if decided_on < term.start_on:
        raise BadInput(_("The term had not begun on that day."), field="decided_on")
    longer: Extension = Extension.objects.create(
        deadline=term,
        decided_on=decided_on,
        amount=amount,
        rule=which.value,
        justification=justification.strip(),
        document_id=document_id,
        by_id=by.person_id,
        by_name=by.name,
    )
    question = question_now(term)
    found = counted(question)
    for step in found.steps:
        if step.kind is StepKind.EXTENSION_VOID and step.since == decided_on:
            raise CannotExtend(words.VOIDS[step.code], article=step.article)
    keep(term, question, found, reason=Computation.Reason.EXTENDED, by=by, note=longer.justification)
    tell(TermExtended, term, by, decided_on=decided_on.isoformat())
    return longer


def _running(term: Deadline) -> Deadline:
    found = locked(term)
    if not found.is_running:
        raise TermEnded(_("The term does not run any more."))
    return found


def _count_again(term: Deadline, reason: Any, by: Actor) -> None:
    question = question_now(term)
    keep(term, question, counted(question), reason=reason, by=by)
