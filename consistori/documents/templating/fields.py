"""The registry of merge fields [dades / campos de combinación]: what a template may say, in words, with an example.

Higher rooms hang theirs: `fields.add("case", label=_("Case"), fields=[Field("number", _("Number"), "X2026000412")],
values=lambda subject: {"number": subject.thing.number})`. A group with `each` is a list: `{% for party in parties %}`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from consistori.kernel.actor import Actor


@dataclass(frozen=True)
class Subject:
    """What a text is about: the `thing` (a case), who writes, the language, and to whom it goes, if to one only.

    `matter` is what of the thing it is about, if it is not the whole of it: one of its requests.
    """

    by: Actor
    language: str = "ca"
    thing: Any = None
    party: Any = None
    matter: Any = None


@dataclass(frozen=True)
class Field:
    """A merge field: its name in templates, its label in words, and how it looks."""

    name: str
    label: Any
    example: str
    example_es: str = ""

    def example_in(self, language: str) -> str:
        return (self.example_es or self.example) if language.startswith("es") else self.example


@dataclass(frozen=True)
class Group:
    """Fields that come together: of the case, of each party. Without fields it is one value by itself (`today`)."""

    name: str
    label: Any
    fields: tuple[Field, ...]
    values: Callable[[Subject], Any]
    each: str = ""
    example: Field | None = None

    @property
    def is_list(self) -> bool:
        return bool(self.each)

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)

    def example_values(self, language: str) -> Any:
        """As `values` would give them, invented."""
        if self.example is not None:
            return self.example.example_in(language)
        row = {one.name: one.example_in(language) for one in self.fields}
        return [row] if self.is_list else row


@dataclass
class MergeFields:
    """The groups that rooms have hung, in their order."""

    _groups: dict[str, tuple[int, Group]] = field(default_factory=dict)

    def add(
        self,
        name: str,
        *,
        label: Any,
        values: Callable[[Subject], Any],
        fields: Sequence[Field] = (),
        each: str = "",
        example: str = "",
        example_es: str = "",
        order: int = 100,
    ) -> None:
        """Hang a group. `values(subject)` gives a dict, a list of dicts (with `each`), or one text."""
        alone = None if fields else Field(name, label, example, example_es)
        self._groups[name] = order, Group(name, label, tuple(fields), values, each, alone)

    def __iter__(self) -> Iterator[Group]:
        return iter(group for _order, group in sorted(self._groups.values(), key=lambda pair: pair[0]))

    def get(self, name: str) -> Group | None:
        found = self._groups.get(name)
        return found[1] if found else None

    def values_of(self, subject: Subject, *, only: Collection[str] | None = None) -> dict[str, Any]:
        """The values of every group for a subject, in its language; or `only` those of the groups that a text uses."""
        asked = [group for group in self if only is None or group.name in only]
        with translation.override(subject.language):
            return {group.name: group.values(subject) for group in asked}

    def examples(self, language: str) -> dict[str, Any]:
        """Invented values, to see a template without a case."""
        return {group.name: group.example_values(language) for group in self}


registry = MergeFields()
add = registry.add
values_of = registry.values_of
examples = registry.examples


@dataclass(frozen=True)
class Chooser:
    """A kind of thing with which a template can be looked at: how to find one, and the last ones of the person."""

    name: str
    label: Any
    find: Callable[[Actor, str], Any]
    recent: Callable[[Actor], Sequence[tuple[str, str]]]
    language_of: Callable[[Any], str] = lambda thing: ""


choosers: dict[str, Chooser] = {}
"""Hung by the rooms above: cases hang `case`. `find(actor, reference)` refuses with `NotHere`."""
