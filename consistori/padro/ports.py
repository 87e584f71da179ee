"""What is needed from whoever keeps the register of residents: where somebody lives. Hung at the start.

A register may be ours (`local`), of the provincial council, or asked by interoperability: the rest does not notice.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import Unavailable
from consistori.padro.rules.slips import Residence


class RegisterAway(Unavailable):
    """Whoever keeps the register does not answer, or there is none here; nothing was lost."""

    default_code = "register-away"

    def __init__(self, message: Any = "") -> None:
        super().__init__(message or _("The register of residents does not answer now."))


class ResidentsRegister(Protocol):
    """Whoever keeps a register of residents. Asked with no transaction open when it is outside."""

    def serves(self, entity: Any) -> bool:
        """Whether it has the register of this town."""
        ...

    def residence_of(self, entity: Any, identifier: str) -> Residence | None:
        """Where whoever has that number lives; None when they are not in the register. Raises `RegisterAway`."""
        ...


registers: list[ResidentsRegister] = []


def residence_of(entity: Any, identifier: str) -> Residence | None:
    """Ask the register that serves the town. Raises `RegisterAway` when none does, or it is silent."""
    for register in registers:
        if register.serves(entity):
            return register.residence_of(entity, identifier)
    raise RegisterAway(_("This town has not brought its register of residents yet."))
