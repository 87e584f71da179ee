"""The forms of the staff pages of the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.bulletin.models import Edict
from consistori.deadlines.rules import Unit
from consistori.kernel.errors import Refusal


def day_field(label: Any, **said: Any) -> forms.DateField:
    """A day, as the browser picks it."""
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **said
    )


class ActForm(forms.Form):
    """A form of an act: what the act refuses is said at its field."""

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal at the field that it names, with its article."""
        words = f"{refusal.message} · {refusal.article}" if refusal.article else str(refusal.message)
        self.add_error(refusal.field if refusal.field in self.fields else None, words)


class PublishForm(ActForm):
    """From when, and for how long where one wants more than the law orders."""

    starts_on = day_field(_("From"), required=True)
    amount = forms.IntegerField(
        label=_("How many days"), required=False, min_value=1, max_value=366,
        help_text=_("Only if it is for longer than the law orders."),
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=_("Of which"), required=False,
        choices=[(Unit.WORKING_DAYS.value, _("Working days")), (Unit.NATURAL_DAYS.value, _("Natural days"))],
    )  # fmt: skip
    until_on = day_field(
        _("Or until"),
        required=False,
        help_text=_("The whole of that day. Leave it empty to have it counted."),
    )


class ExtendForm(ActForm):
    """Leave it longer."""

    until_on = day_field(_("Until"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The certificate will say it."),
    )  # fmt: skip


class TakeDownForm(ActForm):
    """Take it down."""

    why = forms.ChoiceField(label=_("Why"), choices=Edict.Why.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("By which order, or for which reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody will read it on the page of the edict, and the certificate will say it."),
    )  # fmt: skip
