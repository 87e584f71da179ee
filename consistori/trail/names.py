"""Names of who acted, as people read them. Records keep them as they were said."""

from django.utils.translation import gettext as _

from consistori.kernel.actor import PROGRAM


def name_shown(name: str) -> str:
    """The name of a person or of a client as it is; the program's own, in the language of who reads."""
    return _("The program") if name == PROGRAM else name
