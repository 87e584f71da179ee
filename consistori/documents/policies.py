"""Who reads and who changes a document. Higher rooms hang guards here: they know which case holds it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import PROCESSES, SEES_ALL, Role
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.tenancy.scope import current_scope

Guard = Callable[[Actor, Document], Verdict | None]

reader_guards: list[Guard] = []
"""Asked before a document is read: a no stops, a yes opens, None leaves it to the next and the roles."""

writer_guards: list[Guard] = []
"""The same before it is described, renamed, versioned, thrown away or frozen."""

kept_as_they_are: list[Guard] = []
"""Asked besides, before a document is given another text or thrown away: a no keeps it as it is."""

reserve_marks: list[Callable[[Document], bool]] = []
"""Whether a document belongs to something reserved: its reading goes straight into the chain."""

_ELSEWHERE = _("You work in another town hall.")
_BRINGS = (*PROCESSES, Role.MAYOR, Role.COUNCILLOR, Role.EXTERNAL, Role.ARCHIVIST)


def may_read(actor: Actor, document: Document) -> Verdict:
    """The roles that see all (design, decision 10), unless a guard says otherwise."""
    if actor.is_system:
        return Verdict(True)
    if actor.entity_id != document.entity_id:
        return Verdict(False, _ELSEWHERE)
    decided = _asked(reader_guards, actor, document)
    if decided is not None:
        return decided
    if actor.holds(*SEES_ALL):
        return Verdict(True)
    return Verdict(False, _("You reach the documents of the cases where you take part."))


def may_receive(actor: Actor) -> Verdict:
    """Whoever works with cases may bring documents; auditors, operators and the opposition only read."""
    if actor.is_system:
        return Verdict(True)
    if actor.entity_id not in current_scope().entity_ids:
        return Verdict(False, _ELSEWHERE)
    if actor.holds(*_BRINGS):
        return Verdict(True)
    return Verdict(False, _("Your post does not add documents: ask whoever processes the case."))


def may_change(actor: Actor, document: Document) -> Verdict:
    """Whoever may bring documents and read this one, while it is not in the bin."""
    if document.is_discarded:
        return Verdict(False, _("It is in the bin: take it out first."))
    return _may_touch(actor, document)


def may_replace(actor: Actor, document: Document) -> Verdict:
    """Give it another text, or throw it away: whoever may change it, unless something keeps it as it is."""
    changing = may_change(actor, document)
    if not changing:
        return changing
    kept = _asked(kept_as_they_are, actor, document)
    return Verdict(True) if kept is None else kept


def may_take_out(actor: Actor, document: Document) -> Verdict:
    """The same person, for what is in the bin."""
    return _may_touch(actor, document)


def is_reserved(document: Document) -> bool:
    """Whether its readings go straight into the chain."""
    return any(mark(document) for mark in reserve_marks)


def _may_touch(actor: Actor, document: Document) -> Verdict:
    receiving = may_receive(actor)
    if not receiving:
        return receiving
    reading = may_read(actor, document)
    if not reading:
        return reading
    if actor.is_system:
        return Verdict(True)
    decided = _asked(writer_guards, actor, document)
    return Verdict(True) if decided is None else decided


def _asked(guards: list[Guard], actor: Actor, document: Document) -> Verdict | None:
    opened = None
    for guard in guards:
        verdict = guard(actor, document)
        if verdict is not None and not verdict.ok:
            return verdict
        opened = opened or verdict
    return opened
