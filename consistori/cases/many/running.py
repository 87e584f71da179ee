"""A batch that goes on by itself: one case after another, each in a short transaction of its own.

Nothing is remembered outside the rows: a worker that was killed at the 600th leaves the 600th as it was, and whoever
takes the batch up again begins there. Nobody waits for it: only the case in hand is locked, while it is in hand.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.batch_events import BatchStageEnded
from consistori.cases.many import doing, signing
from consistori.cases.many.rules import IN_HAND, NEXT, ONCE_IS_ENOUGH, Outcome, Stage
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.cases.models.many import LONGEST_WHY
from consistori.directory.models import ApiToken, Person
from consistori.directory.selectors import actor_of, actor_of_program
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Refusal
from consistori.tenancy.jobs import unhurried
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import working_for
from consistori.trail import announce

log = logging.getLogger(__name__)

EVERY = 10
"""Items between two tellings of how it goes to the tray of jobs."""
MOST_TOLD = 200

BAD = {
    Stage.DOING: Outcome.FAILED,
    Stage.SENDING: Outcome.NOT_SENT,
    Stage.WITHDRAWING: Outcome.SENT,
    Stage.UNDOING: Outcome.KEPT,
}
"""What an item is when its act was refused, in each stage."""


def run(entity: Entity, batch_id: UUID) -> None:
    """Go on with a batch until its stage is over, or somebody pauses it."""
    with working_for(entity):
        batch = CaseBatch.objects.select_related("template", "template_version").get(pk=batch_id)
        if not batch.is_going:
            return
        hand = _hand_of(batch, entity)
        if hand is None:  # nobody to do it: whoever goes on with it is the hand
            CaseBatch.objects.filter(pk=batch.pk).update(is_paused=True)
            return
        actor, language = hand
        total = batch.each.count()
    with translation.override(language), unhurried():
        going = _Going(entity, batch, actor, total)
        while going.one():
            pass


def _hand_of(batch: CaseBatch, entity: Entity) -> tuple[Actor, str] | None:
    """Who does it, as she may today, and her language: a person, or a program by its key; None when it is no more."""
    if batch.going_by_id is None:
        return None
    person = Person.objects.filter(pk=batch.going_by_id).first()
    if person is not None:
        return actor_of(person, entity), person.language
    token = ApiToken.objects.select_related("person").filter(pk=batch.going_by_id).first()
    if token is None or not token.is_alive:
        return None
    return actor_of_program(token, entity), entity.language


class _Going:
    """One run of the job of a batch, in one of its stages."""

    def __init__(self, entity: Entity, batch: CaseBatch, by: Actor, total: int) -> None:
        self.entity, self.batch, self.by, self.total = entity, batch, by, total
        self.stage = Stage(batch.stage)
        self.after = -1
        self.told = 0
        self.who: list[Any] | None = None
        self.does: Callable[[BatchItem], None] = {
            Stage.DOING: lambda item: doing.do_in(item, batch, by),
            Stage.SENDING: lambda item: signing.send(item, batch, by, self._who()),
            Stage.UNDOING: lambda item: signing.throw_away(item, batch, by),
            Stage.WITHDRAWING: lambda item: signing.withdraw(item, batch, by),
        }[self.stage]

    def one(self) -> bool:
        """Do the next one; False when there is none, or it was paused or changed meanwhile."""
        with working_for(self.entity):
            item = self._next()
            if item is not None:
                self._settle(item)
                return True
            if not self._left().exists():
                _end(self.batch.pk, self.stage, self.by)
            return False

    def _left(self) -> Any:
        """What comes after the last one in this stage, also what another run has in hand."""
        rows = BatchItem.objects.that_are(IN_HAND[self.stage])
        return rows.filter(batch=self.batch, place__gt=self.after)

    def _next(self) -> BatchItem | None:
        rows = self._left().filter(batch__stage=self.stage, batch__is_paused=False)
        rows = rows.select_related("case", "document")
        rows = rows.select_for_update(of=("self",), skip_locked=True)
        found: BatchItem | None = rows.order_by("place").first()
        return found

    def _settle(self, item: BatchItem) -> None:
        self.after, item.why = item.place, ""
        case = doing.reachable(item, self.by)
        if case is None:
            item.outcome = BAD[self.stage]
            item.why = _("A case is no longer within your reach.")
        else:
            item.case = case
            item.outcome, item.why = self._tried(item)
        item.why, item.settled_at = item.why[:LONGEST_WHY], now()
        item.save(update_fields=["outcome", "why", "document", "letters", "lacks", "settled_at"])
        self._tell()

    def _tried(self, item: BatchItem) -> tuple[str, str]:
        """What became of it and why; an act that is refused undoes only itself."""
        before = (item.document, item.letters, item.lacks)
        try:
            with transaction.atomic():
                self.does(item)
            return item.outcome, item.why
        except AlreadyDone as refusal:
            done = self.stage == Stage.DOING and self.batch.what in ONCE_IS_ENOUGH
            found = (Outcome.DONE, "") if done else (BAD[self.stage], _said(refusal))
        except Refusal as refusal:
            found = (BAD[self.stage], _said(refusal))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("The item %s of the batch %s broke", item.place, self.batch.pk)
            found = (
                BAD[self.stage],
                _("The program failed in this one, and it is written down. Try it again."),
            )
        item.document, item.letters, item.lacks = before
        return found

    def _who(self) -> list[Any]:
        if self.who is None:
            self.who = [one.asked for one in signing.signers_said(self.batch.signers)]
        return self.who

    def _tell(self) -> None:
        self.told += 1
        if self.told % EVERY == 1:
            left = BatchItem.objects.that_are(IN_HAND[self.stage]).filter(batch=self.batch).count()
            JobRun.objects.filter(pk=self.batch.run_id).update(
                state=JobRun.State.RUNNING, total=self.total, done=max(self.total - left, 0)
            )


def _said(refusal: Refusal) -> str:
    return f"{refusal} ({refusal.article})" if refusal.article else str(refusal)


def _end(batch_id: UUID, stage: Stage, by: Actor) -> None:
    """All were gone through: say it in the batch, in the tray of jobs and in the trail."""
    batch = CaseBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.stage != stage or batch.is_paused:
        return
    in_tray = batch.each.that_are(Outcome.SENT).exists()
    batch.stage = Stage.SENT if in_tray else NEXT[stage]
    batch.ended_at = now()
    batch.save(update_fields=["stage", "ended_at"])
    bad = batch.each.that_are(Outcome.FAILED, Outcome.NOT_SENT).select_related("case")
    told = list(bad[:MOST_TOLD])
    rows = CaseFile.objects.visible_to(by).filter(pk__in=[item.case_id for item in told])
    read = set(rows.values_list("pk", flat=True))
    failures = [f"{item.case.number}: {item.why}" if item.case_id in read else item.why for item in told]
    failed = bad.count()
    good = batch.each.that_are(Outcome.DONE, Outcome.SENT, Outcome.UNDONE).count()
    message = _message(Stage(batch.stage), good, failed)
    JobRun.objects.filter(pk=batch.run_id).update(
        state=JobRun.State.DONE if good or not failed else JobRun.State.FAILED,
        done=batch.each.count(), message=message[:300], failures=failures, finished_at=now(),
    )  # fmt: skip
    said = BatchStageEnded(batch_id=batch.pk, title=batch.title, stage=stage, good=good, failed=failed)
    announce(said, by=by)


def _message(stage: Stage, good: int, failed: int) -> str:
    """What the tray of jobs says when a stage is over."""
    if stage == Stage.UNDONE:
        return ngettext("%(n)s is in the bin", "%(n)s are in the bin", good) % {"n": good}
    if stage == Stage.SENT:
        said = ngettext("%(n)s is in the tray", "%(n)s are in the tray", good) % {"n": good}
    else:
        said = ngettext("Done in %(n)s case", "Done in %(n)s cases", good) % {"n": good}
    if not failed:
        return said
    words = ngettext("%(n)s could not be done", "%(n)s could not be done", failed) % {"n": failed}
    return f"{said}. {words}." if good else f"{words}."
