"""Forms of the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar.models import CalendarEvent, Room
from consistori.desk.calendar.own import people_of
from consistori.desk.calendar.policies import WORKS
from consistori.desk.calendar.rules import Every, Repeat
from consistori.desk.calendar.services import What
from consistori.directory.selectors import people_here
from consistori.kernel.errors import Refusal

EVERY = [
    ("", _("It does not repeat")),
    (Every.WEEK.value, _("Every week")),
    (Every.FORTNIGHT.value, _("Every two weeks")),
    (Every.MONTH.value, _("Every month, the same weekday")),
]


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser asks it."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def hour_field(label: Any, **more: Any) -> forms.TimeField:
    """An hour, as the browser asks it, or «9.30»."""
    return forms.TimeField(
        label=label, required=False, input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more,
    )  # fmt: skip


class EventForm(forms.Form):
    """An event, whole."""

    title = forms.CharField(
        label=_("What it is"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    layer = forms.ChoiceField(label=_("Layer"), choices=CalendarEvent.Layer.choices)
    starts_on = day_field(_("Day"))
    last_day = day_field(_("Last day"), required=False, help_text=_("Only if it lasts several days."))
    starts = hour_field(_("From"))
    ends = hour_field(_("To"), help_text=_("Without hours, the whole day."))
    room: Any = forms.ModelChoiceField(label=_("Room"), required=False, queryset=None, empty_label=_("None"))
    place = forms.CharField(label=_("Or another place"), max_length=120, required=False)
    people = forms.MultipleChoiceField(
        label=_("Who is in it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_of_all = forms.BooleanField(label=_("The whole team"), required=False)
    is_private = forms.BooleanField(
        label=_("Private: the rest see only that those people are busy"), required=False
    )
    text = forms.CharField(
        label=_("Notes"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-behaviour": "autosize"}),
    )  # fmt: skip
    goal = forms.CharField(
        label=_("Line of the corporate plan"), max_length=120, required=False,
        help_text=_("It groups campaigns in the planner of the year."),
    )  # fmt: skip
    every = forms.ChoiceField(label=_("It comes again"), choices=EVERY, required=False)
    until = day_field(_("Until"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["room"].queryset = Room.objects.filter(closed_at=None)
        fields["people"].choices = [
            (str(one.person.pk), one.person.full_name)
            for one in people_here()
            if any(post.role in WORKS for post in one.posts)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("every") and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when it comes again."))
        return said

    def what(self) -> What:
        """What was written, as the acts take it."""
        said = self.cleaned_data
        last = said["last_day"]
        return What(
            layer=said["layer"], title=said["title"], starts_on=said["starts_on"],
            ends_on=last + timedelta(days=last < date.max) if last else None, starts=said["starts"], ends=said["ends"],
            room=said["room"], place=said["place"], text=said["text"], goal=said["goal"],
            people=[UUID(pk) for pk in said["people"]], is_of_all=said["is_of_all"], is_private=said["is_private"],
        )  # fmt: skip

    def repeat(self) -> Repeat | None:
        """How it comes again, if it does."""
        said = self.cleaned_data
        return Repeat(Every(said["every"]), said["until"]) if said.get("every") else None

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ChangeForm(EventForm):
    """What is changed of an event: how it repeats is said when it is written."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("every", "until"):
            del self.fields[name]


def written(event: CalendarEvent) -> dict[str, Any]:
    """What a form shows of an event."""
    return {
        "title": event.title, "layer": event.layer, "starts_on": event.starts_on,
        "last_day": event.last_day if event.last_day != event.starts_on else None,
        "starts": _hour(event.starts_at), "ends": _hour(event.ends_at), "room": event.room, "place": event.place,
        "text": event.text, "goal": event.goal, "is_of_all": event.is_of_all, "is_private": event.is_private,
        "people": [str(pk) for pk in people_of(event)],
    }  # fmt: skip


def _hour(moment: Any) -> Any:
    return timezone.localtime(moment).time() if moment is not None else None


def begun(day: date, layer: str) -> dict[str, Any]:
    """What a new form begins with."""
    known = layer if layer in CalendarEvent.Layer.values else CalendarEvent.Layer.MEETING.value
    return {"starts_on": day, "layer": known}
