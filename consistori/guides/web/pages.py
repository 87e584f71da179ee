"""Pages that show guides: the list, one guide with what the town does with it, two texts, the process map."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consistori.catalogue.procedures.comparing import compare
from consistori.directory.access import StaffRequest, staff_page
from consistori.guides import learnt, selectors
from consistori.guides.models import Guide, GuideVersion
from consistori.guides.policies import may_edit_guides, may_propose, may_review_guides, may_see_guides
from consistori.guides.rules.guide import GuideText
from consistori.guides.sentences import habit_words
from consistori.guides.web.looking import look_at, marked
from consistori.kernel.errors import NotHere, ensure
from consistori.kernel.text import fold


@staff_page
@require_safe
def guides_page(request: StaffRequest) -> HttpResponse:
    """Every guide that is known here; `q` looks in names, codes and series."""
    ensure(may_see_guides(request.actor))
    q = request.GET.get("q", "").strip()[:80]
    rows: list[Any] = list(selectors.every_guide())
    reviews = selectors.reviews_of(row.published_id for row in rows if row.published_id)
    for row in rows:
        row.is_ours = row.entity_id == request.entity.pk
        row.review = reviews.get(row.published_id)
    context = {
        "rows": [row for row in rows if _answers(row, q)],
        "q": q,
        "total": len(rows),
        "drift": sum(1 for row in rows if row.is_ours and row.has_drifted),
        "open_proposals": sum(1 for one in selectors.proposals() if one.is_open),
        "may_edit": bool(may_edit_guides(request.actor)),
        "may_propose": bool(may_propose(request.actor)),
    }
    return TemplateResponse(request, "guides/list.html", context)


@staff_page
@require_safe
def guide_page(request: StaffRequest, code: str) -> HttpResponse:
    """A guide as it is proposed, who follows which version, and what the cases of the town teach of it."""
    ensure(may_see_guides(request.actor))
    row = selectors.guide_row(code)
    shown = _version(request, row)
    look = look_at(shown.text, get_language() or "ca")
    followers = selectors.followers_of(row)
    current = row.published.number if row.published else 0
    review = selectors.reviews_of([shown.pk]).get(shown.pk)
    context = {
        "guide": row,
        "shown": shown,
        "look": look,
        "faults": marked(shown.text, look.faults),
        "review": review,
        "by_above": review is not None and review.entity_id != request.entity.pk,
        "is_ours": row.entity_id == request.entity.pk,
        "is_published": shown.pk == row.published_id,
        "versions": selectors.versions_of(row),
        "followers": followers.get(current, 0),
        "behind": sum(n for number, n in followers.items() if number != current),
        "proposals": selectors.proposals(code=row.code),
        "may_edit": bool(may_edit_guides(request.actor)),
        "may_review": bool(may_review_guides(request.actor)),
        "may_propose": bool(may_propose(request.actor)),
        **(_taught(row, look.text) if look.text else {}),
    }
    return TemplateResponse(request, "guides/guide.html", context)


@staff_page
@require_safe
def map_page(request: StaffRequest, code: str) -> HttpResponse:
    """The process map of what really happened, as a drawing and as text."""
    ensure(may_see_guides(request.actor))
    row = selectors.guide_row(code)
    drawn = learnt.map_for(row)
    arrows = [
        {
            "before": _name(arrow.before),
            "after": _name(arrow.after),
            "count": arrow.count,
            "days": arrow.days,
        }
        for arrow in drawn.arrows[:60]
    ]
    return TemplateResponse(request, "guides/map.html", {"guide": row, "map": drawn, "arrows": arrows})


@staff_page
@require_safe
def compare_page(request: StaffRequest, code: str) -> HttpResponse:
    """Two texts side by side: what the town has and what the one above has now, or two versions of one guide."""
    ensure(may_see_guides(request.actor))
    row = selectors.guide_row(code)
    before, after, kind = _sides(request, row)
    if before is None or after is None:
        raise NotHere()
    context = {
        "guide": row,
        "before": before,
        "after": after,
        "kind": kind,
        "compared": compare(before.text, after.text),
        "may_edit": bool(may_edit_guides(request.actor)),
        "is_ours": row.entity_id == request.entity.pk,
    }
    return TemplateResponse(request, "guides/compare.html", context)


def _taught(row: Guide, text: GuideText) -> dict[str, Any]:
    habits, cases = learnt.learnt_of(row, text)
    language = get_language() or "ca"
    return {
        "habits": [{"habit": one, "words": habit_words(one, text, language)} for one in habits],
        "learnt_from": cases,
    }


def _name(code: str) -> str:
    from consistori.guides.sentences import end_words

    return end_words(code) or learnt.words_of(code)


def _sides(request: StaffRequest, row: Guide) -> tuple[GuideVersion | None, GuideVersion | None, str]:
    one, other = request.GET.get("from", ""), request.GET.get("to", "")
    if _is_number(one) and _is_number(other):
        return selectors.version_of(row, int(one)), selectors.version_of(row, int(other)), "versions"
    if row.adapts is None:
        raise NotHere()
    if request.GET.get("of") == "above":
        return row.adapted_version, row.adapts.published, "above"
    return row.published or row.latest, row.adapts.published, "ours"


def _version(request: StaffRequest, row: Guide) -> GuideVersion:
    """As asked, or the one that is published, or the draft."""
    number = request.GET.get("version", "")
    if _is_number(number):
        return selectors.version_of(row, int(number))
    version: GuideVersion | None = (
        row.published or row.latest or (row.adapts.published if row.adapts else None)
    )
    if version is None:
        raise NotHere()
    return version


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _answers(row: Guide, q: str) -> bool:
    said = fold(f"{row.name_ca} {row.name_es} {row.code} {' '.join(row.series_codes)}")
    return all(word in said for word in fold(q).split())
