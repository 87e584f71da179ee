"""One page of the form at a time: what was written is kept, right or wrong, and goes on only when it is right."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consistori.eoffice.filing.drafts import save_answers
from consistori.eoffice.filing.papers import papers_of, places_of, put_paper
from consistori.eoffice.filing.proposing import proposals
from consistori.eoffice.filing.web.doors import Opened, draft_page, to_the_door, went_on
from consistori.eoffice.forms.checking import Checked, check
from consistori.eoffice.forms.drawing import draw_page
from consistori.eoffice.forms.fields import Page
from consistori.eoffice.web.public import PublicRequest
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal

SAVE_AND_LEAVE = "_leave"


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def page(request: PublicRequest, opened: Opened, number: int) -> HttpResponseBase:
    """A page of the form, by its number among all of them; one that is not asked leads to the next."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    here = _page(opened, number)
    journey = opened.journey(here.key)
    if here not in journey.pages:
        return went_on(request, opened, journey.after(here.key))
    checked: Checked | None = None
    if request.method == "POST":
        checked = _kept(request, opened, here)
        journey = opened.journey(here.key)
        if SAVE_AND_LEAVE in request.POST:
            return (
                went_on(request, opened, journey.url(here.key))
                if not opened.is_in
                else redirect("eoffice:leave")
            )
        if not opened.is_in:
            return to_the_door(request, journey.after(here.key) if checked.ok else journey.url(here.key))
        if checked.ok:
            return redirect(journey.after(here.key))
    drawn = draw_page(
        here,
        opened.content.answers,
        opened.language,
        checked=checked,
        proposed=proposals(here, opened.citizen),
    )
    has_files = any(one.type == "files" for one in here.fields)
    context = journey.context(page=drawn, number=number, opened=opened, has_files=has_files)
    status = 422 if checked is not None and checked.errors else 200
    return TemplateResponse(request, "eoffice/filing/page.html", context, status=status)


@require_POST
@draft_page
def save(request: PublicRequest, opened: Opened, number: int) -> HttpResponseBase:
    """What is written so far, sent by the script while one writes: kept as it is, and nothing is said of it."""
    if opened.draft.is_sent:
        return HttpResponse(status=409)
    _kept(request, opened, _page(opened, number), is_way=True)
    return HttpResponse(f"{timezone.localtime(opened.draft.saved_at):%H.%M}", content_type="text/plain")


def _page(opened: Opened, number: int) -> Page:
    pages = opened.form.pages
    if not 1 <= number <= len(pages):
        raise NotHere
    return pages[number - 1]


def _kept(request: PublicRequest, opened: Opened, here: Page, *, is_way: bool = False) -> Checked:
    """Check what was posted upon what is kept, and keep it. On the way, a page that was done stays done."""
    answers = _with_files(request, opened, here)
    posted = {name: [value[:20_000] for value in values] for name, values in request.POST.lists()}
    checked = check(here, posted, answers, opened.language, today=today())
    is_right = checked.ok or (is_way and here.key in opened.draft.done and not checked.errors)
    save_answers(opened.draft, checked.answers, page=here.key, is_right=is_right)
    opened.content.answers = checked.answers
    return checked


def _with_files(request: PublicRequest, opened: Opened, here: Page) -> dict[str, Any]:
    """The answers, with the papers that the questions of this page already have."""
    answers = dict(opened.content.answers)
    asked = [one.key for one in here.fields if one.type == "files"]
    if not asked:
        return answers
    places = {place.key: place for place in places_of(opened.shown.sheet, opened.form, opened.language)}
    for key in asked:
        for file in request.FILES.getlist(key):
            try:
                put_paper(opened.draft, places[key], file.file_received())  # type: ignore[attr-defined]
            except Refusal:
                continue
    held = papers_of(opened.draft)
    for key in asked:
        if names := [paper.file.name for paper in held if paper.key == key]:
            answers[key] = names
        else:
            answers.pop(key, None)
    return answers
