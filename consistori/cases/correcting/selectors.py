"""Questions about correction requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from consistori.cases.correcting.ports import Askable, askables
from consistori.cases.models import CaseFile, CaseParty, CorrectionPoint, CorrectionRequest, EntryTaken
from consistori.cases.models.corrections import LONGEST_WORDS
from consistori.cases.rules import Role
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.registry.models import EntryDocument, RegistryEntry
from consistori.registry.rules.books import Book
from consistori.signature.models import SignatureRequest

ANSWERED, UNANSWERED, TO_NOTIFY = "answered", "unanswered", "to_notify"


def whole() -> QuerySet[CorrectionRequest]:
    """Requests with what their page shows. Three statements."""
    rows: QuerySet[CorrectionRequest] = CorrectionRequest.objects.select_related(
        "case", "entry", "party", "document", "proof", "resolution", "step", "term__party", "stop__deadline"
    ).prefetch_related("points__entry", "answers__entry")
    return rows


def of_case(case: CaseFile) -> list[CorrectionRequest]:
    """Those of a case, the last one first."""
    return list(whole().filter(case=case).order_by("-asked_at", "-id"))


def one_of(case: CaseFile, pk: UUID) -> CorrectionRequest:
    """One of a case. Raises `NotHere`."""
    found = whole().filter(case=case, pk=pk).first()
    if found is None:
        raise NotHere()
    found.case = case
    return found


def to_attend(rows: Any, on: date) -> QuerySet[CorrectionRequest]:
    """Of some requests, those that wait for us, each with its `what`: one statement with their case.

    `answered`: everything came, look at it; `unanswered`: the days ended, the withdrawal may be proposed;
    `to_notify`: the letter is signed.
    """
    asked = SignatureRequest.objects.filter(document_id=OuterRef("document_id"))
    signed = Exists(asked.filter(state=SignatureRequest.State.SIGNED)) & ~Exists(asked.unsettled())
    over = Q(notified_on__isnull=False, complied_on=None, term__last_day__lt=on)
    what = Case(
        When(complied_on__isnull=False, then=Value(ANSWERED)),
        When(over, then=Value(UNANSWERED)),
        When(Q(notified_on=None) & signed, then=Value(TO_NOTIFY)),
        default=Value(""),
        output_field=CharField(),
    )
    found: QuerySet[CorrectionRequest] = (
        rows.open().annotate(what=what).exclude(what="").select_related("case", "term")
    )
    return found.order_by("term__last_day", "asked_at")


def to_attend_of(person_ids: Iterable[UUID], on: date) -> QuerySet[CorrectionRequest]:
    """The same of the open cases that these people carry."""
    rows = CorrectionRequest.objects.filter(case__carried_by_id__in=list(person_ids), case__closed_at=None)
    return to_attend(rows, on)


def exit_of(request: CorrectionRequest) -> RegistryEntry | None:
    """The exit of the registry by which its letter went out, if it did."""
    rows = EntryDocument.objects.filter(document_id=request.document_id, entry__book=Book.EXIT)
    found = rows.select_related("entry").order_by("-entry__registered_at").first()
    return found.entry if found else None


def entries_of(case: CaseFile) -> list[RegistryEntry]:
    """The entries that the case took, the one that opened it first."""
    rows = (
        EntryTaken.objects.standing().filter(case=case).select_related("entry").order_by("-opened_it", "at")
    )
    return [row.entry for row in rows]


def askables_of(entry: RegistryEntry, language: str) -> list[Askable]:
    """What of an entry may be asked for: answers of its form, papers that lack, papers that it brought."""
    found = [one for ask in askables for one in ask(entry, language)]
    brought = EntryDocument.objects.filter(entry=entry, is_application=False, document__erased_at=None)
    found += [
        Askable(
            CorrectionPoint.Kind.PAPER,
            f"document:{row.document_id}",
            row.title,
            said=row.name,
            group="papers",
        )
        for row in brought.order_by("position", "id")
    ]
    return _as_corrected(entry, found)


def _as_corrected(entry: RegistryEntry, found: list[Askable]) -> list[Askable]:
    """The same with what was already answered to other requests about that entry: nobody is asked again for it."""
    rows = CorrectionPoint.objects.filter(request__entry=entry).exclude(answered_on=None).exclude(key="")
    now_says = dict(rows.order_by("answered_on", "id").values_list("key", "words"))
    return [
        replace(one, said=now_says[one.key][:LONGEST_WORDS], lacks=False, why="")
        if one.key in now_says
        else one
        for one in found
    ]


def may_answer(request: CorrectionRequest, party_ids: Iterable[UUID]) -> bool:
    """Whether these are the party that is asked, or represent it in the case by a power that is still good. One
    statement at most.
    """
    ids = set(party_ids)
    if request.party_id in ids:
        return True
    good = Q(power_until=None) | Q(power_until__gte=today())
    rows = CaseParty.objects.filter(good, case_id=request.case_id, party_id__in=ids, role=Role.REPRESENTATIVE)
    return bool(rows.filter(represents__party_id=request.party_id).exists())
