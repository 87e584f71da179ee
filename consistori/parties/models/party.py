"""Parties: persons and firms, with their identifiers, addresses, channels and the way they chose."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.kernel.errors import Verdict
from consistori.parties import sentences
from consistori.parties.rules.channels import PartyKind, duty_to_go_electronic
from consistori.parties.rules.identifiers import IdentifierKind
from consistori.parties.rules.masking import mask
from consistori.parties.rules.names import full_name, listed_name, telling_words
from consistori.tenancy.models import EntityModel, ScopedManager


class PartyManager(ScopedManager):
    """The parties of the town; the words of their search stay in the database."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().defer("search")

    def standing(self) -> models.QuerySet[Any]:
        """Those that are not known as another one."""
        return self.get_queryset().filter(merged_into=None)

    def family(self, party_id: Any) -> models.QuerySet[Any]:
        """The party and those that are known as it."""
        return self.get_queryset().filter(models.Q(pk=party_id) | models.Q(merged_into=party_id))


class Party(EntityModel):
    """Somebody who comes to us [persona interessada / interesado]: one row a person or firm and town.

    `name` is the given name of a person or the whole name of a firm. `sort_name` orders lists, `name_key`
    finds twins. `identifier` is its main number, kept whole and compact; the others hang as `identifiers`.
    `merged_into` is the party as which it is known now, when they turned out to be one (`PartyMerge`): always
    the last of the chain. Everything that hung on it goes on hanging on it, and is read from there.
    """

    class Kind(models.TextChoices):
        NATURAL = PartyKind.NATURAL, _("Person")
        LEGAL = PartyKind.LEGAL, _("Firm or association")
        UNINCORPORATED = PartyKind.UNINCORPORATED, _("Community without legal personality")
        ADMINISTRATION = PartyKind.ADMINISTRATION, _("Public administration")

    class Language(models.TextChoices):
        CATALAN = "ca", _("Catalan")
        SPANISH = "es", _("Spanish")

    class IdentifierKind(models.TextChoices):
        DNI = IdentifierKind.DNI, _("DNI")
        NIE = IdentifierKind.NIE, _("NIE")
        PERSONAL_NIF = IdentifierKind.PERSONAL_NIF, _("NIF of a person (K, L, M)")
        NIF = IdentifierKind.NIF, _("NIF of a firm or entity")
        PASSPORT = IdentifierKind.PASSPORT, _("Passport")
        VAT = IdentifierKind.VAT, _("VAT number of another country")
        OTHER = IdentifierKind.OTHER, _("Other document")

    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NATURAL)
    name = models.CharField(max_length=200)
    surname1 = models.CharField(max_length=100, blank=True)
    surname2 = models.CharField(max_length=100, blank=True)
    sort_name = models.CharField(max_length=420, editable=False)
    name_key = models.CharField(max_length=420, editable=False)
    identifier = models.CharField(max_length=40, blank=True)
    identifier_kind = models.CharField(max_length=12, choices=IdentifierKind, blank=True, default="")
    language = models.CharField(max_length=2, choices=Language, default=Language.CATALAN)
    is_professional = models.BooleanField(default=False)
    is_protected = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    search = SearchVectorField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = PartyManager()

    class Meta:
        ordering = ["sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "identifier"],
                condition=~models.Q(identifier=""),
                name="one_party_an_identifier",
            )
        ]
        indexes = [
            GinIndex(fields=["search"], name="party_search"),
            models.Index(fields=["entity", "sort_name", "id"], name="party_by_name"),
            models.Index(fields=["entity", "name_key"], name="party_by_key"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def standing(self) -> Party:
        """The party as which it is known now: itself, or the one with which it was united."""
        return self.merged_into or self

    @property
    def display_name(self) -> str:
        """As one says it: «Laia Riubrugent Pou»."""
        return full_name(self.name, self.surname1, self.surname2)

    @property
    def listed_name(self) -> str:
        """As it stands in a list: «Riubrugent Pou, Laia»."""
        return listed_name(self.name, self.surname1, self.surname2)

    @property
    def initials(self) -> str:
        words = [self.name, self.surname1] if self.surname1 else telling_words(self.name)
        return "".join(word[:1] for word in words if word[:1].isalnum())[:2].upper()

    @property
    def is_person(self) -> bool:
        return self.kind == Party.Kind.NATURAL

    @property
    def masked_identifier(self) -> str:
        """With four figures only, for whatever is published (R-RGP-04); a firm's is public."""
        return mask(self.identifier, self.identifier_kind) if self.is_person else self.identifier

    @property
    def obliged_electronic(self) -> Verdict:
        """Whether they must deal with us electronically, why, and by which article (R-ELE-01)."""
        return sentences.of_duty(duty_to_go_electronic(self.kind, professional=self.is_professional))


class Identifier(EntityModel):
    """A number by which a party is known: the main one and those before (a NIE before the DNI)."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12, choices=Party.IdentifierKind)
    value = models.CharField(max_length=40)
    is_main = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "value"]
        constraints = [models.UniqueConstraint(fields=["entity", "value"], name="one_identifier_a_town")]
        indexes = [models.Index(fields=["party"], name="identifier_of")]

    def __str__(self) -> str:
        return self.value


class Address(EntityModel):
    """Where a party receives paper [adreça / domicilio]; `until` is the first day it no longer holds."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="addresses")
    lines = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="ES")
    is_main = models.BooleanField(default=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "id"]
        indexes = [models.Index(fields=["party"], name="address_of")]

    def __str__(self) -> str:
        return self.one_line

    @property
    def one_line(self) -> str:
        """«Plaça de l’Església, 3 · 17999 Vall-llobera»."""
        place = " ".join(part for part in (self.postcode, self.place) if part)
        return " · ".join(part for part in (self.lines, place) if part)


class Channel(EntityModel):
    """How to reach a party with a notice [canal d'avís]: never a way to notify (Llei 39/2015, art. 41.1)."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        MOBILE = "mobile", _("Mobile phone")
        PHONE = "phone", _("Telephone")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_main = models.BooleanField(default=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "party", "kind", "value"], name="one_channel_a_value")
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


class WayChoice(EntityModel):
    """A party that is not obliged told us the way it wants; the choices before stay (RD 203/2021, art. 3)."""

    append_only: ClassVar[bool] = True

    class Way(models.TextChoices):
        ELECTRONIC = "electronic", pgettext_lazy("way", "Electronic")
        PAPER = "paper", _("On paper")

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="way_choices")
    way = models.CharField(max_length=10, choices=Way)
    told_on = models.DateField()
    effective_on = models.DateField()
    told_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["told_on", "id"]
        indexes = [models.Index(fields=["party", "told_on"], name="way_of")]

    def __str__(self) -> str:
        return f"{self.way} {self.effective_on}"
