"""Forms of the tasks and of what comes back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import Absence, Person, Unit
from consistori.directory.selectors import people_here
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.tasks.models import Every, Task
from consistori.tasks.policies import WORKS
from consistori.tasks.services.points import MOST_POINTS

Choices = list[tuple[Any, Any]]


def hands(nobody: Any = "") -> Choices:
    """Who may be given a task: the people by family name, then the units; `nobody` is the first choice, if any.

    Three statements.
    """
    away = set(Absence.objects.live(today()).values_list("person_id", flat=True))
    people = [
        (f"p:{one.person.pk}", _("%(name)s (away today)") % {"name": one.person.full_name})
        if one.person.pk in away
        else (f"p:{one.person.pk}", one.person.full_name)
        for one in people_here()
        if any(post.role in WORKS for post in one.posts)
    ]
    units = [(f"u:{unit.pk}", unit.name) for unit in Unit.objects.filter(closed_on=None)]
    found: Choices = [("", nobody)] if nobody else []
    found.append((_("People"), people))
    return [*found, (_("Units"), units)] if units else found


def in_whose_hands(value: str) -> dict[str, Any]:
    """What a choice of `hands` names: the person or the unit, as the acts take them."""
    kind, _colon, key = value.partition(":")
    return {
        "to": Person.objects.filter(pk=key).first() if kind == "p" else None,
        "unit": Unit.objects.filter(pk=key).first() if kind == "u" else None,
    }


def lines_in(text: str) -> list[str]:
    """Each line of a text area, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser asks it."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class ActForm(forms.Form):
    """A form to which an act may refuse a field."""

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        name = "to" if refusal.field == "unit" and "to" in self.fields else refusal.field
        self.add_error(name if name in self.fields else None, str(refusal))


class TaskForm(ActForm):
    """A task, whole."""

    title = forms.CharField(
        label=_("What is to be done"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(
        label=_("What kind of task"), choices=Task.Kind.choices, initial=Task.Kind.DO,
        help_text=_("A request is answered in its own page; a reminder appears on its day."),
    )  # fmt: skip
    to = forms.ChoiceField(label=_("For whom"), required=False)
    due_on = day_field(_("Before the end of"), required=False)
    text = forms.CharField(
        label=_("Explanation"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-behaviour": "autosize"}),
    )  # fmt: skip
    points = forms.CharField(
        label=_("List of points"), required=False, max_length=MOST_POINTS * 310, help_text=_("One in each line."),
        widget=forms.Textarea(attrs={"rows": 4, "data-behaviour": "autosize"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["to"].choices = hands(_("Whoever takes it"))  # type: ignore[attr-defined]


class ChangeForm(TaskForm):
    """What is changed of a task; in whose hands it is, is passed apart."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        del self.fields["to"]


class PassForm(ActForm):
    """In other hands."""

    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["to"].choices = hands(_("Choose"))  # type: ignore[attr-defined]


class ReasonForm(ActForm):
    """Why it is given back or cancelled."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


MONTHS: Choices = [
    (1, _("January")), (2, _("February")), (3, _("March")), (4, _("April")), (5, _("May")), (6, _("June")),
    (7, _("July")), (8, _("August")), (9, _("September")), (10, _("October")), (11, _("November")),
    (12, _("December")),
]  # fmt: skip


class DutyForm(ActForm):
    """What comes back in this town."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices, initial=Every.YEAR)
    month = forms.TypedChoiceField(
        label=_("Month"), choices=MONTHS, coerce=int, initial=1,
        help_text=_("Of what comes back every three or six months, any of its months."),
    )  # fmt: skip
    day = forms.IntegerField(
        label=_("Day"), min_value=1, max_value=31, initial=1,
        help_text=_("31 is always the last day of the month. Of a week: 1 is Monday and 7 Sunday."),
    )  # fmt: skip
    once_on = day_field(_("Day of what comes once"), required=False)
    days_before = forms.IntegerField(
        label=_("Its task appears, days before"), min_value=0, max_value=200, initial=30
    )
    to = forms.ChoiceField(label=_("For whom"), required=False)
    article = forms.CharField(label=_("Article"), max_length=160, required=False)
    about = forms.CharField(
        label=_("Explanation"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    points = forms.CharField(
        label=_("List of points"), required=False, help_text=_("One in each line."),
        widget=forms.Textarea(attrs={"rows": 4, "data-behaviour": "autosize"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["to"].choices = hands(_("Whoever takes it"))  # type: ignore[attr-defined]


class AdoptForm(ActForm):
    """Taking a line of the catalogue: whose it is and, of what comes once, its day."""

    to = forms.ChoiceField(label=_("For whom"), required=False)
    once_on = day_field(_("The last day"), required=False)

    def __init__(self, data: Any = None, *, is_once: bool = False) -> None:
        super().__init__(data)
        self.fields["to"].choices = hands(_("Whoever takes it"))  # type: ignore[attr-defined]
        if not is_once:
            del self.fields["once_on"]
