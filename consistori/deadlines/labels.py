"""What a kept term is for, in a few words; where there are none, those of the law."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, Any] = {
    "resolve": _("Resolve and notify"),
    "resolve_ex_officio": _("Resolve and notify"),
    "simplified": _("Resolve and notify"),
    "resolve_same_body": _("Resolve and notify the appeal"),
    "resolve_above": _("Resolve and notify the appeal"),
    "access_information": _("Resolve and notify"),
}
