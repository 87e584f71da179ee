"""Putting together the answer to a right of access, with nothing locked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.protection.holdings import holdings_of
from consistori.protection.models import AccessRequest
from consistori.protection.packing import pack
from consistori.protection.services import note_prepared
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="protection.prepare_answer", queue="exports", retry=2)
def prepare_answer(
    *, entity: Entity, run_id: str, request_id: str, person_id: str, language: str = "ca"
) -> None:
    """Gather, write the ZIP in the tray of whoever asked for it, and write down which file it was."""
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(language):
        progress.begin(1)
        by = actor_of(person, entity)
        with working_for(entity):
            asked = AccessRequest.objects.select_related("party").get(pk=UUID(request_id))
            held = holdings_of(asked.party, withheld=asked.withheld, names_readers=asked.names_readers)
        with translation.override(asked.party.language):
            made = pack(asked, held, entity, by=person.full_name, lang=asked.party.language)
        path = _place(entity, run_id)
        path.write_bytes(made)
        with working_for(entity):
            note_prepared(asked, by=by, sha256=hashlib.sha256(made).hexdigest())
        name = f"{_('right-of-access')}-{slugify(held.name)[:60]}.zip"
        progress.finish(path=str(path), name=name, message=held.name)


def _place(entity: Entity, run_id: str) -> Path:
    folder = Path(settings.CACHE_ROOT) / "exports" / str(entity.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{run_id}.zip"
