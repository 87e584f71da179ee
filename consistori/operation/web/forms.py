"""Forms of the console: a new entity, an entity that changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consistori.directory.models import LANGUAGES
from consistori.operation.arms import cleaned_arms
from consistori.operation.selectors import entities_under
from consistori.operation.services import FirstAdministrator
from consistori.tenancy.models import TOWN_COLOURS, Entity

KINDS = (Entity.Kind.TOWN, Entity.Kind.TRUST, Entity.Kind.COUNTY)
DETAILS = (
    "ine_code", "ine10", "dir3", "postcode", "address", "phone", "email", "language", "languages", "colour",
)  # fmt: skip


class ColourChoice(forms.RadioSelect):
    """Twelve colours, each with its swatch."""

    template_name = "operation/colours.html"


class EntityDetails(forms.Form):
    """What may be written of an entity, new or old."""

    ine_code = forms.CharField(label=_("INE code"), max_length=5, required=False)
    ine10 = forms.CharField(label=_("INE10 code"), max_length=10, required=False)
    dir3 = forms.CharField(label=_("DIR3 code"), max_length=9, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=5, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail of the entity"), required=False)
    language = forms.ChoiceField(label=_("First language"), choices=LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Languages of its public pages"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=TOWN_COLOURS, widget=ColourChoice)
    arms_file = forms.FileField(
        label=_("Coat of arms"),
        required=False,
        help_text=_("SVG or PNG. Only its shapes are kept."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )

    def clean_dir3(self) -> str:
        return str(self.cleaned_data["dir3"]).strip().upper()

    def clean_languages(self) -> list[str]:
        """In the order of the program, for nobody's order is told by boxes."""
        chosen = self.cleaned_data["languages"]
        return [code for code, _name in LANGUAGES if code in chosen]

    def drawing(self) -> str | None:
        """The arms that were sent, cleaned; None if none were. Raises `BadInput`."""
        sent = self.cleaned_data.get("arms_file")
        return cleaned_arms(sent.read()) if sent else None


class NewEntityForm(EntityDetails):
    """A new entity and its first administrator. With the name of a town, the rest fills itself."""

    short_name = forms.CharField(
        label=_("Name of the place"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off", "autofocus": True}),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=[(k.value, k.label) for k in KINDS])
    parent = forms.ModelChoiceField(
        label=_("Under which town hall"),
        queryset=Entity.objects.none(),
        required=False,
        empty_label=_("None: it is not a trust"),
    )
    share_staff = forms.BooleanField(label=_("The staff of the town works in the trust too"), required=False)
    name = forms.CharField(label=_("Full name"), max_length=160, required=False)
    modality = forms.ChoiceField(label=_("Modality"), choices=Entity.Modality.choices)
    given_name = forms.CharField(label=_("Given name"), max_length=60)
    family_name = forms.CharField(label=_("Family name"), max_length=90)
    admin_email = forms.EmailField(label=_("E-mail"))
    admin_language = forms.ChoiceField(label=_("How the program speaks to her"), choices=LANGUAGES)

    def __init__(self, *args: Any, province: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = entities_under(province).filter(kind__in=(Entity.Kind.TOWN, Entity.Kind.COUNTY))
        self.fields["parent"].queryset = towns  # type: ignore[attr-defined]
        for name in ("address", "phone", "email"):
            del self.fields[name]

    def code_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("ine_code", "ine10", "dir3", "postcode")]

    def entity(self) -> Entity:
        """The entity as it was written, not saved."""
        said = self.cleaned_data
        is_trust = said["kind"] == Entity.Kind.TRUST
        details = {name: said[name] for name in DETAILS if name in said}
        return Entity(
            short_name=said["short_name"].strip(),
            name=said["name"].strip(),
            kind=said["kind"],
            parent=said["parent"] if is_trust else None,
            modality=said["modality"],
            arms=self.drawing() or "",
            **details,
        )

    def administrator(self) -> FirstAdministrator:
        said = self.cleaned_data
        return FirstAdministrator(
            said["admin_email"], said["given_name"], said["family_name"], said["admin_language"]
        )


class ChangeEntityForm(EntityDetails):
    """An entity that is already there; its name in addresses and its prefix do not change."""

    short_name = forms.CharField(label=_("Name of the place"), max_length=80)
    name = forms.CharField(label=_("Full name"), max_length=160)
    hostnames = forms.CharField(
        label=_("Host names of its own"),
        required=False,
        help_text=_("Parted by commas. They must also be in ALLOWED_HOSTS."),
    )
    no_arms = forms.BooleanField(label=_("Without coat of arms: its initial instead"), required=False)
    field_order = ("short_name", "name")
    names = (
        "short_name", "name", "ine_code", "ine10", "dir3", "postcode", "address", "phone", "email", "hostnames",
    )  # fmt: skip
    looks = ("colour", "arms_file", "no_arms", "language", "languages")

    def name_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]

    def look_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.looks]

    def clean_hostnames(self) -> list[str]:
        return [host.strip().lower() for host in self.cleaned_data["hostnames"].split(",") if host.strip()]

    def values(self) -> dict[str, Any]:
        """What was written, by the names of the entity."""
        said = {name: self.cleaned_data[name] for name in (*DETAILS, "short_name", "name", "hostnames")}
        drawing = self.drawing()
        if drawing is not None:
            said["arms"] = drawing
        elif self.cleaned_data["no_arms"]:
            said["arms"] = ""
        return said


def as_written(entity: Entity) -> dict[str, Any]:
    """The entity as the form shows it."""
    names = (*DETAILS, "short_name", "name")
    return {name: getattr(entity, name) for name in names} | {"hostnames": ", ".join(entity.hostnames)}
