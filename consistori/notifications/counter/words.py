"""Why something may not be written of a delivery by hand, as sentences, and at which field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.notifications.paper.rules.taking import Answer
from consistori.notifications.paper.words import ANSWERS as OF_PAPER

ANSWERS: dict[str, tuple[str, Any]] = {
    "no_name": ("taker_name", OF_PAPER["no_name"]),
    "no_identity": ("taker_identifier", OF_PAPER["no_identity"]),
    "too_young": ("is_over_14", OF_PAPER["too_young"]),
    "porter_only_taxes": ("taker", OF_PAPER["porter_only_taxes"]),
    "not_a_firm": ("taker", OF_PAPER["not_a_firm"]),
    "another_number": (
        "taker_identifier",
        _(
            "It is not the number of the addressee: look at their document again, or say that somebody represents them."
        ),
    ),
    "firm_by_somebody": ("taker", _("A firm takes it by somebody: say who represents it or attends there.")),
    "no_basis": ("basis", _("Write by which power: registered, before us, or the deed that they show.")),
    "home_at_counter": ("taker", _("At the counter only the addressee takes it, or who represents them.")),
    "not_theirs_to_refuse": (
        "is_refused",
        _("Only the addressee, or who represents them, rejects it: otherwise write an attempt."),
    ),
    "no_refusal": ("refusal", _("Write the circumstances of the refusal.")),
    "too_many_witnesses": ("witness_name_2", _("Two witnesses are enough.")),
    "witness_without_number": (
        "witness_identifier_1",
        _("Of each witness, the name and the number of their document."),
    ),
}


def answer_words(answer: Answer) -> tuple[str, str]:
    """The field and the sentence of a no."""
    field, words = ANSWERS.get(answer.reason, ("taker", answer.reason))
    return field, str(words)
