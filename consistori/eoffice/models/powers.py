"""The register of powers [registre d'apoderaments / registro de apoderamientos] and each time that one was used."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consistori.eoffice.identity.powers import ChangeKind, PowerKind
from consistori.tenancy.models import EntityModel, ScopedManager

KINDS = {
    PowerKind.ONE_BODY: _("Anything with this town hall"),
    PowerKind.PROCEDURES: _("Only some procedures"),
    PowerKind.EVERYWHERE: _("Anything with any administration"),
}
ORIGINS = {
    "office": _("Given in the electronic office"),
    "counter": _("Given at the counter, before who registers it"),
    "deed": _("Before a notary, or of the commercial registry"),
}
CHANGES = {
    ChangeKind.REVOCATION: pgettext_lazy("power", "Revoked"),
    ChangeKind.RENUNCIATION: pgettext_lazy("power", "Renounced"),
    ChangeKind.EXTENSION: pgettext_lazy("power", "Extended"),
}
BASES = {
    "power": _("A power of our register"),
    "representa": _("A power of the register of Catalonia (Representa)"),
    "certificate": _("A certificate of representative"),
    "declared": _("Not proved yet"),
    "cured": _("Proved afterwards"),
}


class PowerQuerySet(models.QuerySet["RegisteredPower"]):
    """Powers by whose they are."""

    def of_grantors(self, party_ids: Any) -> PowerQuerySet:
        return self.filter(grantor_id__in=list(party_ids))

    def of_proxies(self, party_ids: Any) -> PowerQuerySet:
        return self.filter(proxy_id__in=list(party_ids))


class RegisteredPower(EntityModel):
    """A power as it was registered [apoderament inscrit / apoderamiento inscrito], for ever (Llei 39/2015, art. 6.3).

    Names and numbers are those of that day. `until` is the last day asked for, None as long as can be (five years).
    What happens later are its `changes`. `entry` is the entry by which it came, `document` what was signed.
    """

    append_only = True

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=20)
    grantor = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    grantor_name = models.CharField(max_length=420)
    grantor_identifier = models.CharField(max_length=40)
    proxy = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    proxy_name = models.CharField(max_length=420)
    proxy_identifier = models.CharField(max_length=40)
    kind = models.CharField(max_length=1, choices=[(str(key), label) for key, label in KINDS.items()])
    body = models.CharField(max_length=20, blank=True)
    procedures = models.JSONField(default=list)
    filed_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_on = models.DateField()
    until = models.DateField(null=True)
    origin = models.CharField(max_length=8, choices=list(ORIGINS.items()))
    deed = models.CharField(max_length=200, blank=True)
    entry = models.OneToOneField("registry.RegistryEntry", on_delete=models.PROTECT, related_name="power")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PowerQuerySet)()

    class Meta:
        verbose_name = _("power")
        verbose_name_plural = _("powers")
        ordering = ["-registered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "year", "number"], name="one_power_a_number"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(k) for k in PowerKind]), name="power_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(grantor_identifier=models.F("proxy_identifier")), name="power_to_another"
            ),
        ]
        indexes = [
            models.Index(fields=["entity", "grantor"], name="powers_by_grantor"),
            models.Index(fields=["entity", "proxy"], name="powers_by_proxy"),
            models.Index(fields=["entity", "reference"], name="powers_by_reference"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("eoffice:desk_power", args=[self.reference])


class PowerChange(EntityModel):
    """What happened to a power: revoked, renounced, extended; it counts since it is registered (6.7)."""

    append_only = True

    power = models.ForeignKey(RegisteredPower, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=[(str(key), label) for key, label in CHANGES.items()])
    filed_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_on = models.DateField()
    until = models.DateField(null=True)
    entry = models.ForeignKey("registry.RegistryEntry", on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["registered_at", "id"]
        indexes = [models.Index(fields=["entity", "power"], name="changes_of_a_power")]

    def __str__(self) -> str:
        return f"{self.power_id}: {self.kind}"


class Representation(EntityModel):
    """For whom something was filed and what proves it, as it was at that moment [representació acreditada] (5.4, 5.5).

    `basis` `declared` is one that was not proved: it is owed, and a later row of the same entry says that it came.
    `document` is the paper that proves it, which lies among the documents of the entry.
    """

    append_only = True

    entry = models.ForeignKey(
        "registry.RegistryEntry", on_delete=models.PROTECT, related_name="representations"
    )
    basis = models.CharField(max_length=12, choices=list(BASES.items()))
    power = models.ForeignKey(RegisteredPower, null=True, on_delete=models.PROTECT, related_name="uses")
    outside = models.CharField(max_length=80, blank=True)
    representative = models.CharField(max_length=420)
    representative_identifier = models.CharField(max_length=40)
    represented = models.CharField(max_length=420)
    represented_identifier = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    article = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["entity", "entry"], name="representations_of_an_entry")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.basis}"


class PowerElsewhere(EntityModel):
    """What another register answered about a power, kept whole: it is itself the proof (Llei 39/2015, art. 5.5).

    `kind`, `procedures` and `until` are as they count here; `said` are the bytes of the answer.
    """

    append_only = True

    register = models.CharField(max_length=30)
    reference = models.CharField(max_length=80)
    grantor_name = models.CharField(max_length=420)
    grantor_identifier = models.CharField(max_length=40)
    proxy_name = models.CharField(max_length=420)
    proxy_identifier = models.CharField(max_length=40)
    kind = models.CharField(max_length=1, choices=[(str(key), label) for key, label in KINDS.items()])
    body = models.CharField(max_length=20, blank=True)
    procedures = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField(null=True)
    asked_at = models.DateTimeField()
    said = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["entity", "proxy_identifier", "asked_at"], name="powers_elsewhere_of")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.reference}"


class CorrectionAsked(EntityModel):
    """The letter that asks to correct what was filed [requeriment d'esmena]: electronically, or who represents whom."""

    append_only = True

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic", _("To file it electronically")
        REPRESENTATION = "representation", _("To prove the representation")

    entry = models.ForeignKey(
        "registry.RegistryEntry", on_delete=models.PROTECT, related_name="corrections_asked"
    )
    kind = models.CharField(max_length=14, choices=Kind)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "entry", "kind"], name="one_letter_a_kind_an_entry")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind}"
