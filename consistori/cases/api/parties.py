"""The parties of a case."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from consistori.cases import selectors, services
from consistori.cases.api._common import case_of, opening_party
from consistori.cases.api.bodies import CasePartyIn, CasePartyOut, case_party_out
from consistori.cases.models import CaseParty
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.kernel.errors import NotHere

router = Router()


@router.get("/cases/{case}/parties", response=Page[CasePartyOut], summary="Parties of a case")
@api_operation(scope="cases:read")
def list_case_parties(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """Each representative after whom she represents."""
    rows = selectors.parties_of(case_of(request, case))
    numbered = [(f"{place:06d}", row) for place, row in enumerate(rows)]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[CasePartyOut](items=[case_party_out(row) for _, row in items], next=following))


@router.post("/cases/{case}/parties", response={201: CasePartyOut}, summary="Add a party")
@api_operation(scope="cases:write")
def add_case_party(request: ApiRequest, case: str, body: CasePartyIn) -> Answer:
    """One that is here, by `id`, or its data; a number that we know is that party."""
    found = case_of(request, case, lock=True)
    named = opening_party(body, by=request.actor)
    row = services.add_party(found, named.party, by=request.actor, role=named.role)
    return Answer(case_party_out(row), status=201, location=f"{request.path.rstrip('/')}/{row.pk}")


@router.delete("/cases/{case}/parties/{row_id}", response={204: None}, summary="Take a party out")
@api_operation(scope="cases:write")
def remove_case_party(request: ApiRequest, case: str, row_id: UUID) -> Answer:
    """The person or firm goes on existing, with its other cases."""
    found = case_of(request, case, lock=True)
    row = CaseParty.objects.filter(case=found, pk=row_id).select_related("party").first()
    if row is None:
        raise NotHere(_("There is no such party in the case."))
    row.case = found
    services.remove_party(row, by=request.actor)
    return Answer()
