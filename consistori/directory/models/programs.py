"""The programs that act for an entity through the API."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.db import models

from consistori.directory.models.people import Person
from consistori.kernel.clock import now
from consistori.tenancy.models import EntityModel, ScopedManager


class ApiToken(EntityModel):
    """The key of a program that works for the entity through the API [credencial d'aplicació]."""

    # Whoever has the secret finds its own row before any entity is chosen: this, and no more, passes the wall.
    extra_functions: ClassVar[list[str]] = [
        """
        CREATE OR REPLACE FUNCTION consistori_key(asked text) RETURNS SETOF directory_apitoken
        LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public AS
        $$ SELECT * FROM public.directory_apitoken t
           WHERE t.digest = asked OR (t.old_digest = asked AND t.old_until > now()) $$;
        """
    ]

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True)
    old_digest = models.CharField(max_length=64, blank=True, default="", db_default="", db_index=True)
    old_until = models.DateTimeField(null=True, blank=True)
    requests_a_minute = models.PositiveIntegerField(null=True, blank=True)
    scopes = models.JSONField(default=list)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedManager()
    anywhere: ClassVar[Any] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "digest"], name="one_token_a_digest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        """Neither withdrawn nor past its day."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now())

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()


class IdempotentAnswer(EntityModel):
    """What a POST with an `Idempotency-Key` was answered, kept 24 hours to answer the same again."""

    key = models.CharField(max_length=200)
    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "token", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key
