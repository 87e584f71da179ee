"""People who work here, their units and posts."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from consistori.directory.roles import Role
from consistori.kernel.models import Base
from consistori.tenancy.models import CommonModel, EntityModel, ScopedManager

LANGUAGES = [("ca", "Català"), ("es", "Español")]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser, Base):
    """Somebody who works in one or more entities [persona treballadora o electa]; her login is one."""

    append_only: ClassVar[bool] = False

    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=90)
    language = models.CharField(max_length=5, default="ca", choices=LANGUAGES)
    is_active = models.BooleanField(default=True)
    phone = models.CharField(max_length=20, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    class Meta:
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def is_staff(self) -> bool:
        return False


class Unit(EntityModel):
    """A unit [unitat / unidad] of the entity: secretariat, urban planning, brigade."""

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="one_unit_a_name")]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def live(self, on: date) -> PostQuerySet:
        """The posts that are held on that day; `ends_on` is the first day without it."""
        return self.filter(starts_on__lte=on).filter(models.Q(ends_on=None) | models.Q(ends_on__gt=on))


class Post(EntityModel):
    """A post [lloc / puesto] that a person holds between two dates, with the role it gives."""

    extra_policies: ClassVar[list[tuple[str, str]]] = [
        (
            "consistori_own_posts",
            "FOR SELECT USING (person_id = nullif(current_setting('consistori.person', true), '')::uuid)",
        )
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=14, choices=Role)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    title_ca = models.CharField(max_length=120)
    title_es = models.CharField(max_length=120, blank=True)
    heads_unit = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager.from_queryset(PostQuerySet)()
    anywhere: ClassVar[Any] = models.Manager.from_queryset(PostQuerySet)()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="post_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.title_ca}"

    def title(self, language: str) -> str:
        return self.title_es if language.startswith("es") and self.title_es else self.title_ca


class PersonTown(CommonModel):
    """The town in which a person said she is today [avui soc a…]."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="town")
    last_entity = models.ForeignKey("tenancy.Entity", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} · {self.last_entity}"
