"""Asking, telling that it was notified, giving more days: each refuses with its article (Llei 39/2015, art. 68)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.cases.correcting import rules
from consistori.cases.correcting.letters import write_letter
from consistori.cases.correcting.reading import letter_of
from consistori.cases.correcting.terms import begin_days, begin_wait, put_off_wait, stop_main
from consistori.cases.correction_events import CorrectionAsked, CorrectionExtended, CorrectionNotified
from consistori.cases.models import (
    CaseDocument,
    CaseFile,
    CaseParty,
    CorrectionPoint,
    CorrectionRequest,
    EntryTaken,
)
from consistori.cases.models.corrections import LONGEST_WORDS
from consistori.cases.policies import may_work_on
from consistori.deadlines.services import CannotExtend, extend, regrant
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.parties.models import Party
from consistori.registry.models import RegistryEntry
from consistori.trail import act, announce

LPAC = "Llei 39/2015, art. "
MOST_POINTS = 60
DAYS_MORE = 5

Kind = CorrectionRequest.Kind


class NotSigned(Refusal):
    """The letter is not signed, so it cannot have been notified."""

    default_code = "not-signed"


class CorrectionEnded(Refusal):
    """The request had ended."""

    default_code = "correction-ended"

    def __init__(self) -> None:
        super().__init__(_("That request has ended: nothing is awaited by it any more."))


@dataclass(frozen=True)
class PointSaid:
    """A point to ask for: what it is, what it says now, and what is asked."""

    kind: str
    label: str
    asks: str
    key: str = ""
    said: str = ""


@act
def ask_correction(
    case: CaseFile,
    *,
    by: Actor,
    party: Party,
    points: Sequence[PointSaid],
    entry: RegistryEntry | None = None,
    kind: str = Kind.CORRECTION,
    stops_term: bool = True,
    is_competitive: bool = False,
    language: str = "",
) -> CorrectionRequest:
    """Write a correction request [requeriment d'esmena] to a party of the case, with the letter that says its points.

    The letter agrees that the term to resolve stops (22.1.a) when `stops_term`; it is a text of the case that one may
    still change, and sends to sign as any other. To improve an application (68.3) neither stops nor ends anything.
    """
    ensure(may_work_on(by, case))
    if not CaseParty.objects.filter(case=case, party=party).exists():
        raise BadInput(_("Choose somebody of the case: it is asked of a party."), field="party")
    if entry is not None and not EntryTaken.objects.standing().filter(case=case, entry=entry).exists():
        raise BadInput(_("That entry is not in this case."), field="entry")
    kind = Kind(kind)
    request = CorrectionRequest(
        case=case,
        entry=entry,
        kind=kind,
        party=party,
        language=(language or party.language or "ca")[:2],
        stops_term=stops_term and kind == Kind.CORRECTION,
        is_competitive=is_competitive,
        asked_by_id=by.person_id,
        asked_by_name=by.name,
    )
    rows = _points(request, points)
    request.save(force_insert=True)
    CorrectionPoint.objects.bulk_create(rows)
    request.document = write_letter(request, rows, by=by)
    request.save(update_fields=["document"])
    announce(
        CorrectionAsked(
            case_id=case.pk, number=case.number, request_id=request.pk, points=len(rows),
            document_id=request.document.pk, party_id=party.pk,
        ),
        by=by,
    )  # fmt: skip
    return request


def _points(request: CorrectionRequest, said: Sequence[PointSaid]) -> list[CorrectionPoint]:
    if not said:
        raise BadInput(
            _("Choose what has to be corrected or brought, at least one thing."),
            field="points",
            article=f"{LPAC}68.1",
        )
    if len(said) > MOST_POINTS:
        raise BadInput(_("Too many points for one letter: sixty at most."), field="points")
    rows = []
    for place, one in enumerate(said):
        label, asks = " ".join(one.label.split()), one.asks.strip()
        if not label or not asks:
            raise BadInput(
                _("Say of each thing what has to be done: “bring the plan with its measures”."),
                field="points",
            )
        rows.append(
            CorrectionPoint(
                request=request,
                position=place,
                kind=CorrectionPoint.Kind(one.kind),
                key=one.key[:80],
                label=label[:250],
                said=one.said[:LONGEST_WORDS],
                asks=asks[:LONGEST_WORDS],
            )
        )
    return rows


@act
def record_notified(
    request: CorrectionRequest,
    *,
    by: Actor,
    on: date,
    how: str,
    reference: str = "",
    proof: Document | None = None,
) -> CorrectionRequest:
    """Write that it was notified [constar notificat], on which day, how, and what proves it.

    From the day after it the ten working days of the party count (30.3, 68.1); since that very day, if it was so
    agreed and somebody is told, the term to resolve stops until all is answered or the days end (22.1.a). Raises
    `NotSigned`, `BadInput`.
    """
    case = request.case
    ensure(may_work_on(by, case))
    request = held(request)
    if request.notified_on is not None:
        raise AlreadyDone(_("It was written already on which day it was notified."))
    _look_at_notice(request, on, how, reference, proof)
    request.notified_on, request.notified_how = on, how
    request.notified_reference, request.proof = " ".join(reference.split())[:200], proof
    request.notified_at, request.notified_by_name = now(), by.name
    request.save(
        update_fields=[
            "notified_on", "notified_how", "notified_reference", "proof", "notified_at", "notified_by_name",
        ]
    )  # fmt: skip
    if request.is_compulsory:
        request.term = begin_days(request, by=by, on=on)
        request.stop = stop_main(request, by=by) if request.stops_term else None
        request.step = begin_wait(request, by=by)
        request.save(update_fields=["term", "stop", "step"])
    last_day = request.term.last_day if request.term else None
    announce(
        CorrectionNotified(
            case_id=case.pk, number=case.number, request_id=request.pk, on=on.isoformat(), how=how,
            until=last_day.isoformat() if last_day else "", document_id=proof.pk if proof else None,
        ),
        by=by,
    )  # fmt: skip
    return request


def _look_at_notice(
    request: CorrectionRequest, on: date, how: str, reference: str, proof: Document | None
) -> None:
    signed_on = letter_of(request).signed_on
    if signed_on is None:
        raise NotSigned(
            _("The letter is not signed yet: send it to sign, and notify it afterwards."),
            article=f"{LPAC}40",
        )
    if how not in CorrectionRequest.How:
        raise BadInput(_("Say how it was notified."), field="how")
    if on > today():
        raise BadInput(_("That day has not come yet."), field="on")
    if on < signed_on:
        raise BadInput(_("It was not signed yet on that day."), field="on")
    if proof is None and not reference.strip():
        raise BadInput(
            _("Say what proves it: the receipt that is in the case, or the number of the acknowledgement."),
            field="reference",
            article=f"{LPAC}41.1",
        )
    if proof is not None and not CaseDocument.objects.filter(case=request.case, document=proof).exists():
        raise BadInput(_("That document is not in this case: file it first."), field="proof")


@act
def give_more_days(
    request: CorrectionRequest, *, by: Actor, decided_on: date, reasons: str, amount: int = 0
) -> CorrectionRequest:
    """Give up to five working days more [ampliar] before the ten end, with its reasons (68.2, 32.3).

    Not in selective or competitive procedures. What it stops of the term to resolve follows.
    """
    ensure(may_work_on(by, request.case))
    request = held(request)
    if request.term is None or request.complied_on is not None:
        raise Refusal(_("No days to correct are running."))
    if not rules.may_extend(is_competitive=request.is_competitive, is_compulsory=request.is_compulsory):
        raise CannotExtend(
            _("In selective or competitive procedures the days to correct are not extended."),
            article=f"{LPAC}68.2",
        )
    if not 0 <= amount <= DAYS_MORE:
        raise BadInput(_("Five days at most."), field="amount", article=f"{LPAC}68.2")
    extend(request.term, by=by, decided_on=decided_on, justification=reasons, amount=amount)
    request.term.refresh_from_db()
    last_day = request.term.last_day
    if request.stop is not None and request.stop.until is None and request.stop.deadline.is_running:
        regrant(request.stop, by=by, granted_until=last_day)
    put_off_wait(request)
    announce(
        CorrectionExtended(
            case_id=request.case_id, number=request.case.number, request_id=request.pk,
            until=last_day.isoformat() if last_day else "",
        ),
        by=by,
    )  # fmt: skip
    return request


def held(request: CorrectionRequest) -> CorrectionRequest:
    """The request, locked, as it is now. Raises `CorrectionEnded`."""
    rows = CorrectionRequest.objects.filter(pk=request.pk)
    # First the lock, then what is joined: asked together, a row that was waited for would come with that of before.
    rows.select_for_update().values_list("pk").get()
    row: CorrectionRequest = rows.select_related(
        "case", "party", "term", "stop__deadline", "step", "document"
    ).get()
    if not row.is_open:
        raise CorrectionEnded
    return row
