"""The list of the tray as it is drawn: its groups and rows, and by what it is filtered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.access import StaffRequest
from consistori.signature import selectors
from consistori.signature.models import SignatureRequest
from consistori.signature.panels import Place, places_of
from consistori.signature.rules import Group, group_by_template
from consistori.signature.sentences import trouble_said
from consistori.signature.tray.rules import what_changes
from consistori.signature.tray.selectors import values_of, whose
from consistori.signature.tray.waiting import Filters, Waiting, choices, grouped, key_of, whole
from consistori.tenancy.models import Entity

MOST_UNFOLDED = 30
MOST_WHOLE = 300
"""Up to these waiting, every row is drawn; beyond, a few of each group, and the group is ticked or opened whole."""

FEW_OF_EACH = 3
MOST_ROWS = 30
MOST_OF_A_GROUP = 200
NOT_SAID = ("today", "me", "town")
"""Data of every text, which say nothing of what changes."""

LABELS = {
    "town": gettext_lazy("Town"),
    "type": gettext_lazy("Type"),
    "by": gettext_lazy("Who asks"),
    "hand": gettext_lazy("Whose"),
    "age": gettext_lazy("Waiting"),
}


@dataclass(frozen=True)
class Row:
    """A paper in the list: the words that are its own, where it is kept, whether it is ticked or shown."""

    own: str
    request: SignatureRequest
    place: Place | None
    is_ticked: bool
    is_shown: bool
    in_the_place_of: str = ""
    """The name of whom she substitutes, when the paper was asked of another."""

    changes: tuple[str, ...] = ()
    """The data that are not the same in all the papers of its text."""

    back: str = ""
    """Why it goes back, when she marked it so while reading."""

    @property
    def url(self) -> str:
        """The paper in the tray of its own town."""
        return self.request.tray_url

    @property
    def trouble(self) -> str:
        return trouble_said(self.request.trouble)


@dataclass(frozen=True)
class DrawnGroup:
    """Papers of one text, as the list draws them: all its rows, or the first ones of `many`."""

    title: str
    note: str
    rows: tuple[Row, ...]
    many: int
    key: str = ""
    url: str = ""
    entity: Entity | None = None
    is_ticked: bool = False

    @property
    def is_series(self) -> bool:
        return self.many > 1

    @property
    def is_cut(self) -> bool:
        """Only the first ones are drawn: it is ticked whole, or opened."""
        return self.many > len(self.rows)

    @property
    def is_folded(self) -> bool:
        """Too many to stand in the way of the other groups: they are ticked by their head, and open to be read."""
        return len(self.rows) > MOST_UNFOLDED and not any(row.is_shown for row in self.rows[1:])


@dataclass(frozen=True)
class Ticks:
    """What is ticked, by hand, by groups or all with one gesture; and what goes back, with its reason."""

    ids: frozenset[str]
    groups: frozenset[str]
    all: bool
    back: dict[str, str]

    @classmethod
    def of(cls, said: Any) -> Ticks:
        """Those that a form or an address says."""
        back = {name.removeprefix("back-"): said.get(name, "") for name in said if name.startswith("back-")}
        return cls(
            frozenset(said.getlist("request")), frozenset(said.getlist("group")), "all" in said,
            {key: reason for key, reason in back.items() if reason.strip()},
        )  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """What is drawn of a tab: its groups, the order of the papers, and where the others begin."""

    groups: list[DrawnGroup]
    order: list[str]
    shown: SignatureRequest | None
    next_from: int = 0


@dataclass(frozen=True)
class _Cut:
    """What is drawn of a group: all, or the first ones."""

    group: Group[Any]
    key: str
    drawn: Sequence[tuple[str, Any]]


def list_waiting(
    request: StaffRequest, papers: list[Waiting], *, ticks: Ticks, wanted: str, filters: Filters, first: int,
    group: str = "",
) -> Listed:  # fmt: skip
    """Her turn: a whole small tray, or a few of each group of a large one. Two statements, and one of what changes."""
    cuts, following = _cut(papers, group, first)
    order = [one.pk for one in papers]
    drawn = [one.pk for cut in cuts for _own, one in cut.drawn]
    shown_id = _chosen(order, drawn, wanted) if request.entity is not None else None
    requests = whole([*drawn, *([shown_id] if shown_id and shown_id not in drawn else [])])
    shown = requests.get(shown_id) if shown_id else None
    known = selectors.types_signed_before(request.person.pk) if papers else set()
    places = places_of(one.document_id for one in requests.values())
    changes = _changes(cuts, requests)
    groups = []
    for cut in cuts:
        rows = tuple(
            _row(request, own, requests[one.pk], places, ticks, shown, changes.get(one.pk, ()))
            for own, one in cut.drawn
            if one.pk in requests
        )
        if rows:
            groups.append(_drawn(request, cut, rows, ticks, filters, known))
    return Listed(groups, order, shown, following)


def list_settled(request: StaffRequest, papers: list[SignatureRequest], *, wanted: str) -> Listed:
    """What I sent, what is signed, what was returned: all of it, three hundred at most. One statement of places."""
    order = [str(one.pk) for one in papers]
    shown_id = _chosen(order, order, wanted) if request.entity is not None else None
    shown = next((one for one in papers if str(one.pk) == shown_id), None)
    places, ticks = places_of(one.document_id for one in papers), Ticks(frozenset(), frozenset(), False, {})
    groups = []
    for group in group_by_template(
        ((one.entity_id, one.document.type_id), one.document.title, one) for one in papers
    ):
        rows = tuple(
            _row(request, own, one, places, ticks, shown, (), is_mine=False) for own, one in group.members
        )
        note = str(_("The same text; only what is shown changes")) if group.is_series else ""
        entity = rows[0].request.entity if request.entity is None else None
        groups.append(DrawnGroup(group.title, note, rows, len(rows), entity=entity))
    return Listed(groups, order, shown)


def filter_pills(
    request: StaffRequest, papers: Sequence[Waiting], filters: Filters, base: str
) -> list[dict[str, Any]]:
    """By what the list may be filtered, with the figures of each choice. No statement."""
    towns = {one.pk: one.short_name for one in request.entities} if request.entity is None else None
    pills = []
    for name, some in choices(papers, towns).items():
        on = getattr(filters, name)
        said = next((one.label for one in some if one.value == on), "")
        pills.append({
            "label": LABELS[name],
            "value": said or _("all"),
            "is_on": bool(said),
            "off_url": address(base, filters.without(name)),
            "choices": [
                {"url": address(base, filters.without(name) | {name: one.value}), "label": one.label,
                 "many": one.many, "is_on": one.value == on}
                for one in some
            ],
        })  # fmt: skip
    return pills


def address(base: str, said: dict[str, Any]) -> str:
    """An address with what it says."""
    return f"{base}?{urlencode(said)}" if said else base


def _cut(papers: list[Waiting], group: str, first: int) -> tuple[list[_Cut], int]:
    """What is drawn, and from which group (or row, of one group) the next page begins; 0 when that is all."""
    groups = grouped(papers)
    if group and len(groups) == 1:
        members = groups[0].members
        following = first + MOST_OF_A_GROUP
        return [_Cut(groups[0], group, members[first:following])], following if following < len(
            members
        ) else 0
    if len(papers) <= MOST_WHOLE:
        return [_Cut(one, key_of(one), one.members) for one in groups], 0
    cuts: list[_Cut] = []
    rows = 0
    for number, one in enumerate(groups[first:], first):
        if rows >= MOST_ROWS:
            return cuts, number
        cuts.append(_Cut(one, key_of(one), one.members[:FEW_OF_EACH]))
        rows += len(cuts[-1].drawn)
    return cuts, 0


def _chosen(order: Sequence[str], drawn: Sequence[str], wanted: str) -> str | None:
    """The paper shown: the one asked for, or the first."""
    return wanted if wanted in order else next(iter(drawn), None)


def _changes(cuts: Sequence[_Cut], requests: dict[str, SignatureRequest]) -> dict[str, tuple[str, ...]]:
    """Of the papers of one template, the data that change. One statement, when there is such a group."""
    series = [
        [(own, requests[one.pk]) for own, one in cut.drawn if one.pk in requests]
        for cut in cuts
        if cut.group.template and cut.group.is_series
    ]
    if not series:
        return {}
    values = values_of([one.document_id for members in series for _own, one in members])
    found: dict[str, tuple[str, ...]] = {}
    for members in series:
        said = what_changes(
            [(own, values.get(one.document_id) or {}) for own, one in members], ignored=NOT_SAID
        )
        found.update({str(one.pk): words for (_own, one), words in zip(members, said, strict=True)})
    return found


def _row(
    request: StaffRequest, own: str, one: SignatureRequest, places: dict[UUID, Place], ticks: Ticks,
    shown: SignatureRequest | None, changes: tuple[str, ...], *, is_mine: bool = True,
) -> Row:  # fmt: skip
    in_place = whose(one, request.person.pk) if is_mine or one.delegation is not None else ""
    return Row(
        own=own, request=one, place=places.get(one.document_id), in_the_place_of=in_place, changes=changes,
        is_ticked=ticks.all or str(one.pk) in ticks.ids, back=ticks.back.get(str(one.pk), ""),
        is_shown=shown is not None and one.pk == shown.pk,
    )  # fmt: skip


def _drawn(
    request: StaffRequest,
    cut: _Cut,
    rows: tuple[Row, ...],
    ticks: Ticks,
    filters: Filters,
    known: Collection[Any],
) -> DrawnGroup:
    over_towns = request.entity is None
    return DrawnGroup(
        title=cut.group.title, note=_note(rows[0].request, cut.group, known), rows=rows, key=cut.key,
        many=len(cut.group.members), url=address("", filters.said | {"group": cut.key}),
        entity=rows[0].request.entity if over_towns else None, is_ticked=ticks.all or cut.key in ticks.groups,
    )  # fmt: skip


def _note(first: SignatureRequest, group: Group[Any], known: Collection[Any]) -> str:
    """What is said under the title of a group of her turn."""
    if first.document.type_id not in known:
        return _("First time that you sign one like this: read it whole")
    if group.is_series:
        return _("The same text; only what is shown changes")
    return _("%(name)s asks you for it") % {"name": first.asked_by_name} if first.asked_by_name else ""


def kept_back(ticks: Ticks, shown: SignatureRequest | None) -> Iterator[tuple[str, str]]:
    """The reasons written for papers that are not the one shown: they stay in the form."""
    return ((key, reason) for key, reason in ticks.back.items() if shown is None or key != str(shown.pk))
