"""Several who ask in one application [interessats plurals / pluralidad de interesados] (LPAC 7 and 66.2).

Whoever fills it in names the others, and who speaks for all; if nobody is named, it is the first in order (R-REP-10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import Asking, speaks_for_all
from consistori.kernel.errors import BadInput
from consistori.parties.rules.identifiers import compact
from consistori.parties.services.checks import checked_identifier

MOST = 4
LONGEST_NAME = 200
KEY = "_together"
"""Where an entry keeps it, among its answers: those that begin with `_` are ours."""


@dataclass(frozen=True)
class Other:
    """Somebody who asks with whoever fills it in: name and number, as they say them."""

    name: str = ""
    identifier: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.identifier)


@dataclass(frozen=True)
class Together:
    """The others, in order, and the number of whoever speaks for all; empty: whoever fills it in, who is the first."""

    others: tuple[Other, ...] = ()
    speaks: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Together:
        """As it was kept; nothing when there was nobody else."""
        said = said or {}
        others = tuple(Other(one["name"], one["identifier"]) for one in said.get("others", ()))
        return cls(others, said.get("speaks", ""))

    @classmethod
    def typed(cls, post: Mapping[str, str]) -> Together:
        """As it was typed, right or wrong; rows that are empty are not there."""
        rows = (
            Other(
                " ".join(post.get(f"other-{n}-name", "").split())[:LONGEST_NAME],
                post.get(f"other-{n}-identifier", "").strip()[:40],
            )
            for n in range(1, MOST + 1)
        )
        return cls(tuple(row for row in rows if not row.is_empty), post.get("speaks", "").strip()[:40])

    def said(self) -> dict[str, Any]:
        """To be kept as JSON; nothing when there is nobody else."""
        if not self.others:
            return {}
        return {
            "others": [{"name": one.name, "identifier": one.identifier} for one in self.others],
            "speaks": self.speaks,
        }

    @property
    def rows(self) -> list[tuple[int, Other]]:
        """The rows of the page: those that are written, and one more while there is room."""
        filled = [*self.others, *[Other()] * MOST][: max(2, min(MOST, len(self.others) + 1))]
        return list(enumerate(filled, start=1))

    def speaker(self, name: str, identifier: str) -> str:
        """The name of whoever speaks for all, given whoever fills it in."""
        names = {compact(identifier): name} | {one.identifier: one.name for one in self.others}
        key = speaks_for_all([Asking(one, is_named=one == self.speaks) for one in names])
        return names[key]


def checked_together(together: Together, citizen: Citizen) -> Together:
    """The same with its numbers tidy. Raises `BadInput` with the field `other-<n>-<box>`."""
    taken = {compact(citizen.firm_identifier or citizen.identifier)}
    others = []
    for n, one in enumerate(together.others, start=1):
        if not one.name:
            raise BadInput(_("Write the name of whoever asks with you."), field=f"other-{n}-name")
        try:
            checked = checked_identifier(one.identifier)
        except BadInput as wrong:
            raise BadInput(wrong.message, field=f"other-{n}-identifier") from wrong
        if checked is None:
            raise BadInput(_("Write the number of whoever asks with you."), field=f"other-{n}-identifier")
        if checked.value in taken:
            raise BadInput(_("That number is already here: once is enough."), field=f"other-{n}-identifier")
        taken.add(checked.value)
        others.append(Other(one.name, checked.value))
    speaks = compact(together.speaks)
    return Together(tuple(others), speaks if speaks in {one.identifier for one in others} else "")
