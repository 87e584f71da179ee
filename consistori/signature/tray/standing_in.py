"""Who stands in for her, by which decree, and the decree that names somebody when there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.careers import how_it_stands
from consistori.directory.models import Delegation, Person, Post
from consistori.directory.roles import SIGNS
from consistori.directory.rules import Manner, may_be_given
from consistori.documents.models import Document
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Field, Subject
from consistori.documents.templating.house_fields import long_date
from consistori.documents.writing.house import begin_from_code
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput
from consistori.tenancy.scope import current_entity
from consistori.trail import act

DAYS = 7
CODES = {Manner.SUBSTITUTION: "decret-suplencia", Manner.DELEGATION: "decret-delegacio"}


@dataclass(frozen=True)
class StandIn:
    """Somebody who may act in her place by a decree on record; `why` says why not today (a key of the rule)."""

    decree: Delegation
    is_usable: bool
    why: str = ""

    @property
    def is_substitution(self) -> bool:
        return self.decree.manner == Manner.SUBSTITUTION

    @property
    def waits_for_absence(self) -> bool:
        """A substitution that would serve if she said that she is away."""
        return self.is_substitution and self.why == "not-away"


@dataclass(frozen=True)
class Naming:
    """What the decree will say: who is named, for which post, how, and the days (`until`, the last one)."""

    post: Post
    to: Person
    to_post: str
    manner: Manner
    starts_on: date
    until: date
    matters: str = ""


def stand_ins(person_id: UUID, on: date | None = None) -> list[StandIn]:
    """The decrees by which others may act in her place, in force, or waiting. One statement, and four each."""
    on = on or today()
    rows = Delegation.objects.not_over(on).filter(of_post__person_id=person_id)
    found = []
    for decree in rows.select_related("of_post__person", "to")[:12]:
        standing = how_it_stands(decree, on)
        found.append(StandIn(decree, standing.ok, standing.why))
    return sorted(found, key=lambda one: (not one.is_usable, not one.waits_for_absence))


def may_be_named(person_id: UUID, manner: Manner) -> list[tuple[Post, Post]]:
    """For each post of hers that signs, the posts of others to which the rule lets it be given. One statement."""
    posts = list(Post.objects.live(today()).select_related("person").order_by("starts_on"))
    mine = [post for post in posts if post.person_id == person_id and post.role in SIGNS]
    others = [post for post in posts if post.person_id != person_id and post.person.is_active]
    return [
        (of, to)
        for of in mine
        for to in others
        if may_be_given(manner, of_role=of.role, to_roles=[to.role]).ok
    ]


@act
def prepare_decree(
    *, by: Actor, to_post: UUID, manner: str, starts_on: date, until: date, matters: str = ""
) -> Document:
    """Begin the draft of the decree by which somebody stands in for her, with her post, the other and the days.

    It is a text like any other: read, corrected, sent to sign; when it is signed the secretary records it. Raises
    `BadInput` (`to_post`, `until`, `matters`) and what beginning a text raises.
    """
    how = Manner.DELEGATION if manner == Manner.DELEGATION else Manner.SUBSTITUTION
    pairs = may_be_named(by.person_id, how) if by.person_id else []
    found = next(((of, to) for of, to in pairs if to.pk == to_post), None)
    if found is None:
        raise BadInput(
            _("The law does not let her stand in for you in that way."), field="to_post",
            article="Llei 40/2015, art. 9 i 13; LBRL, art. 23",
        )  # fmt: skip
    if until < starts_on or starts_on < today():
        raise BadInput(_("Say from when, today at the earliest, and until when."), field="until")
    if how is Manner.DELEGATION and not matters.strip():
        raise BadInput(_("Say which matters are delegated."), field="matters", article="ROF, art. 44.1")
    language = current_entity().language
    of, to = found
    naming = Naming(of, to.person, to.title(language), how, starts_on, until, matters.strip()[:300])
    subject = Subject(by=by, language=language, matter=naming)
    return begin_from_code(CODES[how], subject, about=f"{of.title(language)}: {to.person.full_name}")


def hang_fields() -> None:
    """Called once, when the program starts."""
    fields.add(
        "stand_in",
        label=gettext_lazy("Who stands in for somebody"),
        order=34,
        values=of_naming,
        fields=[
            Field("of_name", gettext_lazy("Who is replaced"), "Rosa Bassols Vidal"),
            Field("of_post", gettext_lazy("Post that is covered"), "Alcaldessa", "Alcaldesa"),
            Field("to_name", gettext_lazy("Who stands in"), "Berta Solé Puig"),
            Field("to_post", gettext_lazy("Post of whoever stands in"), "Primera tinenta", "Primera teniente"),
            Field("from_day", gettext_lazy("From which day"), "27 de novembre de 2026", "27 de noviembre de 2026"),
            Field("until_day", gettext_lazy("Last day of it"), "4 de desembre de 2026", "4 de diciembre de 2026"),
            Field("matters", gettext_lazy("Matters that are delegated"), "les llicències", "las licencias"),
            Field("is_mayor", gettext_lazy("Whether it is the post of mayor"), "sí"),
        ],
    )  # fmt: skip


def of_naming(subject: Subject) -> dict[str, Any]:
    """What a decree says of whoever is named; nothing in any other text."""
    naming = subject.matter
    if not isinstance(naming, Naming):
        return {}
    return {
        "of_name": naming.post.person.full_name,
        "of_post": naming.post.title(subject.language),
        "to_name": naming.to.full_name,
        "to_post": naming.to_post,
        "from_day": long_date(naming.starts_on, subject.language),
        "until_day": long_date(naming.until, subject.language),
        "matters": naming.matters,
        "is_mayor": "sí" if naming.post.role == "mayor" else "",
    }


def proposed_days(on: date | None = None) -> tuple[date, date]:
    """From today, a week."""
    first = on or today()
    return first, first + timedelta(days=DAYS)
