"""Who reads which case (design, decision 10), once as a filter of rows and once as an answer about one of
them.

The two say the same: `tests/test_visibility.py` holds them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from consistori.cases import signatures
from consistori.cases.tasks import reading
from consistori.directory.roles import GRANTED, SEES_ALL, Role
from consistori.kernel.actor import Actor

if TYPE_CHECKING:
    from consistori.cases.models import CaseFile

NOBODY = Q(pk__in=[])
EVERYBODY = Q()


def of_any(actors: Iterable[Actor], rows: Callable[[Actor], Q]) -> Q:
    """One person in several entities: in each, what she reads there."""
    either = NOBODY
    for actor in actors:
        either |= rows(actor)
    return either


class Standing(Enum):
    """Why somebody reads a case, or does not."""

    PROGRAM = auto()
    AUDITOR = auto()
    COLLEAGUE = auto()
    CARRIES_IT = auto()
    SAME_UNIT = auto()
    RESERVED_ROLE = auto()
    ASKED_TO_SIGN = auto()
    HAS_TASK = auto()
    GRANTED = auto()
    RESERVED = auto()
    OPPOSITION = auto()
    NOT_HERS = auto()
    LOGS_ONLY = auto()
    NO_GRANT = auto()
    NO_POST = auto()


READS = frozenset(
    {
        Standing.PROGRAM,
        Standing.AUDITOR,
        Standing.COLLEAGUE,
        Standing.CARRIES_IT,
        Standing.SAME_UNIT,
        Standing.RESERVED_ROLE,
        Standing.ASKED_TO_SIGN,
        Standing.HAS_TASK,
        Standing.GRANTED,
    }
)
# Whoever reaches cases only through her own unit, task or signature.
OWN_ONLY = frozenset({Role.EXTERNAL})


def readable_by(actor: Actor) -> Q:
    """The cases whose contents the actor may read: of her own entity, whatever the scope."""
    if actor.is_system:
        return EVERYBODY
    if actor.holds(Role.AUDITOR):
        return Q(entity_id=actor.entity_id)
    team = actor.holds(*SEES_ALL)
    here, granted = Q(entity_id=actor.entity_id), _granted(actor)
    if not team and not actor.holds(*OWN_ONLY):
        return here & granted if granted is not None else NOBODY
    hers = _hers(actor) if granted is None else _hers(actor) | granted
    if not team:
        if actor.person_id is not None:
            hers |= Q(reserved=False, pk__in=reading.cases_with_task_of(actor.person_id))
        return here & hers
    if units := sorted(actor.unit_ids):
        hers |= Q(reserved_units__overlap=units)
    return here & (Q(reserved=False) | Q(reserved_to__overlap=sorted(actor.roles)) | hers)


def known_by(actor: Actor) -> Q:
    """The cases that the actor may know to exist: a colleague sees the number of the reserved ones."""
    if actor.is_system:
        return EVERYBODY
    return Q(entity_id=actor.entity_id) if knows_every_case(actor) else readable_by(actor)


def knows_every_case(actor: Actor) -> bool:
    """Whether the actor may know that every case of her entity exists, although some are reserved."""
    return actor.is_system or actor.holds(*SEES_ALL)


def _granted(actor: Actor) -> Q | None:
    """What the town lets her see until a moment: some cases, or all that are not reserved."""
    if not actor.grants:
        return None
    if any(grant.case_id is None for grant in actor.grants):
        return Q(reserved=False) | Q(pk__in=[grant.case_id for grant in actor.grants if grant.case_id])
    return Q(pk__in=[grant.case_id for grant in actor.grants])


def _is_granted(actor: Actor, case: CaseFile) -> bool:
    return any(
        grant.case_id == case.pk or (grant.case_id is None and not case.reserved) for grant in actor.grants
    )


def _hers(actor: Actor) -> Q:
    """Hers by post: what she carries, what lies in her unit, what she was asked to sign."""
    units = sorted(actor.unit_ids)
    if actor.person_id is None:
        # A program is nobody: what nobody carries is not its own.
        return Q(unit_id__in=units) if units else NOBODY
    hers = Q(carried_by_id=actor.person_id) | Q(pk__in=signatures.cases_to_sign_by(actor.person_id))
    return hers | Q(unit_id__in=units) if units else hers


def standing_of(
    actor: Actor, case: CaseFile, *, asked_to_sign: bool = False, has_task: bool = False
) -> Standing:
    """The first reason by which the actor reads the case, or the one by which she does not."""
    if actor.is_system:
        return Standing.PROGRAM
    if not actor.posts or actor.entity_id != case.entity_id:
        return Standing.NO_POST
    if actor.holds(Role.AUDITOR):
        return Standing.AUDITOR
    team = actor.holds(*SEES_ALL)
    if not team and not actor.holds(*OWN_ONLY):
        return Standing.GRANTED if _is_granted(actor, case) else _outside(actor)
    if case.carried_by_id is not None and case.carried_by_id == actor.person_id:
        return Standing.CARRIES_IT
    if case.unit_id is not None and case.unit_id in actor.unit_ids:
        return Standing.SAME_UNIT
    if asked_to_sign:
        return Standing.ASKED_TO_SIGN
    if has_task and not team and not case.reserved:
        return Standing.HAS_TASK
    if _is_granted(actor, case):
        return Standing.GRANTED
    return _by_role(actor, case) if team else Standing.NOT_HERS


def _outside(actor: Actor) -> Standing:
    """Why somebody whose post reaches no case by itself does not read this one."""
    if actor.holds(Role.OPPOSITION):
        return Standing.OPPOSITION
    if actor.holds(Role.DATA_PROTECTION):
        return Standing.LOGS_ONLY
    return Standing.NO_GRANT if actor.holds(Role.OPERATOR, GRANTED) else Standing.NOT_HERS


def _by_role(actor: Actor, case: Any) -> Standing:
    if not case.reserved:
        return Standing.COLLEAGUE
    named = actor.roles & set(case.reserved_to) or actor.unit_ids & set(case.reserved_units)
    return Standing.RESERVED_ROLE if named else Standing.RESERVED
