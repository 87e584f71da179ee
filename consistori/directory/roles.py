"""Roles [perfils / perfiles] that a post gives in an entity (design, decision 10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post lets its person do. A person may hold several posts, in several entities."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARY = "secretary", _("Secretary-comptroller")
    PROCESSOR = "processor", _("Processor")
    REGISTRAR = "registrar", _("Registrar")
    MAYOR = "mayor", _("Mayor")
    COUNCILLOR = "councillor", _("Councillor in government")
    OPPOSITION = "opposition", _("Councillor in opposition")
    ARCHIVIST = "archivist", _("Archivist")
    EXTERNAL = "external", _("External technician")
    AUDITOR = "auditor", _("Auditor")
    DATA_PROTECTION = "dpo", _("Data protection officer")
    OPERATOR = "operator", _("Operator")


SEES_ALL: frozenset[str] = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.SECRETARY,
        Role.PROCESSOR,
        Role.REGISTRAR,
        Role.MAYOR,
        Role.COUNCILLOR,
        Role.ARCHIVIST,
        Role.AUDITOR,
    }
)
"""Roles that see every case that is not reserved."""

PROCESSES: frozenset[str] = frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.PROCESSOR, Role.REGISTRAR})
"""Roles that work on cases: open them, add documents, hand them over."""

SIGNS: frozenset[str] = frozenset(
    {
        Role.MAYOR,
        Role.COUNCILLOR,
        Role.SECRETARY,
        Role.EXTERNAL,
        Role.PROCESSOR,
        Role.ADMINISTRATOR,
        Role.ARCHIVIST,
    }
)
"""Roles whose persons may be asked for a signature."""

READS_ONLY: frozenset[str] = frozenset({Role.AUDITOR})

READS_LOGS: frozenset[str] = frozenset(
    {Role.DATA_PROTECTION, Role.SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR}
)
"""Roles that read who has opened what in the whole town."""

GRANTED = "granted"
"""Not of a post: what the town has let somebody see until a date, by a grant [autorització temporal]."""

WATCHED: frozenset[str] = frozenset({Role.AUDITOR, Role.DATA_PROTECTION, Role.OPERATOR, GRANTED})
"""Whoever holds nothing but these has every page that she opens written in the log of readings (`is_watched`)."""
