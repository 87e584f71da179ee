"""Forms of rooms, weeks, secret addresses and calendars that are brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.desk.calendar.layers import layers
from consistori.desk.calendar.models import CalendarEvent
from consistori.kernel.errors import Refusal
from consistori.ui import dates

LAYERS = [one for one in CalendarEvent.Layer.choices if one[0] != CalendarEvent.Layer.TELEWORK.value]


class Refusable(forms.Form):
    """A form to which an act may refuse a field."""

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class RoomForm(Refusable):
    """A room."""

    name = forms.CharField(label=_("Name of the room"), max_length=80)
    about = forms.CharField(
        label=_("Where it is, what it has"), max_length=200, required=False,
        help_text=_("It may be a thing too: the van, the loudspeakers."),
    )  # fmt: skip
    seats = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=30_000)


class WeekForm(Refusable):
    """The week of somebody: seven lines of hours, and which are from home."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for n in range(7):
            self.fields[f"day_{n}"] = forms.CharField(
                label=dates.weekday_name(n).capitalize(), max_length=60, required=False,
                widget=forms.TextInput(attrs={"placeholder": "8.00-15.00", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"home_{n}"] = forms.BooleanField(label=_("from home"), required=False)

    def rows(self) -> list[tuple[Any, Any]]:
        """Each day with its tick."""
        return [(self[f"day_{n}"], self[f"home_{n}"]) for n in range(7)]

    def said(self) -> dict[str, Any]:
        """What was written, as the act takes it."""
        data = self.cleaned_data
        return {
            "hours": [data[f"day_{n}"] for n in range(7)],
            "home": [n for n in range(7) if data[f"home_{n}"]],
        }


class FeedForm(Refusable):
    """A secret address."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("My telephone, for instance.")
    )
    layers = forms.MultipleChoiceField(label=_("Layers"), widget=forms.CheckboxSelectMultiple)
    only_mine = forms.BooleanField(
        label=_("Only what I am in, and what is of the whole team"), required=False
    )

    def __init__(self, data: Any = None, *, entity: Any, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["layers"].choices = [(layer.name, layer.label) for layer in layers.here(entity)]


class BringForm(Refusable):
    """A calendar from outside: a file or an address."""

    file = forms.FileField(label=_("A file (.ics)"), required=False)
    url = forms.CharField(
        label=_("Or an address"), max_length=500, required=False,
        help_text=_("It is read again every night. It begins with https:// or webcal://."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("How it is called here"), max_length=120, required=False,
        help_text=_("If you leave it empty, as the calendar calls itself."),
    )  # fmt: skip
    layer = forms.ChoiceField(label=_("Layer"), choices=LAYERS, initial=CalendarEvent.Layer.ACT.value)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not said.get("url"):
            self.add_error("file", _("Choose a file, or write an address."))
        return said
