"""What stands in the book, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.bodies.models import Decree
from consistori.bodies.rules.competence import Competence, Manner
from consistori.directory import sentences as directory
from consistori.ui.dates import day_and_month

MANNERS = {
    Manner.OWN: gettext_lazy("by herself, as mayor"),
    Manner.DELEGATION: gettext_lazy("by delegation of the mayor"),
    Manner.SIGNATURE: gettext_lazy("by delegation of signature of the mayor"),
    Manner.SUBSTITUTION: gettext_lazy("in the place of the mayor, while away"),
}


def why_not_competent(found: Competence) -> str:
    """Why whoever signs may not decide it."""
    if found.why == "not-mayor":
        return _("Decrees are signed by the mayor, or by whoever has it by delegation or substitutes her.")
    if found.why == "not-of-mayor":
        return _("What she signs by is not a delegation of the mayor: a decree cannot be decided by it.")
    return _("The decree by which she acts for the mayor cannot be used today: %(why)s") % {
        "why": directory.WHY_NOT.get(found.why, "")
    }


def standing_of(decree: Decree) -> str:
    """How a decree stands in the book, in a sentence without its full stop (asks for its transcription)."""
    annulment = getattr(decree, "annulment", None)
    entered = getattr(decree, "transcribed", None)
    if annulment is not None:
        return _("Without effect, by the decree %(by)s") % {"by": annulment.by_decree.said}
    if entered is None:
        return _("Not transcribed yet")
    transcription = entered.transcription
    if not transcription.is_done:
        return _("The secretary is transcribing it")
    return _("Transcribed in the book on %(day)s") % {"day": day_and_month(transcription.done_at, year=True)}
