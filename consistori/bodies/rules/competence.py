"""R-DEC-02: whether whoever signs a decree has the competence on that day, and by what. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAYOR = "mayor"


class Manner(StrEnum):
    """By what a competence is held."""

    OWN = "own"
    DELEGATION = "delegation"
    SIGNATURE = "signature"
    SUBSTITUTION = "substitution"


@dataclass(frozen=True)
class Competence:
    """Whether a decree may be signed so; why not (a key), and the article."""

    ok: bool
    manner: Manner
    article: str
    why: str = ""


def competence(
    *,
    is_mayor: bool,
    manner: Manner = Manner.OWN,
    of_role: str = "",
    decree_why: str = "",
    decree_article: str = "",
) -> Competence:
    """Whether whoever signs decides as the mayor on that day.

    `is_mayor`: she holds the post of mayor. `manner` and `of_role` are of the decree by which she acts for another, and
    `decree_why` why it cannot be used on that day (a key of `directory.rules.in_force`; empty when it can), with its
    article. What the mayor delegated counts as decided by the mayor (Llei 40/2015, art. 9.4); a substitute takes the
    whole post (ROF, art. 47).
    """
    if manner is Manner.OWN:
        if is_mayor:
            return Competence(True, manner, "LBRL, art. 21.1")
        return Competence(False, manner, "LBRL, art. 21.1 i 23.4; ROF, art. 43", "not-mayor")
    if decree_why:
        return Competence(False, manner, decree_article, decree_why)
    if of_role != MAYOR:
        return Competence(False, manner, "LBRL, art. 21.1; Llei 40/2015, art. 9.5", "not-of-mayor")
    return Competence(
        True,
        manner,
        {
            Manner.DELEGATION: "Llei 40/2015, art. 9.4; ROF, art. 43",
            Manner.SIGNATURE: "Llei 40/2015, art. 12",
            Manner.SUBSTITUTION: "Llei 40/2015, art. 13; ROF, art. 47",
        }[manner],
    )
