"""What people leave on a case: labels, internal notes, relations."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from consistori.cases import selectors, services
from consistori.cases.api._common import case_answer, case_of
from consistori.cases.api.bodies import CaseDetail, CommentIn, CommentOut, LabelIn, RelationIn, RelationOut
from consistori.cases.models import CaseLabel, CaseRelation, Comment
from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.kernel.errors import NotHere

router = Router()


@router.post("/cases/{case}/labels", response={201: CaseDetail}, summary="Put a label")
@api_operation(scope="cases:write")
def put_label(request: ApiRequest, case: str, body: LabelIn) -> Answer:
    """A new word becomes a label of the house."""
    found = case_of(request, case, lock=True)
    services.label_case(found, by=request.actor, name=body.name)
    return case_answer(request, found, status=201)


@router.delete("/cases/{case}/labels/{name}", response={204: None}, summary="Take a label off")
@api_operation(scope="cases:write")
def take_label_off(request: ApiRequest, case: str, name: str) -> Answer:
    """By its word."""
    found = case_of(request, case, lock=True)
    row = CaseLabel.objects.filter(case=found, label__name__iexact=name).select_related("label").first()
    if row is None:
        raise NotHere(_("The case does not have that label."))
    row.case = found
    services.unlabel_case(row, by=request.actor)
    return Answer()


@router.get("/cases/{case}/comments", response=Page[CommentOut], summary="Internal notes")
@api_operation(scope="cases:read")
def list_comments(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """The newest first."""
    rows = selectors.comments_of(case_of(request, case))
    numbered = [(f"{place:06d}", row) for place, row in enumerate(rows)]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[CommentOut](items=[_comment(row) for _, row in items], next=following))


@router.post("/cases/{case}/comments", response={201: CommentOut}, summary="Write an internal note")
@api_operation(scope="cases:write")
def write_comment(request: ApiRequest, case: str, body: CommentIn) -> Answer:
    """It never leaves the house: not in the index, not in any export."""
    comment = services.comment_on_case(case_of(request, case), by=request.actor, text=body.text)
    return Answer(_comment(comment), status=201)


def _comment(row: Comment) -> CommentOut:
    to = row.to.full_name if row.to else ""
    return CommentOut(id=row.pk, at=row.at, author=row.author_name, to=to, text=row.text)


@router.get("/cases/{case}/relations", response=Page[RelationOut], summary="Related cases")
@api_operation(scope="cases:read")
def list_relations(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """Those that the key may know of."""
    found = case_of(request, case)
    pairs = selectors.relations_of(found, request.actor)
    numbered = [(f"{place:06d}", relation, other) for place, (relation, other) in enumerate(pairs)]
    items, following = page_of(numbered, query, key=lambda row: row[0])
    told = [
        RelationOut(
            id=relation.pk,
            kind=relation.kind,
            said=str(relation.label_from(found.pk)),
            number=other.number,
            case=other.pk,
        )
        for _, relation, other in items
    ]
    return Answer(Page[RelationOut](items=told, next=following))


@router.post("/cases/{case}/relations", response={201: RelationOut}, summary="Relate to another case")
@api_operation(scope="cases:write")
def relate_case(request: ApiRequest, case: str, body: RelationIn) -> Answer:
    """The other one, by its number or identifier."""
    found = case_of(request, case)
    other = case_of(request, body.other)
    relation = services.relate_cases(found, other, by=request.actor, kind=body.kind)
    told = RelationOut(
        id=relation.pk,
        kind=relation.kind,
        said=str(relation.label_from(found.pk)),
        number=other.number,
        case=other.pk,
    )
    return Answer(told, status=201, location=f"{request.path.rstrip('/')}/{relation.pk}")


@router.delete("/cases/{case}/relations/{relation_id}", response={204: None}, summary="Untie two cases")
@api_operation(scope="cases:write")
def unrelate_case(request: ApiRequest, case: str, relation_id: UUID) -> Answer:
    """Either of the two may be named."""
    found = case_of(request, case)
    relation = CaseRelation.objects.filter(pk=relation_id).select_related("case", "other").first()
    if relation is None or found.pk not in {relation.case_id, relation.other_id}:
        raise NotHere(_("There is no such relation."))
    services.unrelate_cases(relation, by=request.actor)
    return Answer()
