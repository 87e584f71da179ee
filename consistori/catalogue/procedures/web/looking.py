"""How a sheet is looked at: as the citizen will see it, with what is wrong and how plainly it speaks beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consistori.catalogue.procedures.faults import Fault, SheetFault
from consistori.catalogue.procedures.plain import Plain, check_sheet
from consistori.catalogue.procedures.reading import read
from consistori.catalogue.procedures.sentences import fee_words, silence_words, term_words
from consistori.catalogue.procedures.sheet import Sheet, in_words

LANGUAGES = (("ca", _("Catalan")), ("es", _("Spanish")))

PIECES = {
    "plain": _("plain name"),
    "summary": _("summary"),
    "who": _("who"),
    "fee": _("fee"),
    "silence_note": _("silence"),
    "appeal": _("appeal"),
    "papers": _("papers"),
    "form": _("form"),
}


@dataclass(frozen=True)
class Look:
    """One look at a text: the sheet as it is shown, or what is wrong with it."""

    language: str
    sheet: Sheet | None = None
    faults: tuple[Fault, ...] = ()
    shown: dict[str, Any] = field(default_factory=dict)
    plain: tuple[Plain, ...] = ()

    @property
    def score(self) -> int | None:
        """The worse of both languages."""
        return min((one.score for one in self.plain), default=None)


def look_at(text: str, language: str, *, review: dict[str, Any] | None = None) -> Look:
    """Read a text, and what a citizen would see of it in that language."""
    try:
        sheet = read(text)
    except SheetFault as fault:
        return Look(language, faults=fault.faults)
    return Look(
        language,
        sheet=sheet,
        shown=shown_to_citizens(sheet, language) | (review or {}),
        plain=tuple(check_sheet(sheet).values()),
    )


def shown_to_citizens(sheet: Sheet, language: str) -> dict[str, Any]:
    """What is said of a sheet in that language, ready to be drawn."""
    with override(language):
        said = {
            "term": term_words(sheet.term),
            "silence": silence_words(sheet),
            "fee": fee_words(sheet),
        }
    texts = {
        name: in_words(getattr(sheet, name), language)
        for name in ("name", "plain", "summary", "who", "body", "appeal", "script")
    }
    return (
        said
        | texts
        | {
            "papers": [
                {
                    "title": in_words(p.title, language),
                    "hint": in_words(p.hint, language),
                    "required": p.required,
                }
                for p in sheet.papers
            ],
            "consults": [in_words(one.what, language) for one in sheet.consults],
            "steps": [in_words(one, language) for one in sheet.first_steps],
            "pages": [_page(page, language) for page in sheet.form.get("pages", ())],
        }
    )


def _page(page: Any, language: str) -> dict[str, Any]:
    labels = [
        in_words(one.get("label") or {}, language)
        for one in page.get("fields", ())
        if isinstance(one.get("label"), dict)
    ]
    return {"title": in_words(page.get("title") or {}, language), "fields": labels}


def asked_language(request: HttpRequest) -> str:
    """As asked, or the one of the reader."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    reader = str(getattr(request, "LANGUAGE_CODE", "ca"))[:2]
    return next(code for code in (asked, reader, "ca") if code in ("ca", "es"))


def marked(text: str, faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Each fault with the words of its line, so that it is found at a glance."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [
        {
            "line": fault.line,
            "sentence": str(fault.sentence),
            "excerpt": lines[fault.line - 1].strip()[:120] if 0 < fault.line <= len(lines) else "",
        }
        for fault in faults[:20]
    ]
