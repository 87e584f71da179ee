"""Signing a batch: several documents in hand at once, what is ready kept together in a short transaction.

Network and arithmetic happen outside transactions. What is signed stays whatever happens later. The first document
goes alone: what would stop them all (a silent server, a revoked certificate, a closed key) is found once.

When the timestamp server does not answer nothing is signed «for the time being». A PAdES timestamp could be
added to a signature afterwards, but meanwhile the file would be out with a time that nobody proves, and the
key would have to wait open or the person come back all the same. So the document keeps waiting in the tray
and says why, with a button to try again; a job asks the server now and then and tells people when it answers.

The engine is loaded when first needed: pyHanko costs most of a second of every start.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import Refusal
from consistori.signature import numbering
from consistori.signature.engine.errors import CertificateRefused, FileRefused, PaperLeft, SigningStopped
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.ports import signer
from consistori.signature.sentences import trouble_of, why_stopped
from consistori.signature.services import deciding
from consistori.signature.services.giving_back import give_back
from consistori.signature.services.keeping import Ready, keep_ready
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

if TYPE_CHECKING:
    from consistori.signature.engine.crew import Crew
    from consistori.signature.engine.making import Made, Maker, Paper
    from consistori.signature.engine.pades import Purpose

TRIES_WHEN_OTHERS_SIGN = 8
MOST_KEPT_AT_ONCE = 50
PAUSES = (1.0, 3.0, 9.0)
"""Seconds that a database that does not answer is given, before what is ready is lost."""
State = SignatureRequest.State
T = TypeVar("T")

batch_stopped: list[Callable[[SigningStopped], None]] = []
"""Called in the scope of the entity when something stopped a batch (the room's jobs hang here)."""


@dataclass(frozen=True)
class BatchOutcome:
    """What became of a batch: identifiers of the requests, and the sentence that explains what is left."""

    batch_id: UUID
    signed: tuple[UUID, ...]
    left: tuple[UUID, ...]
    failed: tuple[UUID, ...]
    why: str = ""


def run_batch(entity: Entity, batch_id: UUID, *, by: Actor) -> BatchOutcome:
    """Sign what is left of a batch. Calling it again goes on where it stopped; paused, it leaves the rest."""
    from consistori.signature.engine.before import check_certificate
    from consistori.signature.services.crews import maker_of, with_crew

    with working_for(entity):
        batch = SignatureBatch.objects.select_related("key", "person").get(pk=batch_id)
        if batch.is_over or batch.is_paused:
            return _told(batch)
        left = list(batch.requests.filter(state=State.SIGNING).with_papers())
        others, decided = _others_to_sign(left), numbering.deciding(left)
    run = _Run(entity, batch, by, others, decided)
    try:
        setup, maker = maker_of(batch, many=len(left))
        check_certificate(maker.hand.certificate, maker.hand.context)
        run.maker = maker
        with with_crew(setup, maker, many=len(left) - len(decided)) as crew:
            run.sign(left, crew)
    except SigningStopped as stopped:
        run.why = stopped
    except Exception:
        with contextlib.suppress(DatabaseError):
            _finish(entity, batch_id, by, SigningStopped("interrupted"))
        raise
    if run.is_paused:
        return run.told()
    with contextlib.suppress(SigningStopped):
        signer().close_batch(str(batch.pk))
    return _finish(entity, batch_id, by, run.why)


class _Run:
    """One run of the job of a batch: who waits, who is in hand, and what stops it."""

    maker: Maker

    def __init__(
        self,
        entity: Entity,
        batch: SignatureBatch,
        by: Actor,
        others: frozenset[UUID],
        decided: frozenset[UUID],
    ) -> None:
        self.entity, self.batch, self.by, self.others, self.decided = entity, batch, by, others, decided
        self.waiting: deque[SignatureRequest] = deque()
        self.in_hand: dict[int, tuple[SignatureRequest, str]] = {}
        self.tries: Counter[UUID] = Counter()
        self.number = 0
        self.has_signed = False
        self.is_paused = False
        self.why: SigningStopped | None = None

    def sign(self, left: Iterable[SignatureRequest], crew: Crew) -> None:
        """Until all are signed, or something stops them; what is in hand then is waited for and kept."""
        self.waiting.extend(left)
        while True:
            self._give(crew)
            if not crew.busy:
                return
            self._take_in(crew.made())

    def told(self) -> BatchOutcome:
        with working_for(self.entity):
            return _told(self.batch)

    @property
    def _goes_on(self) -> bool:
        return bool(self.waiting) and self.why is None and not self.is_paused

    def _give(self, crew: Crew) -> None:
        while self._goes_on and crew.busy < (crew.capacity if self.has_signed else 1):
            if now() >= self.batch.key.valid_to:
                self.why = CertificateRefused("expired", on=self.batch.key.valid_to)
                return
            request = self.waiting.popleft()
            if request.pk in self.decided:
                self._decide(request)
            elif (paper := self._paper(request)) is not None:
                crew.take(paper)

    def _decide(self, request: SignatureRequest) -> None:
        """What is decided by this signature draws its number in the same act (`deciding.py`)."""
        try:
            is_done, state = self._patiently(lambda: self._decided(request))
        except FileRefused as error:
            _leave(self.entity, request, State.FAILED, error)
        except PaperLeft as left:
            _leave(self.entity, request, State.WAITING, left)
        except SigningStopped as stopped:
            self.why = self.why or stopped
        except Refusal as refusal:
            said = SigningStopped("not-decided", said=str(refusal), article=refusal.article)
            _leave(self.entity, request, State.FAILED, said)
        else:
            self.has_signed = True
            self.is_paused = state != SignatureBatch.State.SIGNING
            if not is_done:
                self._again(request)

    def _decided(self, request: SignatureRequest) -> tuple[bool, str]:
        purpose, again = _purpose(self.entity, request), self.tries[request.pk] > 0
        decision = deciding.prepare(self.entity, self.batch, request, purpose, again=again)
        is_done = deciding.decide(self.entity, decision, self.maker, by=self.by)
        with working_for(self.entity):
            return is_done, SignatureBatch.objects.values_list("state", flat=True).get(pk=self.batch.pk)

    def _paper(self, request: SignatureRequest) -> Paper | None:
        """What is given to the crew; None when this document cannot be signed, and then it says why."""
        from consistori.signature.engine.making import Paper

        try:
            with working_for(self.entity):
                if self.tries[request.pk]:
                    request.document = Document.objects.select_related("latest_blob").get(
                        pk=request.document_id
                    )
                if request.document.version_id != request.version_id:
                    raise FileRefused("other-text")
                base = request.document.latest_blob.sha256
                path = blobs.existing_path(base)
        except FileRefused as error:
            _leave(self.entity, request, State.FAILED, error)
            return None
        except Refusal as refusal:
            _leave(self.entity, request, State.FAILED, SigningStopped(refusal.code))
            return None
        self.number += 1
        self.in_hand[self.number] = (request, base)
        is_last = request.version_id not in self.others
        return Paper(self.number, path, base, _purpose(self.entity, request), now(), is_last)

    def _take_in(self, made: list[Made]) -> None:
        ready: list[Ready] = []
        for one in made:
            request, base = self.in_hand.pop(one.number)
            if one.stopped is None:
                ready.append(Ready.of(request, base, one))
            elif isinstance(one.stopped, FileRefused):
                _leave(self.entity, request, State.FAILED, one.stopped)
            elif isinstance(one.stopped, PaperLeft):
                _leave(self.entity, request, State.WAITING, one.stopped)
            else:
                self.why = self.why or one.stopped
        for first in range(0, len(ready), MOST_KEPT_AT_ONCE):
            self._keep(ready[first : first + MOST_KEPT_AT_ONCE])

    def _keep(self, ready: list[Ready]) -> None:
        try:
            again, state = self._kept(ready)
        except Refusal as refusal:
            self._keep_apart(ready, refusal)
            return
        self.has_signed = True
        self.is_paused = state != SignatureBatch.State.SIGNING
        for one in again:
            self._again(one.request)

    def _again(self, request: SignatureRequest) -> None:
        self.tries[request.pk] += 1
        if self.tries[request.pk] < TRIES_WHEN_OTHERS_SIGN:
            self.waiting.append(request)
        else:
            _leave(self.entity, request, State.WAITING, SigningStopped("changed-meanwhile"))

    def _keep_apart(self, ready: list[Ready], refusal: Refusal) -> None:
        """Of some that were refused together each is kept by itself, and only the one at fault is left."""
        if len(ready) == 1:
            is_late = refusal.code == "not-an-increment"
            state, code = (State.WAITING, "changed-meanwhile") if is_late else (State.FAILED, refusal.code)
            _leave(self.entity, ready[0].request, state, SigningStopped(code))
        else:
            for one in ready:
                self._keep([one])

    def _kept(self, ready: list[Ready]) -> tuple[list[Ready], str]:
        """Those that others signed meanwhile, and how the batch is now. What was kept is passed over the second time,
        and no timestamp is lost."""

        def kept() -> tuple[list[Ready], str]:
            with working_for(self.entity):
                again = keep_ready(self.batch, ready, by=self.by)
                return again, SignatureBatch.objects.values_list("state", flat=True).get(pk=self.batch.pk)

        return self._patiently(kept)

    def _patiently(self, keep: Callable[[], T]) -> T:
        """A database that restarts is waited for."""
        for pause in (*PAUSES, None):
            try:
                return keep()
            except (OperationalError, InterfaceError):
                if pause is None or connection.in_atomic_block:
                    raise
                connection.close()
                time.sleep(pause)
        raise AssertionError("unreachable")


def _others_to_sign(left: list[SignatureRequest]) -> frozenset[UUID]:
    """The versions that somebody else signs too, or that come twice in this batch. One statement."""
    versions = Counter(one.version_id for one in left)
    rows = SignatureRequest.objects.filter(version_id__in=list(versions)).unsettled()
    others = rows.exclude(pk__in=[one.pk for one in left]).order_by().values_list("version_id", flat=True)
    return frozenset(others) | {version for version, times in versions.items() if times > 1}


def _purpose(entity: Entity, request: SignatureRequest) -> Purpose:
    from consistori.signature.engine.pades import Policy, Purpose

    with override(entity.language):
        reason = _("Signed as: %(post)s") % {"post": request.said_post} if request.said_post else ""
    return Purpose(reason=reason, location=entity.short_name, policy=Policy(entity.policy_oid))


def _leave(entity: Entity, request: SignatureRequest, state: str, error: SigningStopped) -> None:
    """Write in one document why it was not signed; nobody else's act on it is undone."""
    settled = now() if state == State.FAILED else None
    with working_for(entity):
        ours = SignatureRequest.objects.filter(
            pk=request.pk, batch_id=request.batch_id, state=State.SIGNING
        ).update(state=state, trouble=trouble_of(error), settled_at=settled)
        if ours and state == State.FAILED:
            SignatureBatch.objects.filter(pk=request.batch_id).update(failed=F("failed") + 1)


def _finish(entity: Entity, batch_id: UUID, by: Actor, why: SigningStopped | None) -> BatchOutcome:
    """Give back what was not signed, and say how the batch ended."""
    with working_for(entity):
        batch = SignatureBatch.objects.select_for_update().get(pk=batch_id)
        if not batch.is_over:
            give_back(batch, why, by=by)
            if why is not None:
                for listener in batch_stopped:
                    listener(why)
        return _told(batch, why_stopped(why) if why else "")


def _told(batch: SignatureBatch, why: str = "") -> BatchOutcome:
    rows = list(batch.requests.values_list("pk", "state"))
    return BatchOutcome(
        batch_id=batch.pk,
        signed=tuple(pk for pk, state in rows if state == State.SIGNED),
        left=tuple(pk for pk, state in rows if state in (State.WAITING, State.SIGNING)),
        failed=tuple(pk for pk, state in rows if state == State.FAILED),
        why=why,
    )
