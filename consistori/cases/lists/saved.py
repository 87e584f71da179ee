"""Saved views [vistes desades / vistas guardadas]: lists as somebody left them, and their counters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from consistori.cases.lists.columns import COLUMNS
from consistori.cases.lists.queries import STILL_DAYS, ListQuery, cases_of
from consistori.cases.models import SavedView
from consistori.directory.roles import PROCESSES, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, NotPermitted, Verdict, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act

MOST_COUNTED = 1_000
COUNT_SECONDS = 60
HOW_I_LIKE_IT = "-"
"""The hidden view of each person that keeps the columns and the density of the plain lists."""


@dataclass
class View:
    """A line at the left of the list; `saved` is none for those of the house."""

    slug: str
    name: str
    query: ListQuery
    saved: SavedView | None = None
    count: int | None = None

    @property
    def counted(self) -> str:
        """«147», or «1.000+» beyond what is counted."""
        if self.count is None:
            return ""
        return "1.000+" if self.count > MOST_COUNTED else str(self.count)


@dataclass
class Views:
    """The views of a person: those of the house, of her team, her own; and how she likes her lists."""

    house: list[View]
    team: list[View]
    mine: list[View]
    liking: SavedView | None = None
    by_slug: dict[str, View] = field(default_factory=dict)

    def all(self) -> list[View]:
        return [*self.house, *self.team, *self.mine]

    def of(self, slug: str) -> View | None:
        return self.by_slug.get(slug)


def house_views() -> list[View]:
    """What everybody has: open, mine, without movement, followed, to be classified, closed."""
    plain = ListQuery()
    still = _("Still for %(days)s days") % {"days": STILL_DAYS}
    return [
        View("open", _("Open cases"), plain),
        View("mine", _("Those I carry"), plain.but(carried="me")),
        View("still", still, plain.but(moved="still", order="still")),
        View("followed", _("Those I follow"), plain.but(followed="yes", situation="all")),
        View("to-classify", _("To be classified"), plain.but(series="none")),
        View("closed", _("Closed cases"), plain.but(situation="closed")),
    ]


def views_of(actor: Actor) -> Views:
    """The views of a person, without counters. One statement."""
    hers = Q(person_id=actor.person_id) | Q(person=None, unit=None) | Q(unit_id__in=sorted(actor.unit_ids))
    rows = list(SavedView.objects.filter(hers).order_by("place", "name"))
    views = Views(house=house_views(), team=[], mine=[])
    for row in rows:
        if row.slug == HOW_I_LIKE_IT:
            views.liking = row
            continue
        view = View(f"v-{row.pk.hex}", row.name, ListQuery.read(row.filters | {"order": row.order}), row)
        (views.mine if row.person_id else views.team).append(view)
    views.by_slug = {view.slug: view for view in views.all()}
    return views


def count_views(views: Sequence[View], actor: Actor) -> None:
    """How many each view has, counted to a thousand and kept a minute. One statement at most."""
    keys = {view.slug: _count_key(view, actor) for view in views}
    kept = cache.get_many(keys.values())
    missing = [view for view in views if keys[view.slug] not in kept]
    fresh = _count([cases_of(view.query, actor) for view in missing])
    for view, number in zip(missing, fresh, strict=True):
        kept[keys[view.slug]] = number
    cache.set_many({keys[view.slug]: kept[keys[view.slug]] for view in missing}, COUNT_SECONDS)
    for view in views:
        view.count = kept[keys[view.slug]]


def count_to_thousand(query: ListQuery, actor: Actor) -> int:
    """How many answer, counted to a thousand and one. One statement."""
    return _count([cases_of(query, actor)])[0]


def _count(lists: Sequence[Any]) -> list[int]:
    """Counters of many lists in one statement, none of them counted beyond a thousand and one."""
    if not lists:
        return []
    parts, params = [], []
    for place, rows in enumerate(lists):
        try:
            sql, bound = rows.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, bound = "SELECT 1 WHERE false", ()
        parts.append(f"SELECT {place} AS place, count(*) FROM ({sql}) AS rows_{place}")  # noqa: S608 - ORM's own SQL
        params.extend(bound)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        found = dict(cursor.fetchall())
    return [found[place] for place in range(len(lists))]


def _count_key(view: View, actor: Actor) -> str:
    marks = ",".join(f"{name}={value}" for name, value in sorted(view.query.params().items()))
    return f"case-list:{current_entity().pk}:{actor.person_id}:{hash(marks)}"


# Saving a view is how a person or a unit works, not a fact of the administration: it leaves no trail.


def may_save_for(actor: Actor, whose: str) -> Verdict:
    """Whoever works on cases saves her own and her unit's; those of the house, secretary or administrator."""
    if whose == "house":
        return Verdict(
            actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR),
            _("Only the secretary or the administrator saves a view for everybody."),
        )
    if whose == "unit":
        allowed = bool(actor.unit_ids) and (actor.is_system or actor.holds(*PROCESSES))
        return Verdict(allowed, _("Your post is of no unit: save the view for yourself."))
    return Verdict(actor.person_id is not None, _("Only a person saves views."))


@act
def save_view(
    *,
    by: Actor,
    name: str,
    query: ListQuery,
    columns: Sequence[str] = (),
    density: str = "",
    whose: str = "me",
) -> SavedView:
    """Keep a list with its filters, order and columns; one with the same name and owner is replaced."""
    ensure(may_save_for(by, whose))
    name = " ".join(name.split())[:80]
    slug = slugify(name)[:80]
    if not slug:
        raise BadInput(_("Give the view a name."), field="name")
    owner: dict[str, Any] = {"person_id": by.person_id if whose == "me" else None, "unit_id": None}
    if whose == "unit":
        owner["unit_id"] = sorted(by.unit_ids)[0]
    view, _made = SavedView.objects.update_or_create(
        slug=slug,
        **owner,
        defaults={
            "name": name,
            "filters": query.params(),
            "order": query.order,
            "columns": [column for column in columns if column in COLUMNS],
            "density": _density(density),
        },
    )
    return view


@act
def forget_view(view_id: UUID, *, by: Actor) -> None:
    """Delete a saved view: one's own, the unit's, or the house's if one may save it."""
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None or (view.person_id and view.person_id != by.person_id):
        raise NotHere()
    if view.unit_id and view.unit_id not in by.unit_ids:
        raise NotPermitted(_("This view is of another unit."))
    if not view.person_id:
        ensure(may_save_for(by, "unit" if view.unit_id else "house"))
    view.delete()


@act
def like_lists(*, by: Actor, columns: Sequence[str], density: str, view_id: UUID | None = None) -> None:
    """Keep the columns and the density: in one's own saved view, or for all the plain lists."""
    values = {"columns": [c for c in columns if c in COLUMNS], "density": _density(density)}
    if view_id is not None:
        own = SavedView.objects.filter(pk=view_id, person_id=by.person_id)
        if own.update(**values):
            return
    SavedView.objects.update_or_create(
        slug=HOW_I_LIKE_IT, person_id=by.person_id, unit=None, defaults=values | {"name": HOW_I_LIKE_IT}
    )


def _density(text: str) -> str:
    return text if text in ("dense", "comfortable") else "dense"
