"""Procedures, as a citizen finds and reads them before saying who she is."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from consistori.catalogue.procedures import selectors as procedures
from consistori.catalogue.procedures.sheet import Sheet, Words, in_words
from consistori.eoffice.office import saying, selectors
from consistori.eoffice.office.saying import WANT, card
from consistori.eoffice.office.themes import THEMES, by_theme, theme_of
from consistori.eoffice.web.public import PublicRequest, public_page

LONGEST_WORDS = 200
MOST_OTHERS = 6
FOR_PEOPLE, FOR_FIRMS = "persones", "empreses"
GENERIC = "GEN-01"


@public_page
def every_procedure(request: PublicRequest) -> HttpResponseBase:
    """All of them by theme, for everybody or only those of people or of firms and associations."""
    whose = request.GET.get("per", "")
    wanted = {FOR_PEOPLE: {"people"}, FOR_FIRMS: {"firms", "entities"}}.get(whose, set())
    cards = selectors.cards()
    shown = [one for one in cards if not wanted or wanted & set(one.audience)]
    context = {
        "themes": by_theme((one.series, one) for one in shown),
        "whose": whose if wanted else "",
        "count": len(shown),
        "spoken": selectors.language(),
    }
    return TemplateResponse(request, "eoffice/procedures.html", context)


@public_page
def find(request: PublicRequest) -> HttpResponseBase:
    """What we understood, first; how else it could be; and a way out."""
    asked = " ".join(request.GET.get("q", "").split())[:LONGEST_WORDS]
    if not asked:
        return redirect("eoffice:procedures")
    said = selectors.language()
    found = procedures.find(asked, said)
    cards = [card(one.shown.sheet, said) for one in found]
    context = {
        "asked": asked,
        "first": cards[0] if cards else None,
        "why": found[0].why if found else "",
        "answers": saying.answers(found[0].shown.sheet, said)[:2] if found else [],
        "papers": _papers_in_a_line(found[0].shown.sheet, said) if found else "",
        "others": cards[1 : 1 + MOST_OTHERS],
        "generic": _generic(said),
        "spoken": said,
    }
    return TemplateResponse(request, "eoffice/found.html", context)


@public_page
def procedure(request: PublicRequest, code: str) -> HttpResponseBase:
    """What it is, the four answers, what we ask and what we do not, and the button."""
    shown = procedures.procedure(code)
    if shown.code != code:
        return HttpResponsePermanentRedirect(reverse("eoffice:procedure", args=[shown.code]))
    said, sheet = selectors.language(), shown.sheet
    line, theme = card(sheet, said), theme_of(sheet.series)
    context = {
        "sheet": sheet,
        "card": line,
        "want": WANT[said][1],
        "spoken": said,
        "who": in_words(sheet.who, said),
        "answers": saying.answers(sheet, said),
        "papers": [(_words(one.title, said), _words(one.hint, said), one.required) for one in sheet.papers],
        "consults": [(_words(one.what, said), _words(one.basis, said)) for one in sheet.consults],
        "appeal": in_words(sheet.appeal, said),
        "about": (theme, THEMES[theme]),
        "is_online": "online" in sheet.channels and sheet.is_for_citizens,
        "number": shown.number,
    }
    return TemplateResponse(request, "eoffice/procedure.html", context)


def _words(words: Words, said: str) -> str:
    return in_words(words, said)


def _papers_in_a_line(sheet: Sheet, said: str) -> str:
    return ", ".join(in_words(paper.title, said) for paper in sheet.papers if paper.required)


def _generic(said: str) -> saying.Card | None:
    """The application for anything, the way out of whoever does not find hers (R-REG-06)."""
    found = [
        one
        for one in procedures.open_procedures(said)
        if one.sheet.destination == "any" or one.code == GENERIC
    ]
    return card(found[0].sheet, said) if found else None
