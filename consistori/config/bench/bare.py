"""The floor of every figure: Django with no middleware, one view that answers and one that inserts a row.

A program of its own (`gunicorn consistori.config.bench.bare:application`) with the same server, the same number of
workers and the same database; its table is created and dropped by the bench.
"""

from __future__ import annotations

import os

from django.conf import settings

from consistori.config import environment as env

if not settings.configured:
    settings.configure(
        SECRET_KEY="floor",  # noqa: S106 - it signs nothing
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="consistori.config.bench.bare",
        DATABASES={"default": env.database(os.environ["DATABASE_URL"])},
        USE_TZ=True,
    )

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

from consistori.kernel.identifiers import uuid7  # noqa: E402

TABLE = "bench_floor"
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (id uuid PRIMARY KEY, number text, title text, created_at timestamptz)"


class Row(models.Model):
    """As little as a case could be."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.TextField()
    title = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = TABLE
        managed = False

    def __str__(self) -> str:
        return self.number


def answer(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"bare": True})


def insert(request: HttpRequest) -> JsonResponse:
    row = Row(number="X2026000001", title="Terrassa al carrer Nou, 12")
    row.save(force_insert=True)
    return JsonResponse({"id": str(row.pk)}, status=201)


urlpatterns = [path("", answer), path("rows", insert)]
application = get_wsgi_application()
