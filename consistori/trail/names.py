"""Names of who acted, as people read them. Records keep them as they were said."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.kernel.actor import PROGRAM


def name_shown(name: str) -> str:
    """The name of a person or of a client as it is; the program's own, in the language of who reads."""
    return _("The program") if name == PROGRAM else name


KINDS: dict[str, Any] = {
    "case": gettext_lazy("Case"),
    "document": gettext_lazy("Document"),
    "party": gettext_lazy("Person or firm"),
    "draft": gettext_lazy("Draft prepared with somebody"),
    "export": gettext_lazy("A list taken out"),
    "case_export": gettext_lazy("The whole case taken out"),
    "verification": gettext_lazy("Checked by its code"),
    "page": gettext_lazy("A page looked at"),
    "who_sees": gettext_lazy("Who sees it, taken out"),
    "log": gettext_lazy("The log of readings, taken out"),
    "access_right": gettext_lazy("Right of access"),
}
"""What was opened, by its kind in the log of readings."""


def kind_shown(kind: str) -> str:
    """The kind of what was opened, in words."""
    return str(KINDS.get(kind, kind))
