"""The pages with which a form is filled in with somebody: the question at the left, what to say at the right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.assistance.contacts.services import log_contact
from consistori.assistance.phone import selectors
from consistori.assistance.phone.assisted import may_sign_for_others
from consistori.assistance.phone.rules import may_be_assisted
from consistori.assistance.phone.services import (
    IsTheirsNow,
    OpenedHelp,
    hand_over,
    leave_help,
    open_help,
    put_in_draft,
    take_from_draft,
    write_page,
)
from consistori.assistance.policies import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.filing.drafts import PAPERS, last_day
from consistori.eoffice.filing.papers import lacking, places_of
from consistori.eoffice.forms.answers import missing, said
from consistori.eoffice.forms.checking import Checked
from consistori.eoffice.forms.definition import pages_for
from consistori.eoffice.forms.drawing import draw_page
from consistori.eoffice.forms.fields import Page
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.parties.lines.rules import Use, serves_for
from consistori.parties.lines.services import kinds_offered


def steps_of(opened: OpenedHelp, here: str = "") -> list[dict[str, Any]]:
    """The way: each page that is asked, the papers, and leaving it for its owner."""
    key, done = opened.helped.pk, opened.draft.done
    found = [
        {
            "label": page.title.in_(selectors.language()),
            "url": reverse("assistance:helped_page", args=[key, opened.form.pages.index(page) + 1]),
            "done": page.key in done,
            "here": page.key == here,
        }
        for page in pages_for(opened.form, opened.content.answers)
    ]
    found.append(
        {
            "label": _("The papers"),
            "url": reverse("assistance:helped_papers", args=[key]),
            "done": PAPERS in done,
            "here": here == PAPERS,
        }
    )
    last = {"label": _("Read it aloud and leave it"), "url": reverse("assistance:helped_hand", args=[key])}
    found.append({**last, "done": False, "here": here == "hand"})
    return found


def next_url(opened: OpenedHelp, after: str) -> str:
    """The step that comes after this page."""
    steps = steps_of(opened, after)
    place = next((n for n, one in enumerate(steps) if one["here"]), -1)
    return str(steps[min(place + 1, len(steps) - 1)]["url"])


def _context(request: StaffRequest, opened: OpenedHelp, here: str, **more: Any) -> dict[str, Any]:
    return {
        "helped": opened.helped,
        "draft": opened.draft,
        "party": opened.helped.party,
        "steps": steps_of(opened, here),
        "aloud": selectors.aloud(opened.shown.code, request.actor),
        **more,
    }


@staff_page
def helped(request: StaffRequest, key: UUID) -> HttpResponseBase:
    """On to the first step that is not done; of what is theirs already, what is known of it."""
    ensure_here(request.entity)
    try:
        opened = open_help(key, by=request.actor)
    except IsTheirsNow as theirs:
        return TemplateResponse(
            request, "assistance/phone/theirs.html", {"refusal": theirs, "key": key}, status=409
        )
    waiting = selectors.filing_of(opened.helped)
    if waiting is not None:
        return redirect("assistance:assisted", waiting.pk)
    steps = steps_of(opened)
    return redirect(next((one["url"] for one in steps[:-2] if not one["done"]), steps[-1]["url"]))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, key: UUID, number: int) -> HttpResponseBase:
    """A page of the form, with what to say beside it."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=request.method == "POST")
    if not 1 <= number <= len(opened.form.pages):
        raise NotHere
    asked: Page = opened.form.pages[number - 1]
    checked: Checked | None = None
    if request.method == "POST":
        posted = {name: [value[:20_000] for value in values] for name, values in request.POST.lists()}
        checked = write_page(opened, asked, posted)
        if checked.ok:
            return redirect(next_url(opened, asked.key))
    drawn = draw_page(asked, opened.content.answers, selectors.language(), checked=checked)
    status = 422 if checked is not None and checked.errors else 200
    context = _context(request, opened, asked.key, page=drawn, number=number)
    return TemplateResponse(request, "assistance/phone/page.html", context, status=status)


