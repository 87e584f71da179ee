"""Forms of parties; the case page uses `PartyForm` too, so they stand outside `web`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.parties.models import Channel, Party, WayChoice
from consistori.parties.selectors import similar_parties
from consistori.parties.services import PartyExists, add_party, correct_party


def put_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal beside its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


class NameFields(forms.Form):
    """What a party is called and what it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Party.Kind.choices, initial=Party.Kind.NATURAL)
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Of a firm or entity, its whole name.")
    )
    surname1 = forms.CharField(label=_("First surname"), max_length=100, required=False)
    surname2 = forms.CharField(label=_("Second surname"), max_length=100, required=False)
    language = forms.ChoiceField(
        label=_("Language in which we write to them"), choices=Party.Language.choices, initial="ca"
    )
    is_professional = forms.BooleanField(
        label=_("Acts as a member of a professional body (architect, notary…)"), required=False
    )


class PartyForm(NameFields):
    """Entering a party, alone or from inside a case. `twin` and `similar` are shown when there are any."""

    identifier = forms.CharField(
        label=_("DNI, NIE, NIF or passport"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    identifier_kind = forms.ChoiceField(
        label=_("Kind of document"),
        choices=[("", _("Known by its form")), *Party.IdentifierKind.choices],
        required=False,
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    place = forms.CharField(label=_("Town"), max_length=120, required=False)
    is_another = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = [
        "identifier", "identifier_kind", "kind", "name", "surname1", "surname2", "email", "phone", "address",
        "postcode", "place", "language", "is_professional",
    ]  # fmt: skip

    twin: Party | None = None
    similar: list[Party]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar = []

    def enter(self, by: Actor) -> Party | None:
        """Enter the party; `None` when something is to be mended or looked at first."""
        if not self.is_valid():
            return None
        values = dict(self.cleaned_data)
        is_another = values.pop("is_another")
        if not values["identifier"] and not is_another:
            self.similar = similar_parties(values["name"], values["surname1"], values["surname2"])
            if self.similar:
                return None
        try:
            return add_party(by=by, **values)
        except PartyExists as refusal:
            self.twin = refusal.twin
            put_refusal(self, refusal)
        except Refusal as refusal:
            put_refusal(self, refusal)
        return None


class CorrectionForm(NameFields):
    """Correcting the data of a party, without treading on what another has just changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def correct(self, party: Party, by: Actor) -> bool:
        """Whether it was corrected; if not, the form says why."""
        if not self.is_valid():
            return False
        try:
            correct_party(party, by=by, **self.cleaned_data)
        except Refusal as refusal:
            put_refusal(self, refusal)
            return False
        return True


class IdentifierForm(forms.Form):
    """One more identity document."""

    identifier = forms.CharField(label=_("Number"), max_length=40)
    identifier_kind = forms.ChoiceField(
        label=_("Kind of document"),
        choices=[("", _("Known by its form")), *Party.IdentifierKind.choices],
        required=False,
    )
    is_main = forms.BooleanField(label=_("From now on it is the main one"), required=False, initial=True)


class AddressForm(forms.Form):
    """Where paper reaches them."""

    lines = forms.CharField(label=_("Street, number and floor"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    place = forms.CharField(label=_("Town"), max_length=120, required=False)
    province = forms.CharField(label=_("Province"), max_length=80, required=False)


class ChannelForm(forms.Form):
    """An e-mail or a telephone, for notices."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(Channel.Kind.EMAIL, _("E-mail")), (Channel.Kind.PHONE, _("Telephone"))],
    )
    value = forms.CharField(label=_("E-mail or telephone"), max_length=254)
    verified = forms.BooleanField(label=_("I have checked that it reaches them"), required=False)


class WayForm(forms.Form):
    """The way they want, and when they told us."""

    way = forms.ChoiceField(
        label=_("How they want us to deal with them"), choices=WayChoice.Way.choices, widget=forms.RadioSelect
    )
    told_on = forms.DateField(
        label=_("Day on which they told us"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
