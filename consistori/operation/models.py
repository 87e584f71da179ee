"""What the console keeps: errors of the program, and which posts of a trust came from its town."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from consistori.directory.models import Post
from consistori.tenancy.models import CommonModel, EntityModel


class Fault(CommonModel):
    """An error of the program [error del programa], once for each place where it happens.

    The trace has lines of our code and no values: neither what was typed nor what was asked of the database.
    """

    mark = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    said = models.CharField(max_length=400, blank=True)
    trace = models.TextField(blank=True)
    logger = models.CharField(max_length=120)
    path = models.CharField(max_length=200, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    entity_slug = models.CharField(max_length=60, blank=True)
    version = models.CharField(max_length=40, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-last_at"]
        indexes = [models.Index(fields=["-last_at"], name="faults_latest")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.place}"

    @property
    def as_text(self) -> str:
        """All of it, to be sent to whoever mends it."""
        moments = f"{self.times} × {self.first_at:%Y-%m-%d %H:%M} … {self.last_at:%Y-%m-%d %H:%M}"
        place = f"{self.place} · {self.logger} · {self.version}"
        return f"{self.kind}: {self.said}\n{place}\n{self.path} {self.request_id}\n{moments}\n\n{self.trace}"


class SharedPost(EntityModel):
    """A post of a trust that is there because the person holds one in the town: `source_id` is that one."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+")
    source_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "source_id"], name="one_shared_post_a_source")
        ]

    def __str__(self) -> str:
        return str(self.source_id)
