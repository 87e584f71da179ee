"""What any file of a text processor gives when it is read: its text, and what of it paper of ours cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

KeepPicture = Callable[[bytes], str | None]
"""Keeps the bytes of a picture and gives its key; None if they are not a picture that can be kept."""

LEFT_OUT: dict[str, Any] = {
    "headers": _("Headers and feet of page: the letterhead of the house takes their place."),
    "comments": _("Comments at the margin."),
    "deletions": _("Words that were crossed out with the control of changes."),
    "boxes": _("Boxes of text and drawings."),
    "objects": _("Objects of other programs, and equations."),
    "pictures": _("Pictures that are linked and not inside, or that cannot be read."),
    "endnotes": _("Notes at the end: only those at the foot of the page are kept."),
    "contents": _("The table of contents."),
}


class UnreadableText(ValueError):
    """It is not a file of that text processor, or it does not open."""


@dataclass(frozen=True)
class Brought:
    """The canonical HTML, and the names in `LEFT_OUT` of what could not be kept."""

    html: str
    left_out: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[Any]:
        """What was left out, in words."""
        return [LEFT_OUT[name] for name in self.left_out]


def no_pictures(_data: bytes) -> None:
    """For who keeps no pictures: they are told among what was left out."""


def brought(html: str, left_out: set[str]) -> Brought:
    """What was left out is told always in the same order."""
    return Brought(html, tuple(name for name in LEFT_OUT if name in left_out))
