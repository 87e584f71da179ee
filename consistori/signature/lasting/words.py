"""Why a signature needs something, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consistori.signature.lasting.rules import Need, Weakness
from consistori.signature.sentences import sentence
from consistori.ui.dates import day_and_month


def why_needed(need: Need) -> str:
    """One sentence of a need, without its full stop."""
    day = day_and_month(need.on, year=True) if need.on else ""
    return {
        Weakness.NO_STAMP: _("it lacks the timestamp that proves when it was signed"),
        Weakness.NO_EVIDENCE: _("it lacks the evidence that its certificates were good"),
        Weakness.NO_ARCHIVE_STAMP: _("it lacks the archive timestamp"),
        Weakness.STAMP_ENDS: _("its archive timestamp holds only until %(day)s") % {"day": day},
        Weakness.STAMP_ENDED: _("its archive timestamp held until %(day)s") % {"day": day},
        Weakness.WEAK_ALGORITHM: _("its archive timestamp uses an algorithm that is weak today"),
    }[need.what]


def trouble_said(trouble: dict[str, Any]) -> str:
    """The sentence of why it could not be done; empty when it could."""
    return sentence(trouble["code"], trouble.get("facts")) if trouble.get("code") else ""
