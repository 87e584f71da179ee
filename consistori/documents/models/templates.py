"""Templates [plantilles / plantillas] and clauses [clàusules / cláusulas], with their versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consistori.kernel.clock import now
from consistori.tenancy.adapting import Shared
from consistori.tenancy.models import InheritedManager, InheritedModel

LONGEST_BODY = 200_000
"""Characters of a text in one language: some sixty pages."""

LANGUAGES = ("ca", "es")


class TemplateQuerySet(models.QuerySet["Template"]):
    """Templates by what they are."""

    def texts(self) -> Self:
        """Whole texts, from which documents begin."""
        return self.filter(kind=Template.Kind.TEXT)

    def clauses(self) -> Self:
        """Pieces that texts include: house paragraphs and appeal footers."""
        return self.exclude(kind=Template.Kind.TEXT)


class TemplateManager(InheritedManager.from_queryset(TemplateQuerySet)):  # type: ignore[misc]
    """The templates of the entities of the scope and of those above them."""


class Template(Shared, InheritedModel):
    """A template [plantilla]: a text to begin from, a house paragraph, or an appeal footer [peu de recurs].

    The province shares it with its towns; a town that wants it another way has its own row with the same `code`, which
    names (`adapts`, `adapted_version`) the published version it comes from. The nearest published row of a code is the
    one in force. `series_codes` empty means for any series. `published` is the version that documents use; `latest`
    may be a draft that nobody uses yet. `letterhead` waits for papers without the one of the house: nothing draws them.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text of a document")
        CLAUSE = "clause", _("House paragraph")
        FOOTER = "footer", _("Appeal footer")

    class Letterhead(models.TextChoices):
        HOUSE = "house", _("With the letterhead of the town hall")
        PLAIN = "plain", _("Without letterhead")

    class Appeal(models.TextChoices):
        ENDS_WAY = "ends_way", _("The act ends the administrative way")
        NOT_ENDS = "not_ends", _("The act does not end the administrative way")
        LOCAL_TAX = "local_tax", _("Local taxes and other public income")
        STEP = "step", _("Procedural step: no appeal of its own")
        OTHER_BODY = "other_body", _("Between administrations: request before the court")

    code = models.SlugField(max_length=60)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    name_ca = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    document_type = models.CharField(max_length=30, blank=True)
    series_codes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    appeal = models.CharField(max_length=10, choices=Appeal, blank=True, default="")
    letterhead = models.CharField(max_length=5, choices=Letterhead, default=Letterhead.HOUSE)
    published = models.ForeignKey(
        "TemplateVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    latest = models.ForeignKey(
        "TemplateVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adapts = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations"
    )
    adapted_version = models.ForeignKey(
        "TemplateVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_on = models.DateField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = TemplateManager()

    class Meta:
        ordering = ["place", "code"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "code"], name="one_template_a_code"),
            models.CheckConstraint(
                condition=Q(adapts=None, adapted_version=None)
                | Q(adapts__isnull=False, adapted_version__isnull=False),
                name="adapted_templates_say_from_which_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents:template", args=[self.code])

    @property
    def languages(self) -> tuple[str, ...]:
        """In which what is in use is written."""
        return self.published.languages if self.published is not None else ()

    @property
    def is_text(self) -> bool:
        return self.kind == Template.Kind.TEXT

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None


class TemplateVersion(InheritedModel):
    """The text of a template at a moment, in Catalan and in Spanish; never changed, the next one follows it.

    `body_ca` and `body_es` are clean HTML with merge fields in it, a block a line.
    """

    append_only: ClassVar[bool] = True

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body_ca = models.TextField(blank=True)
    body_es = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=now)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "template", "number"], name="one_version_a_number_of_template"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id} v{self.number}"

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it is written."""
        return tuple(code for code in LANGUAGES if getattr(self, f"body_{code}").strip())

    def body(self, language: str) -> str:
        """In that language, or in the one in which it is written."""
        return (self.body_es or self.body_ca) if language.startswith("es") else (self.body_ca or self.body_es)
