"""Forms of who keeps what is offered, who attends, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.appointments.models import Desk, Service
from consistori.appointments.models.offer import Way
from consistori.directory.selectors import people_here
from consistori.kernel.errors import Refusal
from consistori.kernel.hours import WEEK
from consistori.ui.dates import weekday_name


class KeepingForm(forms.Form):
    """A form to which an act may refuse a field."""

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal of the act at its field, or at the top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ServiceForm(KeepingForm):
    """What can be asked for."""

    name_ca = forms.CharField(
        label=_("What it is for, in Catalan"), max_length=120,
        help_text=_("It follows “to speak of”: obres a la façana, padró i certificats."),
    )  # fmt: skip
    name_es = forms.CharField(label=_("The same in Spanish"), max_length=120, required=False)
    about_ca = forms.CharField(label=_("What it is, in Catalan"), max_length=300, required=False)
    about_es = forms.CharField(label=_("What it is, in Spanish"), max_length=300, required=False)
    bring_ca = forms.CharField(label=_("What to bring, in Catalan"), max_length=300, required=False)
    bring_es = forms.CharField(label=_("What to bring, in Spanish"), max_length=300, required=False)
    minutes = forms.IntegerField(label=_("Minutes of each one"), initial=20, min_value=5, max_value=240)
    break_minutes = forms.IntegerField(label=_("Minutes between two"), initial=0, min_value=0, max_value=120)
    ways = forms.MultipleChoiceField(
        label=_("How they meet"), choices=Way.choices, widget=forms.CheckboxSelectMultiple
    )
    desks: Any = forms.ModelMultipleChoiceField(
        label=_("Who attends"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    notice_hours = forms.IntegerField(
        label=_("Hours before, at least"), initial=2, min_value=0, max_value=720
    )
    days_ahead = forms.IntegerField(label=_("Days ahead, at most"), initial=60, min_value=1, max_value=365)
    is_open = forms.BooleanField(label=_("Anybody can ask for it"), required=False, initial=True)

    PLAIN = (
        "name_ca", "name_es", "about_ca", "about_es", "bring_ca", "bring_es", "minutes", "break_minutes", "ways",
        "notice_hours", "days_ahead", "is_open",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, service: Service | None = None) -> None:
        initial: dict[str, Any] = {}
        if service is not None:
            initial = {name: getattr(service, name) for name in self.PLAIN}
            initial["desks"] = [desk.pk for desk in service.desks.all()]
        super().__init__(data, initial=initial)
        self.fields["desks"].queryset = Desk.objects.all()  # type: ignore[attr-defined]


class DeskForm(KeepingForm):
    """Who attends, where and when."""

    name_ca = forms.CharField(
        label=_("Who attends, in Catalan"), max_length=120,
        help_text=_("It follows “with”: el taulell 1, l’arquitecta municipal."),
    )  # fmt: skip
    name_es = forms.CharField(label=_("Who attends, in Spanish"), max_length=120, required=False)
    place_ca = forms.CharField(
        label=_("Where, in Catalan"), max_length=120, required=False,
        help_text=_("As a sign says it: planta baixa, primera porta."),
    )  # fmt: skip
    place_es = forms.CharField(label=_("Where, in Spanish"), max_length=120, required=False)
    person = forms.ChoiceField(
        label=_("The person, if it is always the same"), required=False,
        help_text=_("While she is absent no hour of hers is given."),
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("It attends"), required=False, initial=True)

    PLAIN = ("name_ca", "name_es", "place_ca", "place_es", "is_open")

    def __init__(self, data: Any = None, *, desk: Desk | None = None) -> None:
        hours = list(desk.hours) if desk and desk.hours else [""] * WEEK
        initial: dict[str, Any] = {f"day_{n}": text for n, text in enumerate(hours)}
        if desk is not None:
            initial |= {name: getattr(desk, name) for name in self.PLAIN}
            initial["person"] = str(desk.person_id or "")
        super().__init__(data, initial=initial)
        here = [(str(one.person.pk), one.person.full_name) for one in people_here()]
        self.fields["person"].choices = [("", _("Whoever is there")), *here]  # type: ignore[attr-defined]
        for n in range(WEEK):
            self.fields[f"day_{n}"] = forms.CharField(
                label=weekday_name(n).capitalize(),
                required=False,
                max_length=80,
                help_text=_("For instance: 9.00-14.00, 16.00-19.00. Empty: closed.") if n == 0 else "",
            )


class ClosedForm(KeepingForm):
    """Days that are not as every week."""

    desk: Any = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("Everybody")
    )
    first_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    hours = forms.CharField(
        label=_("Hours of those days"), max_length=80, required=False, help_text=_("Empty: closed.")
    )
    reason_ca = forms.CharField(
        label=_("Why, in Catalan"), max_length=120, help_text=_("Whoever looks for an hour reads it.")
    )
    reason_es = forms.CharField(label=_("Why, in Spanish"), max_length=120, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["desk"].queryset = Desk.objects.all()  # type: ignore[attr-defined]
