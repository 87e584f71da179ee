"""API: guides as texts, where a case stands in its own, and what is done with each of its steps."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_read
from consistori.cases.selectors import case_by_id, case_by_number
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.guides import selectors, services
from consistori.guides.models import Guide
from consistori.guides.policies import may_see_guides
from consistori.guides.rules.walking import Stand
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality

router = Router()


class GuideOut(BaseModel):
    """A guide that cases can follow here; `of` is who keeps it, `version` the published one."""

    code: str
    name: str
    series: list[str]
    of: str
    version: int
    text: str = ""


class GuideStepOut(BaseModel):
    """A step of the guide in the case. `place`: done, in_hand, skipped, open, not_here (its condition does not hold).

    With `article` the law cares, and skipping it asks for a reason.
    """

    key: str
    title: dict[str, str]
    why: dict[str, str]
    kind: str
    does: str
    article: str
    place: str
    on: date | None
    reason: str
    by: str


class CaseGuideOut(BaseModel):
    """Where a case stands: `next` is the key that is proposed, `newer` the published version when it is another."""

    code: str
    version: int
    newer: int | None
    next: str
    left: bool
    steps: list[GuideStepOut]


class GuideMarkIn(ApiSchema):
    """What happens with a step of the guide: skipped, done elsewhere (on its real day), open again."""

    what: Literal["skip", "done", "back"]
    reason: str = Field("", max_length=500)
    on: date | None = None


@router.get("/guides", response=Page[GuideOut], summary="The guides")
@api_operation(scope="cases:read")
def list_guides(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """Those that a case can follow here, the town's own in the place of that which it adapts."""
    _ensure_here(request)
    numbered = [(row.code, row) for row in sorted(selectors.offered_guides(), key=lambda row: row.code)]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[GuideOut](items=[_guide(row) for _code, row in items], next=following))


@router.get("/guides/{code}", response=GuideOut, summary="A guide with its text")
@api_operation(scope="cases:read")
def show_guide(request: ApiRequest, code: str) -> Answer:
    """The published text, as it can be written again elsewhere."""
    _ensure_here(request)
    row = next((one for one in selectors.offered_guides() if one.code == code), None)
    if row is None or row.published is None:
        raise NotHere(_("That guide is not offered here."))
    return Answer(_guide(row, text=row.published.text))


@router.get("/cases/{case}/guide", response=CaseGuideOut, summary="Where a case stands in its guide")
@api_operation(scope="cases:read")
def show_guide_of_case(request: ApiRequest, case: str) -> Answer:
    """404 where the case has no guide: it is as whole as any other."""
    return _where(request, case)


@router.post(
    "/cases/{case}/guide/{key}", response=CaseGuideOut, summary="Skip, do elsewhere or take up a step"
)
@api_operation(scope="cases:write")
def mark_guide_step(request: ApiRequest, case: str, key: str, body: GuideMarkIn) -> Answer:
    """A step that the case has by its code needs none of it: it is done when its step is."""
    _ensure_here(request)
    found = _case(request, case)
    if body.what == "skip":
        services.skip_step(found, key, by=request.actor, reason=body.reason)
    elif body.what == "done":
        services.mark_done(found, key, by=request.actor, on=body.on, reason=body.reason)
    else:
        services.come_back(found, key, by=request.actor)
    return _where(request, case)


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "guides"):
        raise NotHere(_("This town hall does not use guides."))
    ensure(may_see_guides(request.actor))


def _case(request: ApiRequest, ref: str) -> CaseFile:
    """By its identifier or its number, for whoever reads it."""
    try:
        return case_by_id(UUID(ref), request.actor)
    except ValueError:
        found = case_by_number(ref[:32], request.actor)
    ensure(may_read(request.actor, found))
    return found


def _where(request: ApiRequest, case: str) -> Answer:
    _ensure_here(request)
    found = selectors.guide_in(_case(request, case), request.actor)
    if found is None:
        raise NotHere(_("The case has no guide."))
    return Answer(
        CaseGuideOut(
            code=found.code,
            version=found.number,
            newer=found.newer or None,
            next=found.walk.next.step.key if found.walk.next else "",
            left=found.is_left,
            steps=[_step(one) for one in found.walk.stands],
        )
    )


def _step(one: Stand) -> GuideStepOut:
    step = one.step
    return GuideStepOut(
        key=step.key, title=dict(step.title), why=dict(step.why), kind=step.kind, does=step.does, article=step.article,
        place=one.place.value, on=one.on, reason=one.reason, by=one.by,
    )  # fmt: skip


def _guide(row: Guide, text: str = "") -> GuideOut:
    return GuideOut(
        code=row.code,
        name=row.name,
        series=list(row.series_codes),
        of=row.entity.short_name,
        version=row.published.number if row.published else 0,
        text=text,
    )
