"""Sharing: the province keeps sheets for its towns, a town adapts or closes them, and drift is in sight."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.catalogue.procedures.events import (
    NewerSheetKeptAside,
    ProcedureAdapted,
    ProcedureClosed,
    ProcedureOpened,
    StandardProceduresAdopted,
)
from consistori.catalogue.procedures.models import Procedure, ProcedureVersion
from consistori.catalogue.procedures.policies import may_edit_procedures
from consistori.catalogue.procedures.services.writing import (
    add_version,
    create_procedure,
    named,
    publish,
    save,
)
from consistori.catalogue.procedures.standard import standard_sheets
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.adapting import newer_above, own, version_to_adapt
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce


@act
def adapt_procedure(procedure: Procedure, *, by: Actor) -> Procedure:
    """The town's own row of a sheet from above, which begins as a draft with the same text.

    Until the town publishes it, citizens go on reading the one above.
    """
    ensure(may_edit_procedures(by))
    mine, above = _own_row_of(procedure)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(mine, above.text, by=by, note=note)
    announce(ProcedureAdapted(**named(mine), from_number=above.number), by=by)
    return mine


@act
def take_newer(procedure: Procedure, *, by: Actor) -> None:
    """The newer text from above becomes the last version of the town's own, as a draft: what the town had stays among
    its versions, and is what citizens read until this one is published.
    """
    ensure(may_edit_procedures(by))
    own(procedure)
    above = newer_above(procedure)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(procedure, above.text, by=by, note=note)
    procedure.adapted_version = above
    save(procedure, "adapted_version")
    announce(ProcedureAdapted(**named(procedure), from_number=above.number), by=by)


@act
def stay_with_ours(procedure: Procedure, *, by: Actor) -> None:
    """The newer version from above has been looked at, and the town stays with its own text."""
    ensure(may_edit_procedures(by))
    own(procedure)
    above = newer_above(procedure)
    procedure.adapted_version = above
    save(procedure, "adapted_version")
    announce(NewerSheetKeptAside(**named(procedure), seen_number=above.number), by=by)


@act
def close_procedure(procedure: Procedure, *, by: Actor) -> Procedure:
    """Nobody can start it here any more; what was begun goes on. One from above is closed for this town only."""
    ensure(may_edit_procedures(by))
    if procedure.entity_id != current_entity().pk:
        procedure, _above = _own_row_of(procedure)
    own(procedure)
    if procedure.is_closed:
        raise AlreadyDone(gettext_lazy("It is already closed."))
    procedure.closed_on = today()
    save(procedure, "closed_on")
    announce(ProcedureClosed(**named(procedure)), by=by)
    return procedure


@act
def open_again(procedure: Procedure, *, by: Actor) -> None:
    """It can be started here again, with the town's own sheet if it has one published, or with the one above."""
    ensure(may_edit_procedures(by))
    own(procedure)
    if not procedure.is_closed:
        raise AlreadyDone(gettext_lazy("It is open."))
    procedure.closed_on = None
    save(procedure, "closed_on")
    announce(ProcedureOpened(**named(procedure)), by=by)


def adopt_standard_procedures(entity: Entity, by: Actor) -> int:
    """Make the sheets that come with the house the entity's own, published; its descendants inherit them.

    Those whose code is already here are left as they are. None is validated: a secretary does
    it. Returns how many came.
    """
    with working_for(entity):
        return _adopt(by=by)


@act
def _adopt(*, by: Actor) -> int:
    ensure(may_edit_procedures(by))
    known = set(Procedure.objects.values_list("code", flat=True))
    come = [text for code, text in standard_sheets().items() if code not in known]
    for text in come:
        procedure = create_procedure(by=by, text=text, note=_("The text that comes with the house"))
        publish(procedure, by=by)
    if come:
        announce(StandardProceduresAdopted(adopted_id=uuid7(), count=len(come)), by=by)
    return len(come)


def _own_row_of(procedure: Procedure) -> tuple[Procedure, ProcedureVersion]:
    """A new row of the town for a sheet from above, still without text, and the version that it comes from."""
    above = version_to_adapt(procedure)
    mine = Procedure(
        code=procedure.code,
        name_ca=procedure.name_ca,
        name_es=procedure.name_es,
        series_code=procedure.series_code,
        adapts=procedure,
        adapted_version=above,
    )
    mine.save(force_insert=True)
    return mine, above
