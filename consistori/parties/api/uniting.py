"""API: parties that may be one, uniting them and undoing it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ApiSchema, ListQuery, Page, api_operation
from consistori.directory.api_access.paging import read_cursor, write_cursor
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.parties import likeness, services
from consistori.parties.api.people import PartyOut, party_out
from consistori.parties.likeness import Pair
from consistori.parties.models import Duplicate, Party, PartyMerge
from consistori.parties.policies import may_see_parties

router = Router()
Datum = Literal["name", "language", "is_professional"]


class ReasonOut(BaseModel):
    """Why two may be one: a code for programs and a sentence for people."""

    code: str
    sentence: str


class DuplicateOut(BaseModel):
    """Two parties that may be one; `weight` of the reasons together, 0 to 100."""

    id: UUID
    one: PartyOut
    other: PartyOut
    weight: int
    reasons: list[ReasonOut]
    found_at: datetime


class MergeIn(ApiSchema):
    """Which party is known from now on as this one, and in what it was right."""

    absorbed: UUID
    take: list[Datum] = Field(default_factory=list, max_length=3)


class MergeOut(BaseModel):
    """That two parties are one [unificació]. Nothing moved: undoing it puts everything where it was."""

    id: UUID
    kept: UUID
    absorbed: UUID
    taken: list[str]
    at: datetime
    by: str
    undone_at: datetime | None


def _duplicate_out(pair: Pair) -> DuplicateOut:
    return DuplicateOut(
        id=pair.proposal.pk,
        one=party_out(pair.one),
        other=party_out(pair.other),
        weight=pair.weight,
        reasons=[
            ReasonOut(code=code, sentence=said) for code, said in zip(pair.codes, pair.reasons, strict=True)
        ],
        found_at=pair.proposal.found_at,
    )


def _merge_out(merge: PartyMerge) -> MergeOut:
    return MergeOut(
        id=merge.pk,
        kept=merge.kept_id,
        absorbed=merge.absorbed_id,
        taken=sorted(merge.taken),
        at=merge.at,
        by=merge.by_name,
        undone_at=merge.undone_at,
    )


@router.get("/party-duplicates", response=Page[DuplicateOut], summary="Parties that may be one")
@api_operation(scope="parties:read")
def list_duplicates(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """What is proposed and nobody has decided, the likeliest first. They are looked for each night."""
    after = read_cursor(query.cursor, [str])[0] if query.cursor else ""
    page = likeness.page_of_duplicates(request.actor, after=after, size=query.limit)
    following = write_cursor([page.next_cursor]) if page.next_cursor else None
    return Answer(Page[DuplicateOut](items=[_duplicate_out(pair) for pair in page.pairs], next=following))


@router.post(
    "/party-duplicates/{duplicate_id}/dismiss", response={204: None}, summary="Say that two alike are two"
)
@api_operation(scope="parties:write")
def dismiss_duplicate(request: ApiRequest, duplicate_id: UUID) -> Answer:
    """They are not proposed again."""
    ensure(may_see_parties(request.actor))
    pair = Duplicate.objects.select_for_update().filter(pk=duplicate_id).first()
    if pair is None:
        raise NotHere(_("There is no such proposal here."))
    services.dismiss_duplicate(pair, by=request.actor)
    return Answer()


@router.post("/parties/{party_id}/merges", response={201: MergeOut}, summary="Say that two parties are one")
@api_operation(scope="parties:write")
def unite(request: ApiRequest, party_id: UUID, body: MergeIn) -> Answer:
    """`absorbed` is known from now on as this party. Refused with 409 (`are-two`) when something says that they are
    two.
    """
    ensure(may_see_parties(request.actor))
    kept = Party.objects.filter(pk=party_id).first()
    if kept is None:
        raise NotHere(_("There is no such person or firm here."))
    absorbed = Party.objects.filter(pk=body.absorbed).first()
    if absorbed is None:
        raise BadInput(_("There is no such person or firm here."), field="absorbed")
    merge = services.unite_parties(kept, absorbed, by=request.actor, take=body.take)
    base = request.path.split("/api/v1/")[0] + "/api/v1/"
    return Answer(_merge_out(merge), status=201, location=f"{base}party-merges/{merge.pk}")


@router.get("/party-merges", response=Page[MergeOut], summary="What was united")
@api_operation(scope="parties:read")
def list_merges(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """Also what was undone; the last first."""
    ensure(may_see_parties(request.actor))
    rows = PartyMerge.objects.order_by("-id")
    if query.cursor:
        rows = rows.filter(id__lt=read_cursor(query.cursor, [UUID])[0])
    found = list(rows[: query.limit + 1])
    more, found = len(found) > query.limit, found[: query.limit]
    following = write_cursor([found[-1].pk]) if more else None
    return Answer(Page[MergeOut](items=[_merge_out(merge) for merge in found], next=following))


@router.get("/party-merges/{merge_id}", response=MergeOut, summary="One union")
@api_operation(scope="parties:read")
def show_merge(request: ApiRequest, merge_id: UUID) -> Answer:
    """Which two, who said it and when, and whether it was undone."""
    ensure(may_see_parties(request.actor))
    return Answer(_merge_out(_merge_of(merge_id)))


@router.post("/party-merges/{merge_id}/undo", response=MergeOut, summary="Undo a union")
@api_operation(scope="parties:write")
def undo_merge(request: ApiRequest, merge_id: UUID) -> Answer:
    """Each has its own again, also after later work; what came to the one that stayed meanwhile stays with it."""
    ensure(may_see_parties(request.actor))
    services.separate_parties(_merge_of(merge_id), by=request.actor)
    return Answer(_merge_out(_merge_of(merge_id)))


def _merge_of(merge_id: UUID) -> PartyMerge:
    merge: PartyMerge | None = PartyMerge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NotHere(_("There is no such union here."))
    return merge
