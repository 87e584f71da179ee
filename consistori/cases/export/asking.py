"""Asking for the whole case: the act, the job that prepares it, and the same for a command."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consistori.cases import selectors
from consistori.cases.events import CaseTaken
from consistori.cases.export.packing import write_package
from consistori.cases.export.planning import ExportPlan, plan_export
from consistori.cases.models import CaseFile
from consistori.cases.policies import may_take_away
from consistori.documents import blobs
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal, ensure
from consistori.tenancy import jobs
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce
from consistori.trail.readings import record_reading


@act
def ask_for_export(case: CaseFile, *, by: Actor) -> JobRun:
    """Leave the package to be prepared [emportar-se l'expedient]: the tray of jobs will have its link."""
    ensure(may_take_away(by, case))
    plan = plan_export(case)
    record_reading(by=by, kind="case_export", id=case.pk, label=case.number, reserved=case.reserved)
    announce(
        CaseTaken(
            case_id=case.pk,
            number=case.number,
            documents=len(plan.documents),
            sha256=hashlib.sha256("".join(d.sha256 for d in plan.documents).encode()).hexdigest(),
        ),
        by=by,
    )
    title = _("The whole case %(number)s") % {"number": case.number}
    return jobs.start_long(
        prepare_export,
        title=title,
        by=by,
        total=len(plan.documents),
        case_id=str(case.pk),
        language=translation.get_language() or "ca",
    )


@entity_job(name="cases.prepare_export", queue="exports", retry=3)
def prepare_export(*, entity: Entity, run_id: str, case_id: str, language: str = "ca") -> None:
    """Write the package to a file of the tray, with nothing locked."""
    progress = Progress(entity, run_id)
    with translation.override(language):
        try:
            plan = planned(entity, UUID(case_id))
            progress.begin(len(plan.documents))
            path = _place(entity, run_id)
            with path.open("wb") as to:
                write_package(plan, to, pieces_of(entity), told=progress.step)
            progress.finish(path=str(path), name=f"{plan.number}.zip", message=plan.title)
        except Refusal as refusal:
            _place(entity, run_id).unlink(missing_ok=True)
            progress.fail(str(refusal.message))


def planned(entity: Entity, case_id: UUID) -> ExportPlan:
    """The plan, read in a short transaction."""
    with working_for(entity):
        return plan_export(selectors.with_cover(CaseFile.objects.filter(pk=case_id)).get())


def pieces_of(entity: Entity) -> Callable[[str], Any]:
    """The bytes of a blob of the entity; only its path needs the scope."""

    def pieces(sha256: str) -> Any:
        with working_for(entity):
            path = blobs.existing_path(sha256)
        return _read(path)

    return pieces


def _read(path: Path) -> Any:
    with path.open("rb") as stream:
        while piece := stream.read(blobs.PIECE):
            yield piece


def _place(entity: Entity, run_id: str) -> Path:
    folder = Path(settings.CACHE_ROOT) / "exports" / str(entity.pk)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{run_id}.zip"


def export_to(case_id: UUID, entity: Entity, to: BinaryIO) -> ExportPlan:
    """The same package to any stream, for a command."""
    plan = planned(entity, case_id)
    write_package(plan, to, pieces_of(entity))
    return plan
