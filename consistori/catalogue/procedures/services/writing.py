"""Writing a sheet: each save is a version that stays; citizens read one of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.events import (
    ProcedurePublished,
    ProcedureValidated,
    ProcedureWritten,
)
from consistori.catalogue.procedures.faults import lazily
from consistori.catalogue.procedures.lines import line_of
from consistori.catalogue.procedures.models import Procedure, ProcedureReview, ProcedureVersion
from consistori.catalogue.procedures.plain import score_of
from consistori.catalogue.procedures.policies import may_edit_procedures, may_validate
from consistori.catalogue.procedures.reading import LONGEST_TEXT, SheetFault, read
from consistori.catalogue.procedures.sheet import Sheet
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.adapting import ensure_edition, next_number, own
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def create_procedure(*, by: Actor, text: str, note: str = "") -> Procedure:
    """A new procedure of this entity, of which `text` is the first draft. Raises `SheetFault`, `AlreadyDone`."""
    ensure(may_edit_procedures(by))
    sheet = read(_tidy(text))
    if Procedure.objects.filter(code=sheet.code).exists():
        said = _("There is already a procedure %(code)s: choose another code, or adapt it.")
        raise AlreadyDone(lazily(said, code=sheet.code), field="text")
    procedure = Procedure(code=sheet.code, **_named_as(sheet))
    procedure.save(force_insert=True)
    add_version(procedure, text, by=by, note=note)
    return procedure


@act
def write_draft(
    procedure: Procedure, *, by: Actor, text: str, note: str = "", edition: int | None = None
) -> ProcedureVersion:
    """Another version of its sheet, that citizens do not read yet. It may have faults: publishing tells them.

    `edition` is the one that was read: raises `Stale` if somebody wrote it meanwhile, and nothing is lost.
    """
    ensure(may_edit_procedures(by))
    ensure_edition(own(procedure), edition)
    return add_version(procedure, text, by=by, note=note)


@act
def publish(procedure: Procedure, *, by: Actor, version: ProcedureVersion | None = None) -> Sheet:
    """Citizens read this version (the last one, if not said) from now on. Raises `SheetFault`: the old one serves on.

    Any version can be put in use again, so that a bad change is undone at once.
    """
    ensure(may_edit_procedures(by))
    own(procedure)
    chosen = version or procedure.latest
    if chosen is None or chosen.procedure_id != procedure.pk:
        raise BadInput(_("Write it first."), field="text")
    if chosen.pk == procedure.published_id:
        raise AlreadyDone(_("Citizens already read this version."))
    sheet = read(chosen.text)
    if sheet.code != procedure.code:
        said = _("Here the code is %(code)s: it cannot change, entries and cases have it written.")
        raise SheetFault(line_of(chosen.text, ("code",)), lazily(said, code=procedure.code))
    procedure.published = chosen
    for name, value in _named_as(sheet).items():
        setattr(procedure, name, value)
    save(procedure, "published", "name_ca", "name_es", "series_code")
    announce(ProcedurePublished(**named(procedure), number=chosen.number), by=by)
    return sheet


@act
def validate(procedure: Procedure, *, by: Actor) -> ProcedureReview:
    """The secretary says that what citizens read is right: their name and the day are shown with it.

    Of an inherited sheet too: it counts for this entity and those below it.
    """
    ensure(may_validate(by))
    version = procedure.published
    if version is None or procedure.is_closed:
        raise BadInput(_("It is not published: there is nothing to validate yet."))
    if ProcedureReview.objects.filter(entity=current_entity(), reviewed=version).exists():
        raise AlreadyDone(_("This version is already validated."))
    review = ProcedureReview(reviewed=version, made_by=by.person_id, made_by_name=by.name[:160])
    review.save(force_insert=True)
    announce(ProcedureValidated(**named(procedure), number=version.number), by=by)
    return review


def add_version(procedure: Procedure, text: str, *, by: Actor, note: str = "") -> ProcedureVersion:
    """Keep another version and make it the last one."""
    before = procedure.latest
    kept = _tidy(text)
    if before is not None and before.text == kept:
        raise AlreadyDone(_("It says the same as the last version: nothing to keep."))
    version = ProcedureVersion(
        procedure=procedure,
        number=next_number(procedure),
        text=kept,
        note=note.strip()[:200],
        plain_score=_score(kept),
        made_by=by.person_id,
        made_by_name=by.name[:160],
    )
    version.save(force_insert=True)
    procedure.latest = version
    save(procedure, "latest")
    announce(ProcedureWritten(**named(procedure), number=version.number, note=version.note), by=by)
    return version


def save(procedure: Procedure, *names: str) -> None:
    """Write those fields; its edition grows."""
    procedure.version += 1
    procedure.changed_at = now()
    procedure.save(update_fields=[*names, "version", "changed_at"])


def named(procedure: Procedure) -> dict[str, Any]:
    """What its facts carry."""
    return {"procedure_id": procedure.pk, "code": procedure.code, "name": procedure.name_ca}


def _named_as(sheet: Sheet) -> dict[str, str]:
    return {
        "name_ca": sheet.name["ca"],
        "name_es": sheet.name["es"],
        "series_code": sheet.series[:30],
    }


def _tidy(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadInput(_("The text is too long: a sheet fits in thirty pages."), field="text")
    if "\x00" in text:
        raise BadInput(_("There is a character that may not be here."), field="text")
    return text.replace("\r\n", "\n").strip() + "\n"


def _score(text: str) -> int | None:
    try:
        return score_of(read(text))
    except SheetFault:
        return None
