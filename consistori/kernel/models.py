"""The base of every record: a UUIDv7 as its key."""

from django.db import models

from consistori.kernel.identifiers import uuid7


class Base(models.Model):
    """Abstract record with an identifier that sorts by time and cannot be guessed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
