"""What Today says of the inbox: the entries in my hands, and those that nobody has been given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.entries.selectors import Untaken
from consistori.cases.models import NoteRecipient
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row, Section, short
from consistori.tenancy.models import Entity
from consistori.ui.dates import short_day

MOST = 12


def section(
    mine: Sequence[NoteRecipient], untaken: Iterable[Untaken], entities: Mapping[int, Entity]
) -> Section:
    """The section of the registry, what is mine first; without lines when nothing waits."""
    rows = [_mine(row) for row in mine[:MOST]]
    rows += [_untaken(one, entities[one.entity_id]) for one in untaken if one.entity_id in entities]
    more = max(len(mine) - MOST, 0)
    url = address_in(mine[0].entity, "desk:inbox") + "?tab=mine" if more else ""
    return Section("registry", _("From the registry"), rows, len(rows) + more, more, url)


def _mine(row: NoteRecipient) -> Row:
    note = row.note
    said = [str(note.get_action_display())]
    if note.due_on:
        said.append(_("before %(day)s") % {"day": short_day(note.due_on)})
    if note.text:
        said.append(f"{note.by_name}: «{note.text}»" if note.by_name else f"«{note.text}»")
    return Row(
        entity=row.entity,
        icon="stamp",
        title=row.entry.subject,
        url=address_in(row.entity, "desk:inbox_entry", row.entry.reference),
        reason=short(" · ".join(said)),
        number=row.entry.reference,
        at=note.at,
        act=_("Look at it"),
        is_new=True,
    )


def _untaken(one: Untaken, entity: Entity) -> Row:
    return Row(
        entity=entity,
        icon="inbox",
        title=ngettext("%(n)d entry to give out", "%(n)d entries to give out", one.n) % {"n": one.n},
        url=address_in(entity, "desk:inbox"),
        reason=_("Nobody has them yet"),
        at=one.oldest,
        since=True,
        act=_("Give them out"),
    )
