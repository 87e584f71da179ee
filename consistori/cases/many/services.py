"""The acts on a batch: begin it, pause it, go on, try again, send it to be signed, take it back, undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.cases.batch_events import (
    BatchBegun,
    BatchLeaves,
    BatchPaused,
    BatchTakenBack,
    BatchUndone,
    BatchWentOn,
    BatchWithdrawn,
)
from consistori.cases.many.jobs import begin_run, leave_run, leave_when_due
from consistori.cases.many.policies import may_begin, may_steer
from consistori.cases.many.rules import MOST_CASES, WINDOW, Outcome, Stage, Way, What
from consistori.cases.many.signing import signers_said
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.documents.models import Template
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.signature.policies import may_ask
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

LONGEST_NOTE = 500
LACKING = "lacking"


@act
def begin_batch(
    *,
    by: Actor,
    what: str,
    cases: Sequence[UUID],
    title: str,
    arguments: Mapping[str, Any] | None = None,
    template: Template | None = None,
    mends: CaseBatch | None = None,
    way: str = "",
) -> CaseBatch:
    """Begin the same thing in many cases [començar una tongada], in the order given; a job does it.

    `arguments` are plain values. Raises `BadInput` for none or too many, and `AlreadyDone` when the same person has the
    same thing going on the same number of cases (a button pressed twice).
    """
    ensure(may_begin(by, what))
    if what not in set(What):
        raise BadInput(_("Choose what to do with the cases."))
    if what == What.WRITE and (template is None or template.published is None):
        raise BadInput(_("Choose from what they are written."), field="template")
    ids = list(dict.fromkeys(cases))
    if len(ids) > MOST_CASES:
        words = _("They are too many at once: %(most)s at most. Filter them, and do it in parts.")
        raise BadInput(words % {"most": MOST_CASES}, field="case")
    here = set(CaseFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
    ids = [pk for pk in ids if pk in here]
    if not ids:
        raise BadInput(_("Mark some case first."), field="case")
    said = dict(arguments or {})
    _ensure_not_twice(by, what, said, template, len(ids))
    batch: CaseBatch = CaseBatch.objects.create(
        what=what, title=title[:200], arguments=said, template=template,
        template_version=template.published if template else None, begun_by_id=by.person_id,
        begun_by_name=by.name, going_by_id=_hand(by), mends=mends, way=Way(way) if way else "",
    )  # fmt: skip
    rows = [BatchItem(batch=batch, case_id=pk, place=place) for place, pk in enumerate(ids)]
    BatchItem.objects.bulk_create(rows, batch_size=1000)
    begin_run(batch, by)
    announce(
        BatchBegun(
            batch_id=batch.pk, title=batch.title, what=what, cases=len(ids),
            template_version_id=batch.template_version_id, mends=mends.pk if mends else None, way=batch.way,
        ),
        by=by,
    )  # fmt: skip
    return batch


def _hand(by: Actor) -> UUID | None:
    """Who will do it: a person, or the key of a program, which is the post of its actor."""
    return by.person_id or (by.posts[0].id if by.posts else None)


def _ensure_not_twice(
    by: Actor, what: str, said: dict[str, Any], template: Template | None, many: int
) -> None:
    """Two presses at the same instant come one after the other."""
    with connection.cursor() as cursor:
        key = f"cases.begin_batch {_hand(by)}"
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [current_entity().pk, key])
    rows = CaseBatch.objects.filter(
        begun_by_id=by.person_id, what=what, stage=Stage.DOING, is_paused=False, arguments=said,
        template=template,
    )  # fmt: skip
    if any(row.each.count() == many for row in rows[:5]):
        raise AlreadyDone(_("That is being done already: look at it before you begin it again."))


@act
def pause_batch(batch: CaseBatch, *, by: Actor) -> CaseBatch:
    """Do no more for now: the case in hand is finished. Raises `AlreadyDone` when nothing was being done."""
    row = _held(batch, by)
    if not row.is_going or row.is_paused:
        raise AlreadyDone(_("Nothing of it is being done now."))
    row.is_paused = True
    row.save(update_fields=["is_paused"])
    JobRun.objects.filter(pk=row.run_id).update(state=JobRun.State.WAITING, message=_("Paused"))
    announce(BatchPaused(batch_id=row.pk, title=row.title), by=by)
    return row


@act
def resume_batch(batch: CaseBatch, *, by: Actor) -> CaseBatch:
    """Go on where it was left. Raises `AlreadyDone` when it was not paused."""
    row = _held(batch, by)
    if not row.is_paused:
        raise AlreadyDone(_("It was not paused."))
    return _set_going(row, Stage(row.stage), by)


@act
def retry_batch(
    batch: CaseBatch, *, by: Actor, which: str = Outcome.FAILED, blanks: Mapping[str, str] | None = None
) -> CaseBatch:
    """Try again only some: those that failed, those that could not be sent, or those whose text lacks a datum, with the
    words of `blanks` written in all of them where that name is lacking.

    What could not be sent waits again the minutes of the window. Raises `AlreadyDone` when there is none, or while the
    batch has something else in hand.
    """
    row = _held(batch, by)
    _ensure_rests(row)
    if which == Outcome.NOT_SENT:
        many = row.each.that_are(Outcome.NOT_SENT).update(outcome=Outcome.DONE, why="")
        if not many:
            raise _none_to_try()
        return _leave(row, by)
    failed = row.each.that_are(Outcome.FAILED)
    rows = row.each.lacking() if which == LACKING else failed
    if not rows.update(outcome=Outcome.WAITING, why=""):
        raise _none_to_try()
    if blanks:
        row.arguments["blanks"] = row.arguments.get("blanks", {}) | dict(blanks)
        row.save(update_fields=["arguments"])
    return _set_going(row, Stage.DOING, by, again=which)


@act
def send_batch(
    batch: CaseBatch, *, by: Actor, signers: Sequence[str], in_order: bool = True, note: str = ""
) -> CaseBatch:
    """Send what was written to be signed, also what came back from the tray: nothing goes before its window of ten
    minutes is over.

    `signers` are the keys of `signing.signers_here()`, in the order in which they sign. Raises `BadInput` (`signer`),
    `AlreadyDone`.
    """
    row = _held(batch, by)
    ensure(may_ask(by))
    _ensure_rests(row)
    if not row.is_writing or not row.each.that_are(Outcome.DONE, Outcome.NOT_SENT).exists():
        raise AlreadyDone(_("There is nothing of it to send."))
    row.signers = [one.key for one in signers_said(signers)]
    row.in_order, row.note = in_order, note.strip()[:LONGEST_NOTE]
    row.each.that_are(Outcome.NOT_SENT).update(outcome=Outcome.DONE, why="")
    return _leave(row, by)


def _leave(row: CaseBatch, by: Actor) -> CaseBatch:
    names = ", ".join(one.person.full_name for one in signers_said(row.signers))
    row.stage, row.leaves_at, row.is_paused = Stage.LEAVING, now() + WINDOW, False
    row.going_by_id = _hand(by)
    row.save()
    hour = timezone.localtime(row.leaves_at).strftime("%H.%M")
    JobRun.objects.filter(pk=row.run_id).update(
        state=JobRun.State.WAITING,
        failures=[],
        message=_("It goes to be signed at %(hour)s") % {"hour": hour},
    )
    leave_when_due(row)
    said = BatchLeaves(
        batch_id=row.pk, title=row.title, names=names, leaves_at=row.leaves_at.isoformat(timespec="seconds")
    )
    announce(said, by=by)
    return row


@act
def take_back_batch(batch: CaseBatch, *, by: Actor) -> CaseBatch:
    """Take it back within its window: nothing has gone. Raises `AlreadyDone` when its minutes are over."""
    row = _held(batch, by)
    if row.stage != Stage.LEAVING or row.leaves_at is None or row.leaves_at <= now():
        raise AlreadyDone(
            _("It has gone already: what nobody has signed can still be withdrawn from the tray.")
        )
    in_tray = row.each.that_are(Outcome.SENT).exists()
    row.stage, row.leaves_at = (Stage.SENT if in_tray else Stage.DONE), None
    row.save(update_fields=["stage", "leaves_at"])
    JobRun.objects.filter(pk=row.run_id).update(
        state=JobRun.State.DONE, done=F("total"), message=_("Taken back: nothing was sent")
    )
    announce(BatchTakenBack(batch_id=row.pk, title=row.title), by=by)
    return row


@act
def undo_batch(batch: CaseBatch, *, by: Actor) -> CaseBatch:
    """Throw in the bin what it wrote, but what somebody has written in since. Raises `AlreadyDone` once some went."""
    row = _held(batch, by)
    if not row.is_writing:
        raise AlreadyDone(_("What it did is undone case by case."))
    if row.is_going and not row.is_paused:
        raise AlreadyDone(_("It is being done: pause it first."))
    if row.stage == Stage.UNDONE:
        raise AlreadyDone(_("It is undone already."))
    if row.is_leaving or row.each.that_are(Outcome.SENT).exists():
        raise AlreadyDone(_("Some of it has gone to be signed: withdraw that first."))
    row.each.that_are(Outcome.WAITING, Outcome.FAILED).filter(document=None).update(outcome=Outcome.UNDONE)
    row.each.that_are(Outcome.NOT_SENT, Outcome.WAITING, Outcome.FAILED).update(outcome=Outcome.DONE, why="")
    row = _set_going(row, Stage.UNDOING, by)
    announce(BatchUndone(batch_id=row.pk, title=row.title), by=by)
    return row


@act
def withdraw_batch(batch: CaseBatch, *, by: Actor) -> CaseBatch:
    """Take out of the tray what nobody has signed of it; what is signed stays. Raises `AlreadyDone`."""
    row = _held(batch, by)
    _ensure_rests(row)
    if not row.each.that_are(Outcome.SENT).exists():
        raise AlreadyDone(_("Nothing of it is in the tray."))
    row = _set_going(row, Stage.WITHDRAWING, by)
    announce(BatchWithdrawn(batch_id=row.pk, title=row.title), by=by)
    return row


def _set_going(row: CaseBatch, stage: Stage, by: Actor, *, again: str = "") -> CaseBatch:
    row.stage, row.is_paused, row.going_by_id, row.ended_at = stage, False, _hand(by), None
    row.save(update_fields=["stage", "is_paused", "going_by_id", "ended_at"])
    JobRun.objects.filter(pk=row.run_id).update(
        state=JobRun.State.RUNNING, failures=[], message="", finished_at=None, seen=False
    )
    leave_run(row)
    if stage in (Stage.DOING, Stage.SENDING):
        announce(BatchWentOn(batch_id=row.pk, title=row.title, again=again), by=by)
    return row


def _held(batch: CaseBatch, by: Actor) -> CaseBatch:
    """The same batch, locked, as it is now, for whoever may steer it."""
    ensure(may_steer(by, batch))
    row: CaseBatch = CaseBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    row.entity = batch.entity
    return row


def _ensure_rests(row: CaseBatch) -> None:
    if row.is_going:
        raise AlreadyDone(
            _("It is paused: go on with it first.") if row.is_paused else _("It is still being done.")
        )
    if row.is_leaving:
        raise AlreadyDone(_("It is about to leave: take it back first."))


def _none_to_try() -> AlreadyDone:
    return AlreadyDone(_("There is none to try again."))
