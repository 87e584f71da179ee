"""The palette: everything that a template may say, ready to be put in it, with its label in words and an example."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consistori.documents.models.templates import Template
from consistori.documents.templating.fields import Group, registry
from consistori.documents.templating.selectors import clauses_in_force


@dataclass(frozen=True)
class Entry:
    """One thing to put in: `mark` is what is written in the text."""

    label: Any
    mark: str
    example: str = ""


@dataclass(frozen=True)
class Drawer:
    """Entries that come together."""

    label: Any
    entries: list[Entry]
    note: Any = ""


def palette(language: str, *, with_clauses: bool = True, without: Template | None = None) -> list[Drawer]:
    """The drawers, in their order: data, lists, conditions and paragraphs of the house. One statement at most."""
    drawers = [_drawer(group, language) for group in registry]
    drawers.append(_logic())
    if with_clauses:
        rows = [row for row in clauses_in_force() if without is None or row.code != without.code]
        entries = [Entry(row.name, f'{{% include "{row.code}" %}}') for row in rows]
        if entries:
            drawers.append(Drawer(_("House paragraphs and appeal footers"), entries))
    return drawers


def _drawer(group: Group, language: str) -> Drawer:
    if group.example is not None:
        alone = Entry(group.label, f"{{{{ {group.name} }}}}", group.example.example_in(language))
        return Drawer(group.label, [alone])
    name = group.each or group.name
    entries = [
        Entry(one.label, f"{{{{ {name}.{one.name} }}}}", one.example_in(language)) for one in group.fields
    ]
    if not group.is_list:
        return Drawer(group.label, entries)
    begin, end = f"{{% for {group.each} in {group.name} %}}", "{% endfor %}"
    before = [Entry(_("Begin to repeat"), begin), Entry(_("End of what is repeated"), end)]
    if group.field("name"):
        before.append(
            Entry(_("All their names, joined"), f"{{{{ {group.name}|names }}}}", "Joan, Maria i Pere")
        )
    return Drawer(group.label, [*before, *entries], _("Inside the repetition:"))


def _logic() -> Drawer:
    return Drawer(
        _("Only if…"),
        [
            Entry(_("Only if there is this datum"), "{% if case.unit %}"),
            Entry(_("Otherwise"), "{% else %}"),
            Entry(_("End of the condition"), "{% endif %}"),
            Entry(_("If there is more than one"), "{% if parties|length > 1 %}"),
            Entry(_("Another text when the datum is missing"), '{{ party.email|default("–") }}'),
        ],
    )
