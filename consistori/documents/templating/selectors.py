"""Questions about templates: those in force here, the nearest one of each code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from consistori.catalogue.models import Series
from consistori.documents.models.templates import Template, TemplateVersion
from consistori.documents.templating.policies import may_use_templates
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.tenancy.adapting import by_nearness
from consistori.tenancy.scope import current_scope


def _at_hand() -> Any:
    return Template.objects.select_related(
        "entity", "published", "latest", "adapts__published", "adapts__entity", "adapted_version"
    )


def _nearest(rows: Iterable[Template]) -> list[Template]:
    """One row a code: the town's own before the one above; one that was never published hides nothing."""
    found: dict[str, Template] = {}
    for row in by_nearness(rows):
        kept = found.get(row.code)
        if kept is None or (kept.published_id is None and row.published_id is not None):
            found[row.code] = row
    return sorted(found.values(), key=lambda row: (row.place, row.name, row.code))


def in_force(kind: str = "") -> list[Template]:
    """What texts can begin from or include: published, not retired, the nearest of each code. One statement."""
    rows = _at_hand().filter(kind=kind) if kind else _at_hand()
    return [row for row in _nearest(rows) if row.published_id and not row.is_retired]


def clauses_in_force() -> list[Template]:
    """The paragraphs and appeal footers that a text may include. One statement."""
    return [row for row in in_force() if not row.is_text]


def usable_templates(actor: Actor, series: Series | None = None) -> list[Template]:
    """Templates from which this person may begin a text, in a case of that series; none, if she may not.

    Those made for the series come first. One statement.
    """
    if not may_use_templates(actor):
        return []
    rows = in_force(Template.Kind.TEXT)
    code = series.code if series is not None else ""
    fitting = [row for row in rows if not row.series_codes or code in row.series_codes]
    return sorted(fitting, key=lambda row: not row.series_codes)


def published(pk: UUID) -> Template:
    """The template of that key, in force here, with its version in use at `.published`; `NotHere` if it is not."""
    found = next((row for row in in_force() if row.pk == pk), None)
    if found is None:
        raise NotHere()
    return found


def every_template() -> list[Template]:
    """Every code that is known here, drafts and retired ones too, the town's own row first. One statement."""
    order: dict[Any, int] = {pk: place for place, pk in enumerate(current_scope().lineage_ids)}
    found: dict[str, Template] = {}
    for row in sorted(_at_hand(), key=lambda row: order.get(row.entity_id, 99)):
        if row.code not in found and (row.published_id or row.entity_id == current_scope().entity_ids[0]):
            found[row.code] = row
    return sorted(found.values(), key=lambda row: (row.place, row.name, row.code))


def template_of(code: str) -> Template:
    """The nearest template of that code, the town's own draft before all; `NotHere` if there is none."""
    order: dict[Any, int] = {pk: place for place, pk in enumerate(current_scope().lineage_ids)}
    mine = current_scope().entity_ids[0]
    rows = sorted(_at_hand().filter(code=code), key=lambda row: order.get(row.entity_id, 99))
    found = next((row for row in rows if row.published_id or row.entity_id == mine), None)
    if found is None:
        raise NotHere()
    return found


def versions_of(template: Template) -> list[TemplateVersion]:
    """The newest first; of a template from above, only those that were published. One statement."""
    rows = list(TemplateVersion.objects.filter(template=template).order_by("-number")[:100])
    for row in rows:
        row.template = template
    return rows


def version_of(template: Template, number: int) -> TemplateVersion:
    """One version by its number; `NotHere` if there is none."""
    found = TemplateVersion.objects.filter(template=template, number=number).first()
    if found is None:
        raise NotHere()
    found.template = template
    return found


def included_by(code: str) -> list[Template]:
    """The templates in force whose text includes that clause. One statement."""
    return [
        row
        for row in in_force()
        if row.published and code in included_in(row.published.body_ca + row.published.body_es)
    ]


def included_in(body: str) -> set[str]:
    """The codes of the clauses that a text includes."""
    import re

    from consistori.documents.templating.source import readable

    return set(re.findall(r"\{%[-+]?\s*include\s+[\"']([\w-]+)[\"']", readable(body)))
