"""What may be done for whom, by telephone and before an officer. Plain answers with their article."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Verdict

ARTICLE = "Llei 39/2015, art. 12.2; RD 203/2021, art. 30"
ARTICLE_OF_DUTY = "Llei 39/2015, art. 14.2"


class Somebody(Protocol):
    """What is asked of a party."""

    identifier: str

    @property
    def is_person(self) -> bool: ...
    @property
    def obliged_electronic(self) -> Verdict: ...


def may_be_helped(party: Somebody) -> Verdict:
    """Whether a draft can be left for them: a person with a number, who will come in with it and sign."""
    if not party.is_person:
        return Verdict(
            False,
            _(
                "A firm files by whoever represents it, who comes in with their certificate. Say the name of the "
                "procedure: it is found at the electronic office."
            ),
            ARTICLE_OF_DUTY,
        )
    if not party.identifier:
        return Verdict(False, _("Their DNI, NIE or passport is missing: with it they will open the draft."))
    return Verdict(True)


def may_be_assisted(party: Somebody, *, lacks_means: bool, acts_for_obliged: bool = False) -> Verdict:
    """Whether an officer may identify and sign for them (R-FUN-01): a person, not obliged, without the means."""
    if not party.is_person:
        return Verdict(
            False,
            _(
                "An officer signs only for people. A firm or an entity files electronically: it is obliged to."
            ),
            ARTICLE,
        )
    duty = party.obliged_electronic
    if duty:
        return Verdict(
            False,
            _("They are obliged to go electronic for what they do here, and nobody signs for them: %(why)s")
            % {"why": duty.reason},
            ARTICLE,
        )
    if acts_for_obliged:
        return Verdict(
            False,
            _("Whoever represents somebody obliged is obliged too: nobody signs for them."),
            "Llei 39/2015, art. 14.2.d; RD 203/2021, art. 32.2",
        )
    if not lacks_means:
        return Verdict(
            False,
            _(
                "It is only for whoever lacks the electronic means: ask them, and say so. Otherwise send them "
                "the address."
            ),
            ARTICLE,
        )
    if not party.identifier:
        return Verdict(False, _("Their identity document is missing: enter it first."), ARTICLE)
    return Verdict(True)


def shown_holds(until: date | None, today: date) -> Verdict:
    """Whether the document that they show is in force."""
    if until is not None and until < today:
        return Verdict(
            False, _("The document that they show has lapsed: it does not identify them."), ARTICLE
        )
    return Verdict(True)
