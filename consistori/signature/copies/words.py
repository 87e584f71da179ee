"""Why a copy cannot be made, and what is hidden in one, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from consistori.signature.copies.making import CannotCopy

REASONS: dict[str, Any] = {
    "kind": _("This kind of file cannot be turned into pages."),
    "too-long": _("It has more than %(most)s pages. Divide it first."),
    "not-said": _(
        "The image does not say at which resolution it was scanned: nobody can tell if it is enough."
    ),
    "no-image": _("Page %(page)s is not a scanned image: this file did not come out of a scanner."),
    "signed": _("It carries electronic signatures: it is no scanned paper."),
    "no-pages": _("Say which pages the copy has."),
    "page": _("There is no page %(page)s: the document has %(total)s."),
    "not-found": _("«%(word)s» is not written on those pages. If it is in an image, leave that page out."),
    "area": _(
        "Zone %(number)s does not lie on the page: what it measures goes from 0 to 100, and more than nothing."
    ),
    "area-page": _("Zone %(number)s is on page %(page)s, and the copy has not got that page."),
    "area-seen": _("What zone %(number)s hides would still be seen: leave page %(page)s out."),
    "still-there": _(
        "«%(word)s» is still to be read, written otherwise. Write it as the page has it, or leave it out."
    ),
}


def why_not(refused: CannotCopy) -> str:
    """The sentence of why the file of the copy cannot be made."""
    text = str(REASONS.get(refused.code, REASONS["kind"]))
    return text % refused.facts if "%(" in text else text
