"""The forms of circuits: a row a step, who may do it, and somebody from outside. They work without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory import careers
from consistori.directory.models import Delegation, Post
from consistori.directory.roles import READS_ONLY, Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput
from consistori.signature.circuits.asked import GuestAsked, StepAsked, seat_of
from consistori.signature.circuits.proposing import ME, Proposal, ProposedStep, seats_of
from consistori.signature.circuits.rules import MOST_DAYS, Kind, Seat
from consistori.signature.circuits.words import TOWN_SEAL
from consistori.tenancy.scope import current_entity

WHAT = [
    (Kind.VISA.value, gettext_lazy("approves")),
    (Kind.SIGNATURE.value, gettext_lazy("signs")),
    (Kind.READING.value, gettext_lazy("reads")),
]
SEAL = "seal"
FEWEST_ROWS, MOST_ROWS = 4, 12
TAKES_NO_STEP = READS_ONLY | {Role.OPERATOR, Role.DATA_PROTECTION, Role.OPPOSITION}


@dataclass(frozen=True)
class Seats:
    """Which posts may do a step here today, by the key of the form."""

    posts: tuple[Post, ...]
    by_key: dict[str, Seat]
    decrees: dict[str, Delegation]
    labels: dict[str, str]

    def choices(self, *, proposing: bool = False) -> list[tuple[str, Any]]:
        """As a select has them: the posts, whoever acts by delegation, and the seal of the town."""
        first = [(ME, _("Whoever sends it"))] if proposing else []
        return [("", "—"), *first, *self.labels.items(), (SEAL, TOWN_SEAL)]


def key_of(seat: Seat) -> str:
    """The key of a post in a form."""
    return f"{seat.role}|{seat.unit_id or ''}|{seat.title}"


def seats_here(*, with_decrees: bool = True) -> Seats:
    """The posts that are held today, with who holds each, and the delegations in force. Three statements at most."""
    language, away = current_entity().language, careers.away()
    rows = Post.objects.live(today()).exclude(role__in=TAKES_NO_STEP).filter(person__is_active=True)
    posts = tuple(rows.select_related("person").order_by("-heads_unit", "starts_on", "pk"))
    by_key: dict[str, Seat] = {}
    names: dict[str, list[str]] = {}
    for post in posts:
        seat = seat_of(post, language)
        by_key[key_of(seat)] = seat
        name = post.person.full_name
        names.setdefault(key_of(seat), []).append(
            f"{name} ({_('away today')})" if post.person_id in away else name
        )
    labels = {key: f"{by_key[key].title} · {', '.join(said)}" for key, said in names.items()}
    decrees: dict[str, Delegation] = {}
    for decree in careers.usable_delegations() if with_decrees else []:
        decrees[f"decree|{decree.pk}"] = decree
        said = {"name": decree.to.full_name, "of": decree.of_post.title(language), "decree": decree.decree}
        labels[f"decree|{decree.pk}"] = _("%(name)s, by delegation of %(of)s (%(decree)s)") % said
    return Seats(posts, by_key, decrees, dict(sorted(labels.items(), key=lambda one: one[1].casefold())))


class StepForm(forms.Form):
    """A step: in which place, who, what, and in how many days."""

    place = forms.IntegerField(label=gettext_lazy("Order"), min_value=1, max_value=30, required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=WHAT)
    days = forms.IntegerField(
        label=gettext_lazy("Working days"), min_value=1, max_value=MOST_DAYS, required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """Somebody who does not work here and signs by a link; left blank, nobody."""

    name = forms.CharField(label=gettext_lazy("Name and surnames"), max_length=160, required=False)
    identifier = forms.CharField(
        label=gettext_lazy("Number of NIF, NIE or passport"), max_length=20, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    acts_as = forms.CharField(
        label=gettext_lazy("Signs as"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As the paper will say it: «Director of the works», «For the company»."),
    )
    place = forms.IntegerField(label=gettext_lazy("Order"), min_value=1, max_value=30, required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Working days"), min_value=1, max_value=MOST_DAYS, required=False
    )


class NoteForm(forms.Form):
    """What whoever has it will read."""

    note = forms.CharField(
        label=gettext_lazy("Note for whoever has it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def rows_of(
    seats: Seats, data: Any, initial: list[dict[str, Any]], *, proposing: bool = False
) -> list[StepForm]:
    """The rows of steps: those that come or are proposed, and some blank ones."""
    choices = seats.choices(proposing=proposing)
    asked = str(data.get("rows", "")) if data is not None else ""
    number = min(
        max(int(asked) if asked.isdecimal() and len(asked) < 3 else 0, len(initial) + 2, FEWEST_ROWS),
        MOST_ROWS,
    )
    known = {value for value, _label in choices}
    extra = [
        (
            row["who"],
            f"{row['who'].split('|')[-1] or Role(row['who'].split('|')[0]).label} · {_('nobody holds it today')}",
        )
        for row in initial
        if row["who"] and row["who"] not in known
    ]
    return [
        StepForm(
            data,
            prefix=f"s{at}",
            initial=initial[at] if at < len(initial) else {"place": at + 1},
            choices=[*choices, *extra],
        )
        for at in range(number)
    ]


def _vacant(key: str) -> str:
    role, _unit, title = key.split("|", 2)
    return f"{title or Role(role).label} · {_('nobody holds it today')}"


def initial_of(proposal: Proposal | None, seats: Seats, actor: Actor) -> list[dict[str, Any]]:
    """The rows that a proposal gives to whoever sends the document."""
    if proposal is None:
        return []
    return [
        {
            "place": step.place + 1,
            "who": SEAL if step.kind == Kind.SEAL else key_of(seat) if seat else "",
            "kind": Kind.VISA if step.kind == Kind.SEAL else step.kind,
            "days": step.days,
        }
        for step, seat in seats_of(proposal, actor, seats.posts)
    ]


def initial_of_proposal(proposal: Proposal | None, seats: Seats) -> list[dict[str, Any]]:
    """The rows of the page where a proposal is written: roles become the post of today."""
    rows = []
    for step in proposal.steps if proposal else ():
        who = step.key
        if who not in (ME, SEAL) and who not in seats.by_key:
            here = next((key for key, seat in seats.by_key.items() if seat.role == step.who), "")
            who = here or who
        kind = Kind.VISA if step.kind == Kind.SEAL else step.kind
        rows.append({"place": step.place + 1, "who": who, "kind": kind, "days": step.days})
    return rows


def asked_of(rows: list[StepForm], guest: GuestForm, seats: Seats) -> list[StepAsked]:
    """The steps that were written; rows without anybody are left out. Raises `BadInput` (`steps`)."""
    made: list[StepAsked] = []
    for row in rows:
        said = row.cleaned_data
        if not said["who"]:
            continue
        place, days = said["place"] or len(made) + 1, said["days"]
        if said["who"] == SEAL:
            made.append(StepAsked(Kind.SEAL, place))
        elif said["who"] in seats.decrees:
            made.append(
                StepAsked(Kind(said["kind"]), place, delegation=seats.decrees[said["who"]], days=days)
            )
        else:
            made.append(StepAsked(Kind(said["kind"]), place, seat=seat_named(said["who"], seats), days=days))
    said = guest.cleaned_data
    if said["name"] or said["identifier"] or said["email"]:
        asked = GuestAsked(said["name"], said["identifier"], said["email"], said["acts_as"])
        place = said["place"] or max((step.place for step in made), default=0) + 1
        made.append(StepAsked(Kind.SIGNATURE, place, guest=asked, days=said["days"]))
    return made


def proposed_of(rows: list[StepForm]) -> list[ProposedStep]:
    """The steps of a proposal that were written."""
    made: list[ProposedStep] = []
    for row in rows:
        said = row.cleaned_data
        if not said["who"]:
            continue
        place = said["place"] or len(made) + 1
        if said["who"] in (SEAL, ME):
            kind = Kind.SEAL.value if said["who"] == SEAL else said["kind"]
            made.append(ProposedStep(kind, ME if said["who"] == ME else "", place, said["days"]))
        else:
            role, unit, title = said["who"].split("|", 2)
            made.append(ProposedStep(said["kind"], role, place, said["days"], title, unit))
    return made


def seat_named(key: str, seats: Seats) -> Seat:
    """The post of a key: one that is held, or one that was proposed and nobody holds."""
    if key in seats.by_key:
        return seats.by_key[key]
    role, unit, title = key.split("|", 2)
    if role not in Role.values:
        raise BadInput(_("Choose one of the posts."), field="steps")
    return Seat(role, UUID(unit) if unit else None, title or str(Role(role).label))
