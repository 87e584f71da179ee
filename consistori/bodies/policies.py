"""Who reads the decree book, who transcribes, sends and closes. Each answer carries its reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.directory.careers import standing_in
from consistori.directory.models import Delegation
from consistori.directory.roles import SEES_ALL, Role
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy import modality
from consistori.tenancy.scope import scope_or_none

YES = Verdict(True)
READS = frozenset({*SEES_ALL, Role.OPPOSITION})
"""The book is open to every councillor: decrees are of free access for them (ROF, art. 15; R-CLR-01)."""
STANDS_IN = (Role.ADMINISTRATOR, Role.PROCESSOR)
"""Who may substitute the secretary (RD 128/2018, art. 49 a 53), besides another one."""
SENDS = (Role.SECRETARY, Role.ADMINISTRATOR)


def is_kept(entity: Any) -> bool:
    """Whether the town keeps its decree book here."""
    return modality.is_on(entity, "decree_book")


def _is_here(actor: Actor) -> bool:
    """Of this town; outside a scope (a page that refuses) nobody is."""
    scope = scope_or_none()
    return scope is not None and actor.entity_id in scope.entity_ids


def may_read_book(actor: Actor) -> Verdict:
    """Whoever works on cases, governs or sits in the council. What is reserved is said without its title."""
    if actor.is_system or (_is_here(actor) and actor.holds(*READS)):
        return YES
    return Verdict(
        False, _("The decree book is read by whoever works here and by the councillors."), "ROF, art. 15"
    )


def may_transcribe(actor: Actor) -> Verdict:
    """Only the secretary: it is an act of public faith, reserved to her post or to whoever substitutes her."""
    if _is_here(actor) and (actor.holds(Role.SECRETARY) or stands_for_secretary(actor) is not None):
        return YES
    return Verdict(
        False, _("Only the secretary enters decrees in the book."), "RD 128/2018, art. 3.2.e; ROF, art. 200"
    )


def stands_for_secretary(actor: Actor) -> Delegation | None:
    """The substitution by which she acts today as the secretary, who is away; None without it. One statement."""
    if not actor.holds(*STANDS_IN):
        return None
    rows = standing_in(actor.person_id)
    return next((one for one in rows if one.of_post.role == Role.SECRETARY), None)


def may_annul(actor: Actor) -> Verdict:
    """The secretary notes that a decree leaves another one without effect: the mayor decided it in the decree."""
    if _is_here(actor) and actor.holds(Role.SECRETARY):
        return YES
    return Verdict(False, _("Only the secretary notes it in the book."), "RD 128/2018, art. 3.2.e")


def may_send_extracts(actor: Actor) -> Verdict:
    """The secretary, who answers for it with the mayor (ROF, art. 196.3), and the administrator."""
    if _is_here(actor) and actor.holds(*SENDS):
        return YES
    return Verdict(
        False,
        _("Only the secretary and the administrator send the extracts."),
        "LBRL, art. 56; ROF, art. 196.3",
    )


def may_close_book(actor: Actor) -> Verdict:
    """The secretary closes the book of a year that has ended."""
    if _is_here(actor) and actor.holds(Role.SECRETARY):
        return YES
    return Verdict(False, _("Only the secretary closes the book."), "ROF, art. 198 a 200")
