"""Entities and the three kinds of table: own, inherited, common."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from consistori.kernel.models import Base
from consistori.tenancy.scope import ScopeRefused, current_scope, current_writer_id

TOWN_COLOURS = [
    ("alzina", _("Holm oak")),
    ("garnet", _("Garnet")),
    ("mar", _("Sea")),
    ("mora", _("Mulberry")),
    ("terra", _("Earth")),
    ("pissarra", _("Slate")),
    ("olivera", _("Olive tree")),
    ("gespa", _("Grass")),
    ("cel", _("Sky")),
    ("vi", _("Wine")),
    ("molsa", _("Moss")),
    ("coure", _("Copper")),
]


class CommonModel(Base):
    """A row of the whole house: people, login sessions, the machine's jobs. No entity owns it."""

    append_only: ClassVar[bool] = False

    class Meta:
        abstract = True


class Entity(models.Model):
    """A tenant [ens / entidad]: town hall, trust [patronat], county council or provincial council."""

    class Kind(models.TextChoices):
        TOWN = "town", _("Town hall")
        TRUST = "trust", _("Trust")
        COUNTY = "county", _("County council")
        PROVINCE = "province", _("Provincial council")

    class Modality(models.TextChoices):
        BASIC = "basic", _("Basic")
        COMPLETE = "complete", _("Complete")
        COMPLETE_PLUS = "complete_plus", _("Complete+")

    slug = models.SlugField(unique=True, max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TOWN)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_index=True
    )
    modality = models.CharField(max_length=14, choices=Modality, default=Modality.BASIC)
    switches = models.JSONField(default=dict, blank=True)
    thresholds = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    language = models.CharField(max_length=5, default="ca")
    languages = models.JSONField(default=list, blank=True)
    colour = models.CharField(max_length=12, choices=TOWN_COLOURS, default="alzina")
    arms = models.TextField(blank=True)
    ine_code = models.CharField(max_length=5, blank=True)
    ine10 = models.CharField(max_length=10, blank=True)
    dir3 = models.CharField(
        max_length=9, blank=True, validators=[RegexValidator(r"^[A-Z]{1,2}[0-9]{7,8}$", _("Nine characters"))]
    )
    code_prefix = models.CharField(
        max_length=4, unique=True, validators=[RegexValidator(r"^[A-Z]{2,4}$", _("Two to four letters"))]
    )
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    number_pattern = models.CharField(max_length=60, default="X{year}{number:06d}")
    policy_oid = models.CharField(max_length=60, default="2.16.724.1.3.1.1.2.1.9")
    hostnames = models.JSONField(default=list, blank=True)
    tells_programs = models.BooleanField(default=False, db_default=False, editable=False)
    ancestor_ids = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ancestor_ids = [*self.parent.ancestor_ids, self.parent.pk] if self.parent else []
        super().save(*args, **kwargs)
        self.__dict__.pop("lineage", None)

    @cached_property
    def lineage(self) -> tuple[int, ...]:
        """Its own key and those of the entities above it."""
        return (self.pk, *self.ancestor_ids)

    def staff_url(self, path: str = "") -> str:
        """Address of a page of the desk when the town has no host name of its own."""
        return f"/e/{self.slug}/desk/{path}"

    @property
    def public_url(self) -> str:
        """Address of its public pages."""
        if self.hostnames:
            return f"https://{self.hostnames[0]}"
        return f"{settings.PUBLIC_URL}/e/{self.slug}"


class ScopedManager(models.Manager[Any]):
    """Sees the rows of the entities of the scope, and raises `NoScope` where nobody said which."""

    def get_queryset(self) -> models.QuerySet[Any]:
        ids = current_scope().entity_ids
        rows = super().get_queryset()
        return rows.filter(entity_id=ids[0]) if len(ids) == 1 else rows.filter(entity_id__in=ids)


class InheritedManager(models.Manager[Any]):
    """Sees the rows of the entities of the scope and of those above them."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(entity_id__in=current_scope().lineage_ids)


def _refuse_foreign_write(entity_id: int | None) -> None:
    scope = current_scope()
    if scope.writer is None:
        raise ScopeRefused("This scope only reads.")
    if entity_id != scope.writer.pk:
        raise ScopeRefused("That row belongs to another entity.")


class EntityModel(Base):
    """An *own* row: one entity's, seen and written only inside its scope."""

    append_only: ClassVar[bool] = False

    entity = models.ForeignKey(
        "tenancy.Entity",
        on_delete=models.PROTECT,
        related_name="+",
        default=current_writer_id,
        editable=False,
    )

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_foreign_write(self.entity_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_foreign_write(self.entity_id)
        return super().delete(*args, **kwargs)


class InheritedModel(Base):
    """An *inherited* row: owned and written by one entity, read by those below it."""

    append_only: ClassVar[bool] = False

    entity = models.ForeignKey(
        "tenancy.Entity",
        on_delete=models.PROTECT,
        related_name="+",
        default=current_writer_id,
        editable=False,
    )

    objects: ClassVar[Any] = InheritedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_foreign_write(self.entity_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_foreign_write(self.entity_id)
        return super().delete(*args, **kwargs)


class Counter(EntityModel):
    """The last number given in a book [llibre] of an entity in a year."""

    book = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "book", "year"], name="one_counter_a_book_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.year}: {self.last}"


class JobRun(EntityModel):
    """A long job that a person waits for, as her tray of jobs shows it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not finish")

    title = models.CharField(max_length=200)
    person_id = models.UUIDField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    result_path = models.CharField(max_length=300, blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    failures = models.JSONField(default=list, blank=True)
    seen = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @classmethod
    def of(cls, person_id: Any) -> models.QuerySet[Self]:
        return cls.objects.filter(person_id=person_id)
