"""Who works here, who is away, who left; and the page of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.directory import careers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.account_selectors import of_ours
from consistori.directory.career_policies import (
    may_record_delegations,
    may_see_what_is_carried,
    may_tell_absence,
)
from consistori.directory.carrying import carried
from consistori.directory.models import Absence, Person, Post
from consistori.directory.policies import may_manage_people
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.kernel.text import fold
from consistori.trail.selectors import timeline

SHOWS = ("here", "away", "left")
MOST_EVENTS = 12


@dataclass(frozen=True)
class Row:
    """A line of the list: a person, her posts of the day, whether she is away, when she left."""

    person: Person
    posts: tuple[Post, ...]
    absence: Absence | None = None

    @property
    def titles(self) -> str:
        language = get_language() or "ca"
        return ", ".join(dict.fromkeys(post.title(language) for post in self.posts))

    @property
    def units(self) -> str:
        return ", ".join(dict.fromkeys(post.unit.name for post in self.posts if post.unit))

    @property
    def last_day(self) -> Any:
        return max((post.ends_on for post in self.posts if post.ends_on), default=None)


@staff_page
def people(request: StaffRequest) -> HttpResponse:
    """Everybody sees who works here and who is away; the administrator, also who left."""
    manages = bool(may_manage_people(request.actor))
    here, left = _rows()
    shown = request.GET.get("show", "here")
    shown = shown if shown in SHOWS and (shown != "left" or manages) else "here"
    rows = {"here": here, "away": [row for row in here if row.absence], "left": left}
    words = fold(request.GET.get("q", "")).strip()
    found = [row for row in rows[shown] if words in fold(_words_of(row))]
    context = {
        "rows": found,
        "shown": shown,
        "q": request.GET.get("q", ""),
        "tabs": _tabs(shown, rows, manages),
        "manages": manages,
        "may_record": may_record_delegations(request.actor),
    }
    return TemplateResponse(request, "directory/people.html", context)


def _rows() -> tuple[list[Row], list[Row]]:
    """Who holds a post today, or will, and who no longer does. Two statements."""
    away, on = careers.away(), today()
    by_person: dict[UUID, list[Post]] = {}
    for post in Post.objects.select_related("person", "unit").order_by("starts_on"):
        by_person.setdefault(post.person_id, []).append(post)
    here: list[Row] = []
    left: list[Row] = []
    for posts in by_person.values():
        alive = tuple(p for p in posts if p.ends_on is None or p.ends_on > on)
        row = Row(posts[0].person, alive or tuple(posts), away.get(posts[0].person_id))
        (here if alive else left).append(row)

    def by_name(row: Row) -> tuple[str, str]:
        return (row.person.family_name, row.person.given_name)

    return sorted(here, key=by_name), sorted(left, key=by_name)


def _words_of(row: Row) -> str:
    return f"{row.person.full_name} {row.person.email} {row.titles} {row.units}"


def _tabs(shown: str, rows: dict[str, list[Row]], manages: bool) -> list[dict[str, Any]]:
    labels = {"here": _("At work here"), "away": _("Away today"), "left": _("They left")}
    return [
        {"label": label, "count": len(rows[name]), "url": f"?show={name}", "current": name == shown}
        for name, label in labels.items()
        if name != "left" or manages
    ]


def person_or_404(person_id: UUID) -> Person:
    """The person, if she works, worked or was invited here."""
    person = careers.known_person(person_id)
    if person is None:
        raise NotHere(_("That person does not work here."))
    return person


@staff_page
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One person: posts with their dates, absences, decrees, what she carries and what happened."""
    shown = person_or_404(person_id)
    career = careers.career_of(shown)
    manages = may_manage_people(request.actor)
    sees_carried = bool(may_see_what_is_carried(request.actor, shown.pk))
    context = {
        "one": shown,
        "career": career,
        "absence": careers.absence_of(shown.pk),
        "standing_in": careers.standing_in(shown.pk),
        "covering": careers.covering(shown.pk),
        "manages": manages,
        "is_ours": manages and of_ours().filter(pk=shown.pk).exists(),
        "may_tell": may_tell_absence(request.actor, shown.pk),
        "may_record": may_record_delegations(request.actor),
        "carried": carried.in_hands_of(shown) if sees_carried else None,
        "events": timeline([shown.pk], limit=MOST_EVENTS) if manages else [],
    }
    return TemplateResponse(request, "directory/person.html", context)
