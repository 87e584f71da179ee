"""Forms of who keeps what the office says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.models import OfficeSetting
from consistori.eoffice.office.hours import WEEK, HoursFault, read_day
from consistori.ui.dates import weekday_name

LONGEST_TEXT = 20_000


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=False, **options)


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


class HoursField(forms.CharField):
    """The hours of a day; empty: closed."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            read_day(text)
        except HoursFault as fault:
            raise forms.ValidationError(
                _("“%(said)s” is not an hour to another: write 9.00-14.00, 16.00-19.00"),
                params={"said": str(fault)},
            ) from fault
        return text


class SettingForm(forms.Form):
    """The hours of the counter, day by day, and the act that created the office."""

    def __init__(self, data: Any = None, *, kept: OfficeSetting | None = None) -> None:
        names = ("creation_act", "creation_published", "creation_url", "protection_email")
        hours = list(kept.hours) if kept and kept.hours else [""] * WEEK
        initial = {f"day_{n}": text for n, text in enumerate(hours)}
        initial |= {name: getattr(kept, name) for name in names} if kept else {}
        super().__init__(data, initial=initial)
        for n in range(WEEK):
            self.fields[f"day_{n}"] = HoursField(
                label=weekday_name(n).capitalize(),
                required=False,
                max_length=80,
                help_text=_("For instance: 9.00-14.00, 16.00-19.00. Empty: closed.") if n == 0 else "",
            )
        self.fields["creation_act"] = forms.CharField(
            label=_("Act that created the office"), max_length=200, required=False,
            help_text=_("For instance: Ordinance of the e-administration, agreement of the plenary of 3 March 2020."),
        )  # fmt: skip
        self.fields["creation_published"] = forms.CharField(
            label=_("Where it was published"), max_length=200, required=False
        )
        self.fields["creation_url"] = forms.URLField(
            label=_("Its address on the web"), required=False, assume_scheme="https"
        )
        self.fields["protection_email"] = forms.EmailField(
            label=_("E-mail of the data protection officer"), required=False
        )

    @property
    def said(self) -> dict[str, Any]:
        """What `change_setting` takes."""
        rest = {name: text for name, text in self.cleaned_data.items() if not name.startswith("day_")}
        return {"hours": [self.cleaned_data[f"day_{n}"] for n in range(WEEK)], **rest}


class TextForm(forms.Form):
    """The text of a page in one language."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "A blank line parts paragraphs. Lines that begin with “- ” make a list. Empty: the proposed text."
        ),
    )


class EndForm(forms.Form):
    """When an incident ended, and to which day terms go."""

    ends_at = _moment(_("Until when"), required=False, help_text=_("Empty: it still lasts."))
    extended_to = _day(
        _("Terms are extended to"),
        help_text=_("Only those that had not expired when it began. Empty: no term is extended."),
    )
    decision = forms.CharField(
        label=_("Decision that extends them"), max_length=200, required=False,
        help_text=_("For instance: Decree 2026/0187 of the mayor."),
    )  # fmt: skip
    is_general = forms.BooleanField(
        label=_("It extends the terms of every procedure, ours too"), required=False,
        help_text=_("Only after an attack (Law 39/2015, article 32.5). If not, only the terms of people are extended."),
    )  # fmt: skip


class IncidentForm(EndForm):
    """What does not work, or will not."""

    what_ca = forms.CharField(label=_("What happens, in Catalan"), max_length=300)
    what_es = forms.CharField(label=_("The same in Spanish"), max_length=300, required=False)
    is_planned = forms.BooleanField(label=_("It is planned: we announce it before"), required=False)
    starts_at = _moment(_("From when"))
    alternative = forms.CharField(
        label=_("How to file meanwhile"), max_length=300, required=False,
        help_text=_("Another registry, the counter, the phone."),
    )  # fmt: skip

    field_order = (
        "what_ca",
        "what_es",
        "is_planned",
        "starts_at",
        "ends_at",
        "alternative",
        "extended_to",
        "decision",
        "is_general",
    )


class PublicNoticeForm(forms.Form):
    """What everybody is told."""

    title_ca = forms.CharField(label=_("What it is about, in Catalan"), max_length=160)
    title_es = forms.CharField(label=_("The same in Spanish"), max_length=160, required=False)
    text_ca = forms.CharField(
        label=_("Text, in Catalan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_es = forms.CharField(
        label=_("Text, in Spanish"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    day = _day(_("The day it is about"), help_text=_("It is written in the margin. Empty: none."))
    last_day = _day(_("Last day that it is shown"), help_text=_("Empty: until you take it down."))
