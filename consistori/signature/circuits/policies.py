"""Who begins a circuit, takes it back, changes or passes over a step, and writes what is proposed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.directory.policies import may_manage_people
from consistori.directory.roles import PROCESSES, Role
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.signature.models import Circuit
from consistori.signature.policies import may_ask


def may_begin(actor: Actor, document: Document) -> Verdict:
    """Whoever may ask for signatures, and reads the document."""
    asking = may_ask(actor)
    return may_read(actor, document) if asking else asking


def may_recall(actor: Actor, circuit: Circuit) -> Verdict:
    """Whoever began it, and any other who works on cases: nobody's absence blocks a paper."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    if actor.person_id is not None and actor.person_id == circuit.begun_by_id:
        return Verdict(True)
    return Verdict(False, _("Whoever began it takes it back, or whoever works on the cases."))


def may_arrange(actor: Actor, circuit: Circuit) -> Verdict:
    """Ask another post for a step, or go on without it: the same, and whoever manages people."""
    return Verdict(True) if may_manage_people(actor) else may_recall(actor, circuit)


def may_propose(actor: Actor) -> Verdict:
    """What is proposed for each type is a rule of the house: the secretary and the administrator write it."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(False, _("The secretary and the administrator write the circuits that are proposed."))
