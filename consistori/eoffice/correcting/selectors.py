"""The correction requests of whoever looks at the folder: theirs and of whom they represent, and of nobody else."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from consistori.cases.correcting.selectors import may_answer
from consistori.cases.models import CaseFile, CaseParty, CorrectionRequest
from consistori.cases.rules import Role
from consistori.eoffice.folder.whom import Whom
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere

MOST = 20


def own_corrections(who: Whom, *, case: CaseFile | None = None) -> list[CorrectionRequest]:
    """Those that were notified and still wait for something of theirs, by their last day. Two statements."""
    if not who.all_party_ids:
        return []
    ids = list(who.all_party_ids)
    good = Q(power_until=None) | Q(power_until__gte=today())
    speaks = CaseParty.objects.filter(
        good,
        party_id__in=ids,
        role=Role.REPRESENTATIVE,
        case_id=OuterRef("case_id"),
        represents__party_id=OuterRef("party_id"),
    )
    rows = (
        CorrectionRequest.objects.in_sight()
        .filter(complied_on=None, case__closed_at=None)
        .filter(Q(party_id__in=ids) | Q(Exists(speaks)))
    )
    if case is not None:
        rows = rows.filter(case=case)
    rows = rows.select_related("case", "entry", "party", "term", "stop__deadline").prefetch_related("points")
    return list(rows.order_by("term__last_day", "asked_at")[:MOST])


def own_correction(who: Whom, case: CaseFile, pk: UUID) -> CorrectionRequest:
    """One of theirs in a case of theirs, ended ones too. Raises `NotHere`."""
    found: CorrectionRequest | None = (
        CorrectionRequest.objects.filter(case=case, pk=pk)
        .exclude(notified_on=None)
        .select_related("case", "entry", "party", "term", "stop__deadline")
        .first()
    )
    if found is None or not may_answer(found, who.all_party_ids):
        raise NotHere
    found.case = case
    return found
