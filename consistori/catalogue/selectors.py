"""Questions about the scheme and the document types."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Subquery, Value, When

from consistori.catalogue.models import DocumentType, Scheme, Series, SeriesFavourite, SeriesUse
from consistori.catalogue.rules.finding import found
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.tenancy.often import asked_often
from consistori.tenancy.scope import current_scope

HEAVY = ("description", "retention_ruling", "retention_source", "words_ca", "words_es")


@dataclass
class Branch:
    """A line of the tree with what stands under it."""

    series: Series
    children: list[Branch] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many series stand under it."""
        return sum(child.count for child in self.children) + (self.series.level == 3)


def scheme_in_force() -> Scheme | None:
    """The current scheme of the nearest entity: the town's own, or the province's. One statement."""
    return _schemes_in_force().first()


def schemes() -> list[Scheme]:
    """Every scheme that can be read here, the one in force first, then the newest. One statement."""
    return list(_by_nearness(Scheme.objects.all()).order_by("-is_current", "nearness", "-adopted_on"))


def series_in_force() -> QuerySet[Series]:
    """The lines of the scheme in force, with the town's adaptations in place of what they adapt."""
    first = Subquery(_schemes_in_force().values("pk")[:1])
    rows: QuerySet[Series] = Series.objects.filter(scheme_id=first).not_adapted().order_by("code")
    return rows


_series_of_code = asked_often(lambda code: series_in_force().filter(code=code).defer(*HEAVY, "finding"))
_series_of_key = asked_often(lambda key: series_in_force().filter(pk=key).defer(*HEAVY, "finding"))
_types_in_use = asked_often(lambda: DocumentType.objects.in_use())


def series_of_code(code: str) -> Series | None:
    """The line of that code in the scheme in force. One statement."""
    found = _series_of_code(code=code)
    return found[0] if found else None


def series_of_key(key: UUID) -> Series | None:
    """The line of that identifier in the scheme in force. One statement."""
    found = _series_of_key(key=key)
    return found[0] if found else None


def types_in_use() -> list[DocumentType]:
    """Every document type that is in use here, from whichever entity it comes. One statement."""
    return _types_in_use()


def openable_series() -> list[Series]:
    """Where a case can be opened today, by code. One statement."""
    return list(series_in_force().openable(today()).defer(*HEAVY, "finding"))  # type: ignore[attr-defined]


def search_series(q: str, limit: int = 12, person_id: UUID | None = None) -> list[Series]:
    """Series by the words people use: `person_id`'s favourites first, then the best. Without words: her
    favourites, then the most used in town, then by code. Two statements (three without words)."""
    rows = {s.pk: s for s in series_in_force().openable(today()).defer(*HEAVY)}  # type: ignore[attr-defined]
    mine = favourite_ids(person_id) if person_id else set()
    if not q.strip():
        used = SeriesUse.objects.order_by("-times").values_list("series_id", flat=True)[:limit]
        first = [pk for pk in rows if pk in mine]
        order = dict.fromkeys([*first, *(pk for pk in used if pk in rows), *rows])
        return [rows[pk] for pk in order][:limit]
    best = found(q, (series.findable for series in rows.values()), limit)
    best.sort(key=lambda pk: pk not in mine)
    return [rows[pk] for pk in best]


def favourite_ids(person_id: UUID) -> set[UUID]:
    """Keys of the series that a person keeps at hand. One statement."""
    return set(SeriesFavourite.objects.filter(person_id=person_id).values_list("series_id", flat=True))


def most_used(limit: int = 8) -> list[Series]:
    """The series in which this town opens most cases. One statement."""
    used = SeriesUse.objects.select_related("series").order_by("-times")[:limit]
    return [use.series for use in used]


def scheme_tree() -> list[Branch]:
    """The whole scheme in force as a tree, closed lines too. One statement."""
    branches: dict[str, Branch] = {}
    parents: dict[str, str] = {}
    by_key: dict[UUID, str] = {}
    for series in series_in_force().defer(*HEAVY, "finding"):
        branches[series.code] = Branch(series)
        by_key[series.pk] = by_key[series.adapts_id or series.pk] = series.code
    for branch in branches.values():
        above = branch.series.parent_id
        if above and above in by_key:
            parents[branch.series.code] = by_key[above]
    roots = []
    for code, branch in branches.items():
        if code in parents:
            branches[parents[code]].children.append(branch)
        else:
            roots.append(branch)
    return roots


def series_with_code(code: str) -> Series:
    """The line of the scheme in force with this code, its parents at hand; 404 if there is none."""
    rows = series_in_force().select_related("scheme", "parent", "parent__parent", "adapts", "entity")
    series = rows.filter(code=code).first()
    if series is None:
        raise NotHere()
    return series


def document_types() -> list[DocumentType]:
    """The types in use, the nearest entity's row for each code, in their order. One statement."""
    nearest: dict[str, DocumentType] = {}
    for kind in _by_nearness(DocumentType.objects.all()).order_by("-nearness"):
        nearest[kind.code] = kind
    return sorted((k for k in nearest.values() if k.retired_on is None), key=lambda k: (k.place, k.code))


def _schemes_in_force() -> QuerySet[Scheme]:
    return _by_nearness(Scheme.objects.filter(is_current=True)).order_by("nearness")


def _by_nearness(rows: QuerySet[Scheme] | QuerySet[DocumentType]) -> QuerySet:  # type: ignore[type-arg]
    """0 for the entity's own rows, 1 for its parent's, 2 for the one above."""
    lineage = current_scope().lineage_ids
    whens = [When(entity_id=pk, then=Value(place)) for place, pk in enumerate(lineage)]
    return rows.annotate(nearness=Case(*whens, default=Value(99), output_field=IntegerField()))
