"""What the installation looks at in itself: its clock, its database, its worker, its secrets, its documents."""

from __future__ import annotations

import random
import stat
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consistori.backups.shape import StoredFile, hash_of
from consistori.connectors.official_time.client import NoAnswer, offset_of
from consistori.documents import blobs
from consistori.documents.models import Blob
from consistori.kernel.health import Health, bad, good, warning
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.tenancy.security import fallen_walls

A_LITTLE_OFF, FAR_OFF = 2.0, 60.0
ENTITIES_SAMPLED, BLOBS_SAMPLED = 3, 10


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def clock() -> Health:
    """Our clock beside the database's, and beside official time if a server is named (RD 4/2010, art. 15)."""
    apart = abs(float(_one("SELECT extract(epoch FROM clock_timestamp())")) - time.time())
    if apart > FAR_OFF:
        return _far(apart, _("The clocks of this machine and of the database are %(seconds)s seconds apart."))
    if not settings.TIME_SERVER:
        return warning(_("Nobody compares our clock with official time (TIME_SERVER)."))
    try:
        off = abs(offset_of(settings.TIME_SERVER))
    except NoAnswer as error:
        return warning(_("The server of official time does not answer."), str(error))
    if off > FAR_OFF:
        told = _(
            "The clock is %(seconds)s seconds off: second keys will be refused, and dates will be false."
            " Put it right before anything is registered or signed."
        )
        return _far(off, told)
    if off > A_LITTLE_OFF:
        return warning(_("The clock is some seconds off official time."), f"{off:.1f} s")
    return good(_("The clock is in step with official time."), f"{off:.2f} s")


def _far(seconds: float, sentence: Any) -> Health:
    return bad(sentence % {"seconds": round(seconds)}, f"{seconds:.1f} s")


def migrations() -> Health:
    """Every migration of this code is in the database."""
    loader = MigrationLoader(connection)
    waiting = sorted(
        f"{app}.{name}" for app, name in set(loader.disk_migrations) - set(loader.applied_migrations)
    )
    if waiting:
        return bad(
            _("The database waits for changes of this version: consistori migrate."), "\n".join(waiting)
        )
    return good(_("The database is up to date with this version."))


def walls() -> Health:
    """The policies and triggers of each table are those that this version asks for."""
    if fallen := fallen_walls(connection):
        return bad(
            _("The wall between entities does not stand in some tables: consistori migrate."),
            ", ".join(fallen),
        )
    return good(_("The wall between entities stands in every table."))


def indexes() -> Health:
    """No index was left half made."""
    found = _one(
        "SELECT coalesce(string_agg(indexrelid::regclass::text, ', '), '') FROM pg_index WHERE NOT indisvalid"
    )
    if found:
        return warning(_("An index was left half made: consistori migrate."), found)
    return good(_("Every index is whole."))


def worker() -> Health:
    """Somebody does the jobs, and none has waited for an hour."""
    alive = _one(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '2 minutes'"
    )
    if not alive:
        return bad(_("Nobody does the jobs: there is no worker."))
    late = _one(
        "SELECT count(*) FROM procrastinate_jobs j WHERE status = 'todo'"
        " AND coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events e WHERE e.job_id = j.id))"
        " < now() - interval '1 hour'"
    )
    if late:
        words = ngettext("A job has waited for an hour.", "%(late)s jobs have waited for an hour.", late)
        return warning(words % {"late": late})
    return good(_("The worker is at work, and nothing waits long."))


def secrets() -> Health:
    """The files of secrets are ours alone."""
    folder = settings.DATA_DIR / "secrets"
    files = sorted(folder.iterdir()) if folder.exists() else []
    open_ones = [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        return bad(_("Others of this machine can read secrets of the town."), ", ".join(open_ones))
    return good(_("Nobody else of this machine can read the secrets."))


def _sample() -> Iterator[tuple[Entity, str, int]]:
    entities = list(Entity.objects.all())
    for entity in random.sample(entities, min(ENTITIES_SAMPLED, len(entities))):
        with working_for(entity):
            rows = Blob.objects.filter(erased_at=None).order_by("?").values_list("sha256", "size")
            for sha256, size in islice(rows[:BLOBS_SAMPLED], BLOBS_SAMPLED):
                yield entity, sha256, size


def documents(*, hashed: bool = False) -> Health:
    """Some documents, taken by chance, have their bytes; and the very same, if they are `hashed`."""
    seen, lost = 0, []
    for entity, sha256, size in _sample():
        seen += 1
        try:
            with blobs.open_as_kept(sha256) as stream:
                found = hash_of(stream) if hashed else StoredFile(sha256, stream.seek(0, 2))
                if found != StoredFile(sha256, size):
                    lost.append(f"{entity.slug} {sha256}")
        except blobs.BlobMissing:
            lost.append(f"{entity.slug} {sha256}")
    if lost:
        return bad(
            _("The bytes of some documents are lost or spoiled: bring them from a backup."), "\n".join(lost)
        )
    return good(_("Some documents taken by chance have their bytes."), str(seen))


def documents_hashed() -> Health:
    return documents(hashed=True)
