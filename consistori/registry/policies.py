"""Who registers, who reads the books, who corrects them. Each answer carries its reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.directory.roles import SEES_ALL, Role
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.registry.models import EntryDocument, RegistryEntry
from consistori.registry.rules.books import ARTICLE_OF_THE_BOOK

YES = Verdict(True)
REGISTERS = (Role.REGISTRAR, Role.SECRETARY, Role.ADMINISTRATOR)
SENDS_OUT = (*REGISTERS, Role.PROCESSOR)
CORRECTS = (Role.SECRETARY, Role.REGISTRAR)


def may_register(actor: Actor) -> Verdict:
    """Whoever keeps the registry, and the program when a citizen files by the electronic office."""
    if actor.is_system or actor.holds(*REGISTERS):
        return YES
    return Verdict(False, _("The registry is kept by the registrar and the secretary: take it to them."))


def may_register_exits(actor: Actor) -> Verdict:
    """Whoever processes a case gives its exit the number."""
    if actor.is_system or actor.holds(*SENDS_OUT):
        return YES
    return Verdict(False, _("Exits are registered by whoever processes the case."))


def may_read_books(actor: Actor) -> Verdict:
    """Whoever sees every case reads the books; what is reserved is said entry by entry."""
    if actor.is_system or actor.holds(*SEES_ALL):
        return YES
    return Verdict(False, _("Your post does not read the registry: it sees what enters its own cases."))


def may_correct(actor: Actor, entry: RegistryEntry) -> Verdict:
    """Corrections and annulments are annotated by the secretary or the registrar (R-REG-05)."""
    if entry.state.annulled_at:
        return Verdict(False, _("It is annulled: nothing more is written in it."), ARTICLE_OF_THE_BOOK)
    if actor.is_system or actor.holds(*CORRECTS):
        return YES
    return Verdict(False, _("Only the registrar or the secretary annotates the registry."))


def stays_as_registered(_actor: Actor, document: Document) -> Verdict | None:
    """What was registered is neither replaced nor thrown away: its fingerprint is in the receipt (R-REG-04)."""
    found = EntryDocument.objects.filter(document=document).select_related("entry").first()
    if found is None:
        return None
    return Verdict(
        False,
        _("It was registered with %(number)s: it stays as it came. Bring another document beside it.")
        % {"number": found.entry.reference},
        "Llei 39/2015, art. 16.3",
    )
