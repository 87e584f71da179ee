"""What a page of a form is made of when it is drawn: questions, controls, rows, errors. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consistori.eoffice.forms.fields import Texts


@dataclass(frozen=True)
class Proposed:
    """A value that the town hall already has, and where it comes from («Cadastre, avui a les 10.44»).

    `sure`: shown as text to look over, with «No és així»; otherwise it only fills the control.
    """

    value: Any
    source: Texts
    sure: bool = True


@dataclass(frozen=True)
class Control:
    """One box to write in, or one answer to choose."""

    name: str
    id: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    checked: bool = False
    optional: bool = False
    width: str = ""
    mode: str = ""
    plain: bool = False
    complete: str = ""
    described_by: str = ""


@dataclass(frozen=True)
class DrawnRow:
    """One row of a group, with the value of the button that takes it away."""

    title: str
    fields: tuple[DrawnField, ...]
    remove: str


@dataclass(frozen=True)
class DrawnField:
    """One question as it is drawn by `eoffice/forms/_<shape>.html`."""

    name: str
    id: str
    type: str
    shape: str
    label: str
    hint: str
    error: str
    optional: bool
    words: Mapping[str, str]
    controls: tuple[Control, ...] = ()
    rows: tuple[DrawnRow, ...] = ()
    can_add: bool = False
    source: str = ""
    known: str = ""
    unit: str = ""
    held: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    described_by: str = ""
    own_words: bool = False

    @property
    def template(self) -> str:
        """The template of its shape."""
        return f"eoffice/forms/_{self.shape}.html"

    @property
    def has_error(self) -> bool:
        """Whether it or one of its parts has an error (for a group, only of its own)."""
        return bool(self.error) or any(control.error for control in self.controls)

    @property
    def first_id(self) -> str:
        """Where the link of its error leads."""
        return self.controls[0].id if self.controls else self.id


@dataclass(frozen=True)
class DrawnPage:
    """A page as it is drawn. `errors`: (where the link leads, what to write)."""

    key: str
    title: str
    hint: str
    known: tuple[DrawnField, ...]
    fields: tuple[DrawnField, ...]
    errors: tuple[tuple[str, str], ...]
    summary: str
    grew: bool
    asked: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def window_title(self) -> str:
        """For `<title>`: begins with «Error:» when there is something to write."""
        return f"{self.words['error']} {self.title}" if self.errors else self.title
