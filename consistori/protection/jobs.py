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
from consistori.kernel.errors import Refusal, ensure
from consistori.protection.holdings import cases_of, holdings_of
from consistori.protection.models import AccessRequest
from consistori.protection.packing import pack
from consistori.protection.policies import may_answer
from consistori.protection.services import ensure_open, ensure_reads, note_prepared
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="protection.prepare_answer", queue="exports", retry=2)
def prepare_answer(
    *, entity: Entity, run_id: str, request_id: str, person_id: str, language: str = "ca"
) -> None:
    """Gather, write the ZIP in the tray of whoever asked for it, and write down which file it was."""
    progress = Progress(entity, run_id)
    with translation.override(language):
        try:
            _prepare(entity, progress, UUID(request_id), Person.objects.get(pk=person_id))
        except Refusal as refusal:
            progress.fail(str(refusal.message))


def _prepare(entity: Entity, progress: Progress, request_id: UUID, person: Person) -> None:
    progress.begin(1)
    by = actor_of(person, entity)
    with working_for(entity):
        asked = AccessRequest.objects.select_related("party").get(pk=request_id)
        ensure(may_answer(by))
        ensure_open(asked)
        # Since it was asked for, a case may have been reserved, or she may have left the post by which she read it.
        ensure_reads(cases_of(asked.party), by=by, withheld=asked.withheld)
        language = asked.party.standing.language
        with translation.override(language):
            held = holdings_of(asked.party, withheld=asked.withheld, names_readers=asked.names_readers)
    with translation.override(language):
        made = pack(asked, held, entity, by=person.full_name, lang=language)
    with working_for(entity):
        note_prepared(asked, by=by, sha256=hashlib.sha256(made).hexdigest(), cases=held.cases)
    path = _place(entity, progress.run_id)
    path.write_bytes(made)
    name = f"{_('right-of-access')}-{slugify(held.name)[:60]}.zip"
    progress.finish(path=str(path), name=name, message=held.name)


def _place(entity: Entity, run_id: str) -> Path:
    folder = Path(settings.CACHE_ROOT) / "exports" / str(entity.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{run_id}.zip"
