"""The brake of a seal, its limit for each act, and who may command it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seal_events import SealLetGo, SealStopped, SealUseSet
from consistori.signature.seal_policies import may_manage_seals, may_stop_seals
from consistori.trail import act, announce

MOST_OF_ALL = 1_000_000


@act
def stop_seal(seal: Seal, *, by: Actor, reason: str) -> Seal:
    """Pull the brake of a seal: from this instant it seals nothing. Twice it stays as it was. Raises `BadInput`."""
    ensure(may_stop_seals(by))
    words = " ".join(reason.split())[:300]
    if not words:
        raise BadInput(_("Say in a line what you have seen: whoever lets it go on reads it."), field="reason")
    row: Seal = Seal.objects.kept().select_for_update(of=("self",)).get(pk=seal.pk)
    if row.is_stopped:
        return row
    row.stopped_at, row.stopped_by_name, row.stopped_why = now(), by.name, words
    row.save(update_fields=["stopped_at", "stopped_by_name", "stopped_why"])
    announce(SealStopped(seal_id=row.pk, name=row.name, reason=words), by=by)
    return row


@act
def let_seal_go_on(seal: Seal, *, by: Actor) -> Seal:
    """It seals again. Raises `AlreadyDone`."""
    ensure(may_manage_seals(by))
    row: Seal = Seal.objects.kept().select_for_update(of=("self",)).get(pk=seal.pk)
    if not row.is_stopped:
        raise AlreadyDone(_("It was not stopped."))
    row.stopped_at, row.stopped_by_name, row.stopped_why = None, "", ""
    row.save(update_fields=["stopped_at", "stopped_by_name", "stopped_why"])
    announce(SealLetGo(seal_id=row.pk, name=row.name), by=by)
    return row


@act
def set_use(fixed: AutomatedAct, *, by: Actor, per_hour: int, roles: Sequence[str] = ()) -> AutomatedAct:
    """Say how many times an hour it may seal, and which posts may command it. Raises `BadInput`, `AlreadyDone`."""
    ensure(may_manage_seals(by))
    if not 1 <= per_hour <= MOST_OF_ALL:
        raise BadInput(_("How many times an hour, at most: a number from 1."), field="per_hour")
    if unknown := set(roles) - set(Role.values):
        raise BadInput(
            _("There is no such post: %(post)s.") % {"post": ", ".join(sorted(unknown))}, field="roles"
        )
    row: AutomatedAct = AutomatedAct.objects.select_for_update(of=("self",)).get(pk=fixed.pk)
    if row.ends_on is not None:
        raise AlreadyDone(_("This automated act had ended already."))
    row.per_hour, row.roles = per_hour, sorted(set(roles))
    row.save(update_fields=["per_hour", "roles"])
    announce(SealUseSet(act_id=row.pk, what=row.kind, per_hour=per_hour, roles=list(row.roles)), by=by)
    return row