@staff_page
@require_POST
def save(request: StaffRequest, key: UUID, number: int) -> HttpResponse:
    """What is written so far, sent by the script while one writes: kept as it is, and nothing is said of it."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=True)
    if not 1 <= number <= len(opened.form.pages):
        raise NotHere
    posted = {name: [value[:20_000] for value in values] for name, values in request.POST.lists()}
    write_page(opened, opened.form.pages[number - 1], posted)
    return HttpResponse(status=204)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: StaffRequest, key: UUID) -> HttpResponseBase:
    """The papers that they bring, or that came by mail; by telephone there are usually none."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=request.method == "POST")
    fault = ""
    if request.method == "POST":
        try:
            for file in request.FILES.getlist("file"):
                put_in_draft(opened, request.POST.get("place", ""), file.file_received())  # type: ignore[attr-defined]
        except Refusal as refusal:
            fault = str(refusal)
        else:
            return redirect("assistance:helped_papers", key)
    places = places_of(opened.shown.sheet, opened.form, selectors.language())
    kept = opened.papers
    titles = {place.key: place.title for place in places}
    context = _context(
        request, opened, PAPERS, asked=places, fault=fault, lacking=lacking(places, kept),
        kept=[(one, titles.get(one.key, one.key)) for one in kept],
    )  # fmt: skip
    return TemplateResponse(request, "assistance/phone/papers.html", context, status=422 if fault else 200)


@staff_page
@require_POST
def take_out(request: StaffRequest, key: UUID, paper: UUID) -> HttpResponse:
    """Take a paper out of the draft."""
    ensure_here(request.entity)
    take_from_draft(open_help(key, by=request.actor, locked=True), paper)
    return redirect("assistance:helped_papers", key)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: StaffRequest, key: UUID) -> HttpResponseBase:
    """Read it aloud; then send them its address, tell it, or file it before the officer."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=request.method == "POST")
    refusal: Refusal | None = None
    if request.method == "POST":
        kind = request.POST.get("by", "")
        try:
            hand_over(opened, by=request.actor, kind=kind, value=request.POST.get(f"to_{kind}", ""))
        except BadInput as wrong:
            refusal = wrong
        else:
            _note(request, opened)
            messages.success(request, _sent(kind))
            return redirect(f"{reverse('assistance:helped_hand', args=(key,))}#handed")
    language = selectors.language()
    contact = opened.content.contact
    context = _context(
        request, opened, "hand",
        sections=[(title, lines) for title, lines in said(opened.form, opened.content.answers, language) if lines],
        lacks=missing(opened.form, opened.content.answers, language, today=today()),
        contact=contact, kinds=kinds_offered(), refusal=refusal, day=last_day(opened.draft),
        address=f"{request.entity.public_url}/preparat/", never=serves_for(Use.FILE),
        signs=may_sign_for_others(request.actor),
        assisted=may_be_assisted(opened.helped.party.standing, lacks_means=True),
    )  # fmt: skip
    status = 422 if refusal else 200
    return TemplateResponse(request, "assistance/phone/hand.html", context, status=status)


def _sent(kind: str) -> str:
    if kind == "email":
        return _("The address is on its way to their e-mail.")
    if kind == "mobile":
        return _("The address is on its way to their mobile.")
    return _("It waits for them. Read them the short address.")


def _note(request: StaffRequest, opened: OpenedHelp) -> None:
    """The call is a contact: written once, when it is left for them."""
    if request.POST.get("log") == "yes":
        log_contact(
            by=request.actor, party=opened.helped.party, channel=opened.helped.channel,
            subject=opened.helped.title, solved_at_once=False, procedure=opened.helped.procedure,
        )  # fmt: skip


@staff_page
@require_POST
def leave(request: StaffRequest, key: UUID) -> HttpResponse:
    """They do not want it: thrown away, for ever."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=True)
    leave_help(opened, by=request.actor)
    messages.success(request, _("The draft is thrown away."))
    return redirect("assistance:phone")
