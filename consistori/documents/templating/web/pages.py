"""Pages that show templates: the list, one of them filled, its paper, and two texts side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consistori.catalogue.selectors import series_in_force, types_in_use
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models.templates import Template
from consistori.documents.richtext import parse
from consistori.documents.richtext.tree import Picture, inlines_of
from consistori.documents.templating import selectors
from consistori.documents.templating.panels import template_panels
from consistori.documents.templating.policies import may_edit_templates, may_see_templates
from consistori.documents.templating.rules import footer_facts, needs_footer
from consistori.documents.templating.web.looking import look_at, on_page
from consistori.kernel.errors import NotHere, ensure
from consistori.kernel.text import fold
from consistori.trail.selectors import timeline

LANGUAGES = (("ca", gettext_lazy("Catalan")), ("es", gettext_lazy("Spanish")))


@staff_page
@require_safe
def templates_page(request: StaffRequest) -> HttpResponse:
    """Every template that is known here, by kind; the words of `q` look in names, codes and types."""
    _ensure_may_look(request)
    q = request.GET.get("q", "").strip()[:80]
    types = {kind.code: kind.name for kind in types_in_use()}
    rows: list[Any] = [row for row in selectors.every_template() if _answers(row, q, types)]
    groups = [
        {"kind": kind, "label": label, "rows": [row for row in rows if row.kind == kind]}
        for kind, label in (
            (Template.Kind.TEXT, _("Texts of documents")),
            (Template.Kind.FOOTER, _("Appeal footers")),
            (Template.Kind.CLAUSE, _("House paragraphs")),
        )
    ]
    for row in rows:
        row.type_name = types.get(row.document_type, "")
        row.is_ours = row.entity_id == request.entity.pk
    context = {
        "groups": groups,
        "q": q,
        "drifted": [row for row in rows if row.has_drifted],
        "may_edit": bool(may_edit_templates(request.actor)),
        "empty": not rows and not q,
    }
    return TemplateResponse(request, "documents/templates.html", context)


@staff_page
@require_safe
def template_page(request: StaffRequest, code: str) -> HttpResponse:
    """A template filled with a case, or with invented values, and what is known of it."""
    _ensure_may_look(request)
    template = selectors.template_of(code)
    look = look_at(request, template)
    is_ours = template.entity_id == request.entity.pk
    shown = look.version
    return TemplateResponse(
        request,
        "documents/template.html",
        {
            "template": template,
            "look": look,
            "paper": on_page(look.html),
            "paper_title": template.name_in(look.language),
            "shown": shown,
            "is_ours": is_ours,
            "may_edit": bool(may_edit_templates(request.actor)),
            "versions": selectors.versions_of(template) if is_ours else [],
            "languages": [(key, name) for key, name in LANGUAGES if key in shown.languages],
            "recent": look.chooser.recent(request.actor) if look.chooser else [],
            "type_name": next((k.name for k in types_in_use() if k.code == template.document_type), ""),
            "series": _series(template),
            "footer": footer_facts(template.appeal),
            "without_footer": template.is_text
            and needs_footer(template.document_type)
            and not _has_footer(shown.body(look.language)),
            "included_by": [] if template.is_text else selectors.included_by(template.code),
            "facts": timeline([template.pk], limit=8) if is_ours else [],
            "panels": template_panels.drawn(request, template),
        },
    )


@staff_page
@require_safe
def preview_pdf(request: StaffRequest, code: str) -> HttpResponse:
    """The paper as it would come out, without code: nothing is kept."""
    _ensure_may_look(request)
    template = selectors.template_of(code)
    look = look_at(request, template)
    if look.faults:
        raise NotHere()
    # What draws PDF is loaded when first needed.
    from consistori.documents.making.written import Sheet, pdf_of
    from consistori.documents.writing.pictures import pictures_by_key

    facts = [(str(look.chooser.label), look.reference)] if look.thing is not None else []
    keys = {piece.key for piece in inlines_of(parse(look.html)) if isinstance(piece, Picture)}
    sheet = Sheet(
        title=template.name_in(look.language),
        language=look.language,
        kind=template.name_in(look.language),
        facts=facts,
        pictures=pictures_by_key(keys),
    )
    response = HttpResponse(pdf_of(look.html, sheet, entity=request.entity), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{template.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page
@require_safe
def compare_page(request: StaffRequest, code: str) -> HttpResponse:
    """Two texts side by side: what the town has and what the one above has now, or two versions of ours."""
    _ensure_may_look(request)
    template = selectors.template_of(code)
    from consistori.documents.richtext.compare import compare

    before, after, kind = _sides(request, template)
    if before is None or after is None:
        raise NotHere()
    texts = [
        {
            "code": key,
            "name": name,
            "compared": compare(getattr(before, f"body_{key}"), getattr(after, f"body_{key}")),
        }
        for key, name in LANGUAGES
        if getattr(before, f"body_{key}") or getattr(after, f"body_{key}")
    ]
    context = {
        "template": template,
        "before": before,
        "after": after,
        "kind": kind,
        "texts": texts,
        "may_edit": bool(may_edit_templates(request.actor)),
        "is_ours": template.entity_id == request.entity.pk,
    }
    return TemplateResponse(request, "documents/template_compare.html", context)


def _sides(request: StaffRequest, template: Template) -> tuple[Any, Any, str]:
    """Which two: `?from=&to=` of ours; `?of=above` what changed above since ours was made; else ours and theirs."""
    one, other = request.GET.get("from", ""), request.GET.get("to", "")
    if one.isdigit() and other.isdigit() and len(one + other) < 12:
        return (
            selectors.version_of(template, int(one)),
            selectors.version_of(template, int(other)),
            "versions",
        )
    if template.adapts is None:
        raise NotHere()
    above = template.adapts.published
    if request.GET.get("of") == "above":
        return template.adapted_version, above, "above"
    return template.published or template.latest, above, "ours"


def _ensure_may_look(request: StaffRequest) -> None:
    """Whoever works here; templates have nothing of anybody in them."""
    ensure(may_see_templates(request.actor))


def _answers(row: Template, q: str, types: dict[str, str]) -> bool:
    said = fold(f"{row.name_ca} {row.name_es} {row.code} {types.get(row.document_type, '')}")
    return all(word in said for word in fold(q).split())


def _series(template: Template) -> list[Any]:
    if not template.series_codes:
        return []
    return list(series_in_force().filter(code__in=template.series_codes))


def _has_footer(body: str) -> bool:
    footers = {row.code for row in selectors.in_force(Template.Kind.FOOTER)}
    return bool(footers & selectors.included_in(body))
