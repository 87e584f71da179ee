"""What Today says of the messages of citizens."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.desk.addresses import address_in
from consistori.desk.inbox.today import Waiting
from consistori.desk.rows import Row
from consistori.tenancy.models import Entity


def row(told: Waiting, entity: Entity) -> Row:
    """Somebody asks from their folder about a case that I carry or an entry that I hold."""
    return Row(
        entity=entity,
        icon="comment",
        title=told.title or told.number,
        url=address_in(entity, "eoffice:message", told.key),
        reason=_("%(name)s asks about it from their folder") % {"name": told.name},
        number=told.number,
        at=told.oldest,
        act=_("Look at it"),
        is_new=True,
    )
