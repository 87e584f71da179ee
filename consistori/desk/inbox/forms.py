"""The process note as a form; what was written stays when something is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.cases.entries.policies import may_distribute
from consistori.cases.models import ProcessNote
from consistori.cases.policies import may_carry
from consistori.directory.models import Absence, Person
from consistori.directory.selectors import actors_here
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today

Action = ProcessNote.Action


@dataclass(frozen=True)
class Choice:
    """Somebody to whom an entry may go: how many she has, and until when she is away."""

    id: str
    name: str
    load: int = 0
    away: bool = False
    back_on: Any = None
    is_first: bool = False


def people(load: dict[UUID, int] | None = None, first: Iterable[UUID] = ()) -> list[Choice]:
    """Whoever may have entries in her hands here, `first` before the others. Three statements."""
    carriers = [actor for actor in actors_here() if actor.person_id and may_carry(actor)]
    away = {row.person_id: row for row in Absence.objects.live(today()).only("person_id", "ends_on")}
    front = set(first)
    choices = [
        Choice(
            id=str(actor.person_id),
            name=actor.name,
            load=(load or {}).get(actor.person_id, 0),
            away=actor.person_id in away,
            back_on=away[actor.person_id].ends_on if actor.person_id in away else None,
            is_first=actor.person_id in front,
        )
        for actor in carriers
        if actor.person_id
    ]
    return sorted(choices, key=lambda one: not one.is_first)


class NoteForm(forms.Form):
    """What to do, where, to whom, by when, and a note."""

    action = forms.ChoiceField(
        choices=Action.choices, error_messages={"required": _("Choose what has to be done.")}
    )
    case = forms.CharField(required=False, max_length=120)
    series = forms.UUIDField(required=False)
    title = forms.CharField(required=False, max_length=250)
    to = forms.MultipleChoiceField(required=False)
    due_on = forms.DateField(required=False)
    note = forms.CharField(required=False, max_length=1000)
    destination = forms.CharField(required=False, max_length=200)
    destination_code = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(one.id, one.name) for one in choices]  # type: ignore[attr-defined]

    def chosen(self) -> list[Person]:
        """The people ticked, in the order in which they stand on the page."""
        ticked = self.cleaned_data["to"]
        found = {str(person.pk): person for person in Person.objects.filter(pk__in=ticked)}
        return [found[key] for key in ticked if key in found]


def actions_for(actor: Actor) -> list[tuple[str, Any]]:
    """What may be done with an entry; only whoever gives entries out sends them to another administration."""
    gives = bool(may_distribute(actor))
    return [(value, label) for value, label in Action.choices if gives or value != Action.FORWARD]
