"""What every act on a case has in common: the guard of its version, and the mark that it moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, CaseParty
from consistori.catalogue.models import Series
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Stale
from consistori.tenancy import search

LONGEST_TITLE = 250


def ensure_fresh(case: CaseFile, if_version: int | None) -> None:
    """Raise `Stale` when the caller read an older version of the case (If-Match)."""
    if if_version is not None and if_version != case.version:
        raise Stale(_("Somebody changed this case while you had it open. Look at it again and repeat."))


def mark_moved(case: CaseFile, **fields: Any) -> None:
    """Save `fields`, count one more version, and bring the case to the top of the lists. One statement."""
    moved_at = now()
    CaseFile.objects.filter(pk=case.pk).update(version=F("version") + 1, last_moved_at=moved_at, **fields)
    for name, value in fields.items():
        if name != "search":
            setattr(case, name, value)
    case.version += 1
    case.last_moved_at = moved_at


def ensure_takes_cases(series: Series) -> None:
    """Raise `BadInput` for a function, an activity, or a series that is not in force."""
    if series.can_open_case:
        return
    if series.is_in_force:
        words = _("%(line)s only groups series: choose one of those that stand under it.")
    else:
        words = _("%(line)s takes no cases today: it is closed or has not begun. Choose another series.")
    raise BadInput(words % {"line": series.label}, field="series", code="series-takes-no-cases")


def clean_title(title: str) -> str:
    """The title on one line, as it will be read for years; refused when empty or endless."""
    clean = " ".join(title.split())
    if not clean:
        raise BadInput(_("Give the case a title: what it is about, in a few words."), field="title")
    if len(clean) > LONGEST_TITLE:
        raise BadInput(_("The title is too long: 250 characters at most."), field="title")
    return clean


def words_of(title: str, parties: Iterable[Any]) -> Any:
    """The part of the search column that costs: the words of the title, and the names and numbers of parties."""
    names = [word for party in parties for word in (party.display_name, party.identifier)]
    return search.vector(title, *(str(name) for name in names if name))


def with_number(words: Any, number: str) -> Any:
    """The whole search column: `words` and those of the number."""
    return Func(
        words,
        search.vector(number),
        template="%(expressions)s",
        arg_joiner=" || ",
        output_field=SearchVectorField(),
    )


def fresh_words(case: CaseFile) -> Any:
    """The search column, with its parties asked to the database: as written there, and as they are known now."""
    rows = CaseParty.objects.filter(case=case).select_related("party__merged_into")
    parties = [one for row in rows for one in {row.party, row.party.standing}]
    return with_number(words_of(case.title, parties), case.number)
