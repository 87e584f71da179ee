"""What Today says of the messages of citizens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.eoffice.folder.talking import number_of
from consistori.eoffice.models import Conversation


def row(told: Conversation) -> Row:
    """Somebody asks from their folder about a case that I carry or an entry that I hold."""
    case: Any = told.case
    entry: Any = told.entry
    title = entry.subject if case is None else case.number if case.reserved else case.title
    return Row(
        entity=told.entity,
        icon="comment",
        title=title,
        url=address_in(told.entity, "eoffice:message", told.pk),
        reason=_("%(name)s asks about it from their folder") % {"name": told.name},
        number=number_of(told),
        at=told.last_at,
        act=_("Look at it"),
        is_new=True,
    )
