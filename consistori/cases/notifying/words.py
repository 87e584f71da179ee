"""The appeal footers in words, for whoever chooses one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FOOTING_WORDS: dict[str, Any] = {
    "ends_way": _("It ends the way: reversal before the same body, or the court"),
    "local_tax": _("A local tax: reversal, compulsory before court"),
    "not_ends": _("It does not end the way: appeal to the body above"),
    "court_only": _("Only the court: it decides an appeal"),
    "other_body": _("To another administration: request, and the court"),
    "step": _("It decides nothing by itself: there is no appeal of its own"),
}
