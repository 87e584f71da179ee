"""Appeal footers [peus de recurs / pies de recurso]: what each says, by kind of act (law, R-REC-01 and R-REC-02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

RESOLVES = frozenset({"DECREE", "LICENCE_TITLE", "NOTIFICATION", "AGREEMENT"})
"""Types of document that decide, whose notice must say which appeals there are (Llei 39/2015, art. 40.2)."""


@dataclass(frozen=True)
class Footer:
    """The appeals against a kind of act: each with its term and its article."""

    appeals: tuple[tuple[Any, Any, str], ...]
    when: Any


_MONTH = _("1 month")
_TWO = _("2 months")
_COURT = _("Court (contentious-administrative)")

FOOTERS = {
    "ends_way": Footer(
        (
            (_("Reversal, optional, before the same body"), _MONTH, "Llei 39/2015, arts. 123-124"),
            (_COURT, _TWO, "Llei 29/1998, art. 46"),
        ),
        _(
            "Acts of the plenary, the mayor and the local government board, and of whoever acts by their delegation."
        ),
    ),
    "not_ends": Footer(
        ((_("To the superior, before court"), _MONTH, "Llei 39/2015, arts. 121-122"),),
        _("Acts of a body that has a superior, when no delegation of it is used."),
    ),
    "local_tax": Footer(
        (
            (_("Reversal, compulsory before court"), _MONTH, "RDLeg 2/2004, art. 14.2"),
            (_COURT, _TWO, "Llei 29/1998, art. 46"),
        ),
        _("Local taxes, public prices and other public income of the town hall."),
    ),
    "step": Footer(
        ((_("None of its own: it is argued against the final resolution"), "", "Llei 39/2015, art. 112.1"),),
        _("Requirements, reports, hearings and other steps that decide nothing by themselves."),
    ),
    "other_body": Footer(
        (
            (_("Request before court, optional"), _TWO, "Llei 29/1998, art. 44"),
            (_COURT, _TWO, "Llei 29/1998, art. 46"),
        ),
        _("When the addressee is another administration."),
    ),
}


def footer_facts(appeal: str) -> Footer | None:
    """What the law says of that kind of act; None for what is not an appeal footer."""
    return FOOTERS.get(appeal)


def needs_footer(document_type: str) -> bool:
    """Whether documents of that type decide, so that they must say which appeals there are."""
    return document_type in RESOLVES
