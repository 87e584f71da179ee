"""The rules of saving in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.desk.saving.rules import Do, Outcome, Sign

SIGNS: dict[str, Any] = {
    Sign.NEVER_ENTERED: _("They have never come in to the electronic office"),
    Sign.BOUNCED: _("The notice did not reach them"),
    Sign.NO_LINE: _("We know no e-mail nor mobile of theirs"),
    Sign.NO_PHONE: _("We know no telephone of theirs"),
}

DOES: dict[str, Any] = {
    Do.REMIND: _("Send another notice"),
    Do.CALL: _("Telephone them"),
    Do.BY_HAND: _("Give it by hand"),
    Do.PAPER: _("On paper"),
}

WAYS: dict[str, Any] = {
    "nowhere_to_tell": _("There is no address where a notice would arrive: ask them for one."),
    "no_number": _("We know no telephone: look for one in their cases, or go there."),
    "obliged": _("They must be notified electronically: a letter would not notify them."),
    "if_they_ask": _("If they ask for it: what is notified from the fifth working day on goes on paper."),
}

OUTCOMES = [
    (Outcome.TOLD.value, _("They know now, and will open it")),
    (Outcome.WANTS_HELP.value, _("They do not know how: they will come to the counter")),
    (Outcome.MESSAGE.value, _("A message was left, without saying what it is about")),
    (Outcome.NO_ANSWER.value, _("Nobody answers")),
    (Outcome.WRONG_NUMBER.value, _("It is not their number")),
]
