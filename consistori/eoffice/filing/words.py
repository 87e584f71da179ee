"""What is seen in a paper, said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.eoffice.filing.hints import DOUBT, GOOD, Hint
from consistori.eoffice.filing.papers import Place, Waiting
from consistori.formats import kinds
from consistori.ui.dates import day_and_month


@dataclass(frozen=True)
class SaidHint:
    """A hint as it is read: `tone` good or doubt, the sentence in bold and what follows it."""

    tone: str
    text: str
    more: str = ""

    @property
    def is_good(self) -> bool:
        return self.tone == GOOD


@dataclass(frozen=True)
class ShownPaper:
    """A paper as its row shows it."""

    paper: Waiting
    place: Place
    facts: str
    hints: list[SaidHint]

    @property
    def name(self) -> str:
        return self.paper.file.name


def shown_paper(paper: Waiting, place: Place) -> ShownPaper:
    """Its name, what it is, and what was seen in it."""
    hints = [said(hint) for hint in paper.hints]
    hints += [SaidHint(DOUBT, str(remark)) for remark in paper.file.remarks_in_words]
    return ShownPaper(paper, place, facts_of(paper), hints)


def facts_of(paper: Waiting) -> str:
    """«PDF, 4 pàgines, 620 KB»."""
    file = paper.file
    kind = _("Picture") if file.kind.family is kinds.Family.IMAGE else file.kind.eni_name or file.media_type
    pages = ngettext("%(n)s page", "%(n)s pages", file.pages or 0) % {"n": file.pages} if file.pages else ""
    if file.kind.family is kinds.Family.IMAGE and file.pages == 1:
        pages = ""
    return ", ".join(part for part in (str(kind), pages, filesizeformat(file.size)) if part)


def said(hint: Hint) -> SaidHint:
    """A hint in words; of one that is not known any more, nothing but its code."""
    say = _SAY.get(hint.code)
    text, more = say(hint.values) if say else (hint.code, "")
    return SaidHint(hint.tone, text, more)


def _other_kind(values: dict[str, Any]) -> tuple[str, str]:
    wanted = ", ".join(str(_KINDS[name]()) for name in values.get("kinds", ()) if name in _KINDS)
    return (
        _("We expected another kind of file: %(kinds)s.") % {"kinds": wanted},
        _("You can send it all the same."),
    )


def _small_picture(values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("The picture is small (%(width)s × %(height)s): small letters may not be read.") % values,
        _("Take it from nearer if you can. You can send it all the same."),
    )


def _blurred_picture(_values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("It seems out of focus: the letters may not be read."),
        _("Take it again with more light and without moving. You can send it all the same."),
    )


def _dark_picture(_values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("It is very dark: the letters may not be read."),
        _("Take it again with more light and without moving. You can send it all the same."),
    )


def _blank_picture(_values: dict[str, Any]) -> tuple[str, str]:
    return (_("Nothing is seen in it: it is all of one colour."), _("Look whether it is the right one."))


def _only_pictures(_values: dict[str, Any]) -> tuple[str, str]:
    return (_("It is a scan without letters that we can read."), _("Look that it is sharp and straight."))


def _page_without_words(values: dict[str, Any]) -> tuple[str, str]:
    return (_("Page %(page)s has no letters.") % values, _("Look whether it is blank or a picture."))


def _many_pages(values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("It has %(pages)s pages.") % values,
        _("If only some are needed, bring only those: it will be read sooner."),
    )


def _lapsed(values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("It seems that it lapsed on %(day)s.") % _on(values),
        _("We read it on page %(page)s. You can send it: we will ask you for the new one.") % values,
    )


def _lapses_soon(values: dict[str, Any]) -> tuple[str, str]:
    return (
        _("It seems that it lapses on %(day)s.") % _on(values),
        _("We read it on page %(page)s. You can send it: we will ask you for the new one then.") % values,
    )


def _holds_until(values: dict[str, Any]) -> tuple[str, str]:
    return (_("It seems to hold until %(day)s.") % _on(values), "")


def _on(values: dict[str, Any]) -> dict[str, str]:
    return {"day": day_and_month(date.fromisoformat(values["day"]), year=True)}


_SAY: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "other_kind": _other_kind,
    "small_picture": _small_picture,
    "blurred_picture": _blurred_picture,
    "dark_picture": _dark_picture,
    "blank_picture": _blank_picture,
    "sharp_picture": lambda _v: (_("The picture is large enough to be read."), ""),
    "reads_well": lambda _v: (_("It is read well."), ""),
    "only_pictures": _only_pictures,
    "page_without_words": _page_without_words,
    "many_pages": _many_pages,
    "lapsed": _lapsed,
    "lapses_soon": _lapses_soon,
    "holds_until": _holds_until,
}
_KINDS: dict[str, Callable[[], str]] = {
    "pdf": lambda: "PDF",
    "image": lambda: _("a picture"),
    "word": lambda: _("a text document"),
    "sheet": lambda: _("a spreadsheet"),
    "drawing": lambda: _("a drawing"),
    "video": lambda: _("a video"),
}
