"""What answers a request, and how it ends. Nothing ends by itself: a withdrawal is a resolution (68.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.cases.correcting import rules
from consistori.cases.correcting.acts import LPAC, held
from consistori.cases.correcting.letters import write_withdrawal
from consistori.cases.correcting.reading import drawn
from consistori.cases.correcting.terms import give_up, go_on
from consistori.cases.correction_events import CorrectionAnswered, CorrectionClosed, WithdrawalProposed
from consistori.cases.entries.accepting import accept_into_case
from consistori.cases.models import (
    CorrectionAnswer,
    CorrectionPoint,
    CorrectionRequest,
    EntryTaken,
)
from consistori.cases.models.corrections import LONGEST_WORDS
from consistori.cases.policies import may_work_on
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.notifications.models import Notification
from consistori.registry.models import RegistryEntry
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

Ending = CorrectionRequest.Ending


class NotUnanswered(Refusal):
    """The withdrawal cannot be declared: the days have not ended, or everything came."""

    default_code = "not-unanswered"


@dataclass(frozen=True)
class Answered:
    """What answers a point: the value as it is kept, if it has one, and as people read it."""

    words: str = ""
    value: Any = None


@act
def record_answer(
    request: CorrectionRequest, entry: RegistryEntry, *, by: Actor, points: Mapping[UUID, Answered]
) -> CorrectionAnswer:
    """Say that an entry answers these points of a request [contestar el requeriment]; once, whatever is pressed.

    The entry joins the case. When nothing lacks, the term to resolve runs again from the day on which it came. What
    comes after the ten days counts all the same while nobody has ended the request by a resolution (73.3). Raises
    `CorrectionEnded`, `BadInput`.
    """
    case = request.case
    ensure(may_work_on(by, case))
    said = CorrectionAnswer.objects.filter(request=request, entry=entry)
    if known := said.first():
        return known
    request = held(request)
    if known := said.first():
        return known  # somebody wrote it while this one waited
    if request.notified_on is None:
        raise Refusal(_("It is not notified yet: nobody knows of it outside."))
    rows = list(CorrectionPoint.objects.filter(request=request))
    chosen = [row for row in rows if row.pk in points]
    if not chosen:
        raise BadInput(_("Say which points it answers."), field="points")
    if not EntryTaken.objects.standing().filter(case=case, entry=entry).exists():
        accept_into_case(entry, case, by=by, with_people=False)
    received_on = timezone.localtime(entry.registered_at).date()
    _write(chosen, points, entry, received_on)
    effective_on = timezone.localtime(entry.effective_at).date()
    late = rules.is_late(effective_on, request.term.last_day if request.term else None)
    answer: CorrectionAnswer = CorrectionAnswer.objects.create(
        request=request,
        entry=entry,
        received_on=received_on,
        effective_on=effective_on,
        is_late=late,
        points=[str(row.pk) for row in chosen],
        by_name=by.name,
    )
    if rules.is_complete(row.is_answered for row in rows) and request.complied_on is None:
        request.complied_on = received_on
        request.save(update_fields=["complied_on"])
        go_on(request, by=by, received_on=received_on, reference=entry.reference)
    announce(
        CorrectionAnswered(
            case_id=case.pk, number=case.number, request_id=request.pk, entry_id=entry.pk,
            reference=entry.reference, answered=sum(row.is_answered for row in rows), points=len(rows),
            is_late=late,
        ),
        by=by,
    )  # fmt: skip
    return answer


def _write(
    rows: list[CorrectionPoint], points: Mapping[UUID, Answered], entry: RegistryEntry, on: Any
) -> None:
    for row in rows:
        said = points[row.pk]
        row.value, row.words, row.entry, row.answered_on = said.value, said.words[:4000], entry, on
    CorrectionPoint.objects.bulk_update(rows, ["value", "words", "entry", "answered_on"])


@act
def begin_withdrawal(request: CorrectionRequest, *, by: Actor) -> Document:
    """Begin the resolution that declares the withdrawal [resolució de desistiment]: proposed, never automatic.

    Only when the days granted have ended, by a sum that is sure, without all that was asked. Raises `NotUnanswered`.
    """
    ensure(may_work_on(by, request.case))
    request = held(request)
    if request.resolution is not None:
        return request.resolution
    if drawn(request).standing is not rules.Standing.UNANSWERED or not request.is_compulsory:
        raise NotUnanswered(
            _("The withdrawal is declared when the days granted have ended without an answer, not before."),
            article=f"{LPAC}68.1",
        )
    request.resolution = write_withdrawal(request, by=by)
    request.save(update_fields=["resolution"])
    announce(
        WithdrawalProposed(
            case_id=request.case_id, number=request.case.number, request_id=request.pk,
            document_id=request.resolution.pk,
        ),
        by=by,
    )  # fmt: skip
    return request.resolution


@act
def end_correction(
    request: CorrectionRequest, *, by: Actor, ending: str, note: str = ""
) -> CorrectionRequest:
    """End a request: it is enough, the case goes on without it, it was withdrawn by a resolution, or it is called off.

    The term to resolve runs again today if it was still stopped. Raises `BadInput`, `NotUnanswered`.
    """
    case = request.case
    ensure(may_work_on(by, case))
    request = held(request)
    if ending not in Ending:
        raise BadInput(_("Say how it ends."), field="ending")
    note = note.strip()[:LONGEST_WORDS]
    if ending in (Ending.WITHOUT, Ending.CALLED_OFF) and not note:
        raise BadInput(_("Say why, in a line: whoever comes after will want to know."), field="note")
    if ending == Ending.ENOUGH and request.notified_on is None:
        raise BadInput(_("It is not notified yet: call it off."), field="ending")
    if ending == Ending.WITHDRAWN:
        _ensure_resolved(request)
    request.ending, request.closed_at, request.closed_by_name = ending, now(), by.name
    request.closed_note = note
    request.save(update_fields=["ending", "closed_at", "closed_by_name", "closed_note"])
    give_up(request, by=by, reason=note or str(Ending(ending).label))
    announce(
        CorrectionClosed(
            case_id=case.pk, number=case.number, request_id=request.pk, ending=ending, note=note[:300]
        ),
        by=by,
    )
    return request


def _ensure_resolved(request: CorrectionRequest) -> None:
    """There is a signed resolution, and the days have ended: without it nobody has withdrawn (68.1, R-INI-03)."""
    from consistori.signature.models import SignatureRequest

    term = request.term
    if term is None or term.last_day is None or term.last_day >= today() or request.complied_on is not None:
        raise NotUnanswered(
            _("The withdrawal is declared when the days granted have ended without an answer, not before."),
            article=f"{LPAC}68.1",
        )
    asked = SignatureRequest.objects.filter(document_id=request.resolution_id)
    signed = asked.filter(state=SignatureRequest.State.SIGNED)
    if request.resolution_id is None or not signed.exists() or asked.unsettled().exists():
        raise NotUnanswered(
            _("Nobody has withdrawn until a signed resolution says so: write it and send it to sign."),
            article=f"{LPAC}68.1",
        )
    if modality.is_on(current_entity(), "notifications") and not _is_notified(request):
        raise NotUnanswered(
            _("Until the resolution is notified they may still bring what was asked: notify it first."),
            article=f"{LPAC}73.3",
        )


def _is_notified(request: CorrectionRequest) -> bool:
    """Whether its resolution is notified to whom it was asked, by any way (41.7)."""
    rows = Notification.objects.of_document(request.resolution_id).for_parties([request.party_id])
    return any(one.is_practised() for one in rows)
