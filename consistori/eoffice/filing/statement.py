"""The text that a person accepts when they sign and send: it is kept as it was read (R-SIG-03)."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.tenancy.scope import current_entity


def statement_of(language: str) -> str:
    """The whole text beside the box and the button, in the language of the draft."""
    with translation.override(language):
        return " ".join(
            [
                _("What I say here is true, and I am who this application says."),
                _("I sign it and send it to %(house)s.") % {"house": current_entity().name},
            ]
        )
