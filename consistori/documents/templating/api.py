"""API: the templates in force, their texts, their fields."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import Answer, ApiRequest, ListQuery, Page, api_operation, page_of
from consistori.documents.models.templates import Template
from consistori.documents.templating import selectors
from consistori.documents.templating.fields import registry
from consistori.documents.templating.policies import may_see_templates
from consistori.kernel.errors import NotHere, ensure
from consistori.kernel.text import fold

router = Router()
Kind = Literal["text", "clause", "footer"]


class TemplateOut(BaseModel):
    """A template, house paragraph or appeal footer in force: the town's own, or the one above that it inherits."""

    id: UUID
    code: str
    kind: Kind
    name: str
    document_type: str
    series: list[str]
    appeal: str
    languages: list[str]
    version: int
    inherited: bool
    adapted_from: int | None
    drifted: bool


class TemplateTextOut(TemplateOut):
    """The same with its text in each language: HTML with marks of fields."""

    body: dict[str, str]


class MergeFieldOut(BaseModel):
    """What a template may say: `mark` is what is written in its text."""

    mark: str
    label: str
    example: str
    repeated: bool


class TemplateQuery(ListQuery):
    """Which templates."""

    kind: Kind | None = Field(None, description="Only of this kind.")
    document_type: str | None = Field(None, max_length=30, description="Only for this type of document.")


def template_out(template: Template, entity_id: int | None) -> dict[str, object]:
    """A template as the API tells it, in the language of who asks."""
    return {
        "id": template.pk,
        "code": template.code,
        "kind": template.kind,
        "name": template.name,
        "document_type": template.document_type,
        "series": list(template.series_codes),
        "appeal": template.appeal,
        "languages": list(template.languages),
        "version": template.published.number if template.published else 0,
        "inherited": template.entity_id != entity_id,
        "adapted_from": template.adapted_version.number if template.adapted_version else None,
        "drifted": template.has_drifted,
    }


@router.get("/templates", response=Page[TemplateOut], summary="Templates in force")
@api_operation(scope="documents:read")
def list_templates(request: ApiRequest, query: Query[TemplateQuery]) -> Answer:
    """By code; `q` finds those whose code or name has it."""
    ensure(may_see_templates(request.actor))
    asked = fold(query.q or "").strip()
    rows = [
        row
        for row in selectors.in_force(query.kind or "")
        if asked in fold(f"{row.code} {row.name}") and query.document_type in (None, row.document_type)
    ]
    items, following = page_of(rows, query, key=lambda row: row.code)
    entity_id = request.actor.entity_id
    told = [TemplateOut(**template_out(row, entity_id)) for row in items]  # type: ignore[arg-type]
    return Answer(Page[TemplateOut](items=told, next=following))


@router.get("/templates/{code}", response=TemplateTextOut, summary="A template, with its text")
@api_operation(scope="documents:read")
def show_template(request: ApiRequest, code: str) -> Answer:
    """The version in force, in every language in which it is written."""
    ensure(may_see_templates(request.actor))
    found = next((row for row in selectors.in_force() if row.code == code), None)
    if found is None or found.published is None:
        raise NotHere()
    body = {language: found.published.body(language) for language in found.published.languages}
    return Answer(TemplateTextOut(**template_out(found, request.actor.entity_id), body=body))  # type: ignore[arg-type]


@router.get("/merge-fields", response=Page[MergeFieldOut], summary="Fields that templates may use")
@api_operation(scope="documents:read")
def list_merge_fields(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """Every datum that a template may ask for, with its label and an invented example."""
    ensure(may_see_templates(request.actor))
    told = [
        MergeFieldOut(
            mark=f"{{{{ {group.each or group.name}.{one.name} }}}}"
            if group.fields
            else f"{{{{ {group.name} }}}}",
            label=str(one.label),
            example=one.example,
            repeated=group.is_list,
        )
        for group in registry
        for one in (group.fields or ((group.example,) if group.example else ()))
    ]
    once = {(one.mark): one for one in told if query.q is None or query.q.casefold() in one.label.casefold()}
    items, following = page_of(once.values(), query, key=lambda one: one.mark)
    return Answer(Page[MergeFieldOut](items=items, next=following))
