"""Forms of calendars and terms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.deadlines import sentences, words
from consistori.deadlines.asking import Question
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.known import KNOWN
from consistori.deadlines.rules.lists import Holiday, ListFault, read_list
from consistori.deadlines.rules.pauses import Cause, Suspension
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.values import Extension, StartKind, TermFault, Unit
from consistori.deadlines.selectors import place_named
from consistori.kernel.errors import BadInput

LONGEST_LIST = 6_000


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class PlaceField(forms.CharField):
    """A municipality by its name or its code; gives a `Place`, or None when empty and not required."""

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        if (found := place_named(text)) is None:
            raise forms.ValidationError(str(sentences.unknown_place(text, "")))
        return found


class CalendarForm(forms.Form):
    """The holidays of a place in a year, with their source."""

    place = PlaceField(label=_("Municipality"), max_length=80)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2200)
    days = forms.CharField(
        label=_("Holidays, one a line"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        max_length=LONGEST_LIST,
        help_text=_("Day, month and name: «20-01 Sant Sebastià». After a bar, its name in Spanish."),
    )
    source = forms.CharField(
        label=_("Where it is published"),
        max_length=300,
        help_text=_("For instance: Ordre EMT/000/2026, DOGC núm. 0000, d’1.12.2026."),
    )
    published_on = _day(_("Counts from"))
    note = forms.CharField(label=_("Why it changes"), max_length=300, required=False)

    def __init__(self, *args: Any, general: dict[str, Place] | None = None, **kwargs: Any) -> None:
        """`general`: the places that are no municipality and that this person may publish, by code."""
        super().__init__(*args, **kwargs)
        self.general = general or {}
        if self.is_bound and (said := str(self.data.get("place", ""))) in self.general:
            self.fields["place"] = _Fixed(self.general[said])

    def clean(self) -> dict[str, Any]:
        """The list read, with the line that is wrong."""
        cleaned = super().clean() or {}
        if cleaned.get("year") and cleaned.get("days"):
            try:
                cleaned["holidays"] = read_list(cleaned["days"], cleaned["year"])
            except ListFault as fault:
                self.add_error("days", str(words.LINES[fault.code] % {"line": fault.line}))
        return cleaned

    @property
    def holidays(self) -> tuple[Holiday, ...]:
        return tuple(self.cleaned_data.get("holidays", ()))


class _Fixed(forms.CharField):
    """The place of a general calendar, that is not typed."""

    def __init__(self, place: Place) -> None:
        super().__init__(label=_("Municipality"), widget=forms.HiddenInput)
        self.place = place

    def clean(self, value: Any) -> Place:
        return self.place


def _choices(said: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(said.items())


class TermForm(forms.Form):
    """A term to count: what it is of, since when, and where."""

    kind = forms.ChoiceField(
        label=_("Which term"),
        required=False,
        choices=[
            ("", _("Another one: I say how long it is")),
            *((k.code, words.TERMS[k.code]) for k in KNOWN),
        ],
    )
    amount = forms.IntegerField(label=_("How long"), min_value=1, max_value=3700, required=False)
    unit = forms.ChoiceField(label=_("Counted in"), choices=_choices(words.UNITS), required=False)
    whose = forms.ChoiceField(label=_("Whose it is"), choices=_choices(words.WHOSE), required=False)
    start = forms.ChoiceField(label=_("It begins with"), choices=_choices(words.STARTS), required=False)
    start_on = _day(_("On the day"))
    start_time = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    seat = PlaceField(label=_("Town of the town hall"), max_length=80)
    residence = PlaceField(
        label=_("Town of the interested party"),
        max_length=80,
        required=False,
        help_text=_("If it is another one: a day that is non-working in either does not count."),
    )
    urgent = forms.BooleanField(label=_("The case goes by urgency"), required=False)
    cause = forms.ChoiceField(
        label=_("It was stopped by"),
        required=False,
        choices=[("", "—"), *((c.value, f"{c.value} · {words.CAUSES[c.value]}") for c in Cause)],
    )
    suspended_on = _day(_("Stopped from"), required=False)
    suspended_until = _day(_("It went on from"), required=False)
    granted_until = _day(_("Last day granted to answer"), required=False)
    communicated_on = _day(_("Told to the parties on"), required=False)
    extended_on = _day(_("Extended by the most, decided on"), required=False)

    FIRST = ("kind", "start_on")
    LENGTH = ("amount", "unit", "start", "start_time", "whose")
    PLACES = ("seat", "residence")
    MORE = (
        "urgent",
        "cause",
        "suspended_on",
        "suspended_until",
        "granted_until",
        "communicated_on",
        "extended_on",
    )

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def is_more_open(self) -> bool:
        """Whether anything was said of what may be folded."""
        return any(self.data.get(name) for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        """The question, at `question`."""
        cleaned = super().clean() or {}
        if not cleaned.get("kind") and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", str(words.FAULTS["no_length"]))
        if cleaned.get("cause") and not cleaned.get("suspended_on"):
            self.add_error("suspended_on", _("Write since when it was stopped."))
        if not self.errors:
            try:
                cleaned["question"] = self._question(cleaned)
            except TermFault as fault:
                self.refuse(sentences.refusal_of(fault))
        return cleaned

    def refuse(self, refusal: BadInput) -> None:
        """Put a refusal at its field."""
        said = f"{refusal} ({refusal.article})" if refusal.article else str(refusal)
        self.add_error(refusal.field if refusal.field in self.fields else None, said)

    def _question(self, said: dict[str, Any]) -> Question:
        at = said.get("start_time")
        start_on: date = said["start_on"]
        return Question(
            start_on=start_on,
            start_at=datetime.combine(start_on, at) if at else None,
            seat=said["seat"],
            residences=(said["residence"],) if said.get("residence") else (),
            kind=said.get("kind") or "",
            amount=said.get("amount") or 0,
            unit=Unit(said.get("unit") or Unit.WORKING_DAYS),
            whose=Whose(said.get("whose") or Whose.PARTY),
            start=StartKind(said.get("start") or StartKind.NOTIFICATION),
            urgent=bool(said.get("urgent")),
            suspensions=self._suspensions(said),
            extensions=(Extension(decided_on=said["extended_on"]),) if said.get("extended_on") else (),
        )

    def _suspensions(self, said: dict[str, Any]) -> tuple[Suspension, ...]:
        if not said.get("cause"):
            return ()
        return (
            Suspension(
                cause=Cause(said["cause"]),
                since=said["suspended_on"],
                until=said.get("suspended_until"),
                granted_until=said.get("granted_until"),
                communicated_on=said.get("communicated_on"),
            ),
        )
