"""Who gives entries out, who takes them and who sees them. Each answer carries its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import EntryTaken, NoteRecipient
from consistori.cases.policies import may_work_on
from consistori.directory.roles import PROCESSES, SEES_ALL, Role
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.registry.models import EntryDocument, EntryState, RegistryEntry
from consistori.registry.policies import may_read_books

YES = Verdict(True)
DISTRIBUTES = (Role.SECRETARY, Role.ADMINISTRATOR, Role.REGISTRAR)
HAS_IT = (NoteRecipient.State.WAITING, NoteRecipient.State.ACCEPTED)


def may_distribute(actor: Actor) -> Verdict:
    """Whoever writes the process note: the secretary, the administrator, or who keeps the registry."""
    if actor.is_system or actor.holds(*DISTRIBUTES):
        return YES
    return Verdict(False, _("Entries are given out by the secretary or by whoever keeps the registry."))


def may_send(actor: Actor, entry: RegistryEntry) -> Verdict:
    """Whoever gives entries out; and whoever has this one, to pass it on."""
    if (standing := _may_touch(entry)) is not YES:
        return standing
    giving = may_distribute(actor)
    return giving if giving or not waits_for(actor, entry) else YES


def may_take(actor: Actor, entry: RegistryEntry) -> Verdict:
    """Whoever processes cases, so that no entry waits for one person; and whoever has it."""
    if (standing := _may_touch(entry)) is not YES:
        return standing
    if actor.is_system or actor.holds(*PROCESSES) or waits_for(actor, entry):
        return YES
    return Verdict(False, _("Entries are taken by whoever processes cases, or by whoever they were sent to."))


def may_return(actor: Actor, entry: RegistryEntry) -> Verdict:
    """Whoever has it."""
    if (standing := _may_touch(entry)) is not YES:
        return standing
    if waits_for(actor, entry):
        return YES
    return Verdict(False, _("It is not in your hands: only whoever has it returns it."))


def may_undo(actor: Actor, taken: EntryTaken) -> Verdict:
    """Whoever took it and whoever gives entries out, while the case is open and they work on it."""
    if (standing := _may_touch(taken.entry)) is not YES:
        return standing
    if taken.case.is_closed:
        return Verdict(False, _("The case is closed: its index is fixed."), "RD 203/2021, art. 51")
    if not actor.is_system and taken.by_id != actor.person_id and not (giving := may_distribute(actor)):
        return giving
    return may_work_on(actor, taken.case)


def may_see(actor: Actor, entry: RegistryEntry) -> Verdict:
    """Whoever reads the books; and whoever it was sent to."""
    reading = may_read_books(actor)
    if reading or actor.entity_id != entry.entity_id:
        return reading
    return YES if _was_sent_to(actor, entry) else reading


def waits_for(actor: Actor, entry: RegistryEntry) -> bool:
    """Whether it is in her hands now. One statement."""
    if actor.person_id is None:
        return False
    waiting = NoteRecipient.State.WAITING
    return bool(NoteRecipient.objects.filter(entry=entry, person_id=actor.person_id, state=waiting).exists())


def may_read_document_sent(actor: Actor, document: Document) -> Verdict | None:
    """Whoever was sent an entry reads what it brought, although her post does not read the books.

    Only while no case has taken it: from then on the case says who reads.
    """
    if actor.person_id is None or actor.holds(*SEES_ALL):
        return None
    entries = EntryDocument.objects.filter(document=document).values("entry_id")
    sent = NoteRecipient.objects.filter(entry_id__in=entries, person_id=actor.person_id, state__in=HAS_IT)
    return (
        YES
        if sent.exists() and not EntryTaken.objects.standing().filter(entry_id__in=entries).exists()
        else None
    )


def _was_sent_to(actor: Actor, entry: RegistryEntry) -> bool:
    if actor.person_id is None:
        return False
    return bool(
        NoteRecipient.objects.filter(entry=entry, person_id=actor.person_id, state__in=HAS_IT).exists()
    )


def _may_touch(entry: RegistryEntry) -> Verdict:
    state: EntryState = entry.state
    if entry.is_exit:
        return Verdict(False, _("It is an exit: only what comes in is given out."))
    if state.annulled_at:
        return Verdict(False, _("It is annulled: nothing more is done with it."), "Llei 39/2015, art. 16.2")
    return YES
