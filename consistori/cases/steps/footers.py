"""Which appeals there are against an act, by what it is and whose it is (R-REC-01, R-REC-02). Facts in, reasons out."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL_TAXES = ("E5",)
"""The series of taxes, public prices and other public income, by how their code begins."""


@dataclass(frozen=True)
class Footing:
    """The kind of appeal footer [peu de recurs], as `documents.templating.rules` names them, and its article."""

    appeal: str
    article: str


def footing_of(
    *,
    decides: bool,
    series: str = "",
    to_administration: bool = False,
    has_superior: bool = False,
    of_appeal: bool = False,
) -> Footing:
    """What an act says of appeals.

    `decides`: it ends the procedure; a step says that it has none of its own. `to_administration`: the addressee is
    another administration. `has_superior`: it is of a body that has one, and uses no delegation of the mayor.
    `of_appeal`: it resolves one, against which there is no other of its kind, only the court (R-REC-03).
    """
    if not decides:
        return Footing("step", "Llei 39/2015, art. 112.1")
    if to_administration:
        return Footing("other_body", "Llei 29/1998, art. 44")
    if of_appeal:
        return Footing("court_only", "Llei 39/2015, arts. 122.3 i 124.3")
    if series.startswith(LOCAL_TAXES):
        return Footing("local_tax", "RDLeg 2/2004, art. 14.2")
    if has_superior:
        return Footing("not_ends", "Llei 39/2015, art. 121")
    return Footing("ends_way", "Llei 7/1985, art. 52.2; Llei 39/2015, arts. 123 i 124")
