"""What the registry hangs on the pages of rooms below: the entries of a document and of a party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST_SHOWN = 20


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.documents.panels import document_panels
    from consistori.parties.panels import party_acts, party_panels
    from consistori.registry import ports
    from consistori.registry.exchange.feeding import feed_later

    ports.entering.append(feed_later)
    document_panels.add(
        "registry", template="registry/_document_entries.html", context=entries_of_document, order=15,
        label=_("Registry"), when=_is_of_registry,
    )  # fmt: skip
    party_panels.add(
        "registry", template="registry/_party_entries.html", context=entries_of_party, order=25,
        label=_("Registry"), when=_reads_books,
    )  # fmt: skip
    party_acts.add(
        "registry", template="registry/_party_act.html", context=lambda request, party: {"party": party}, order=10,
        when=_registers,
    )  # fmt: skip


def has_registry(_request: object) -> bool:
    """Whether the town of the scope keeps its registry here."""
    from consistori.tenancy import modality
    from consistori.tenancy.scope import current_entity

    return modality.is_on(current_entity(), "registry")


def entries_of_document(request: Any, document: Any) -> Mapping[str, Any]:
    """By which entries the document came, or went, and the way to let it out."""
    from consistori.registry import selectors
    from consistori.registry.policies import may_read_books, may_register_exits

    return {
        "document": document,
        "entries": selectors.entries_of_document(document.pk),
        "may_read": bool(may_read_books(request.actor)),
        "may_send": bool(may_register_exits(request.actor)) and document.erased_at is None,
    }


def entries_of_party(request: Any, party: Any) -> Mapping[str, Any]:
    """What a party filed and what was sent to them, also as whoever they were before."""
    from consistori.parties.models import Party
    from consistori.registry import selectors

    family = Party.objects.family(party.pk).values("pk")
    return {"entries": selectors.entries_of_party(family, most=MOST_SHOWN)}


def _is_of_registry(request: Any, document: Any) -> bool:
    from consistori.registry.policies import may_read_books, may_register_exits

    if not has_registry(request):
        return False
    return bool(may_read_books(request.actor)) or bool(may_register_exits(request.actor))


def _reads_books(request: Any, _party: Any) -> bool:
    from consistori.registry.policies import may_read_books

    return has_registry(request) and bool(may_read_books(request.actor))


def _registers(request: Any, _party: Any) -> bool:
    from consistori.registry.policies import may_register

    return has_registry(request) and bool(may_register(request.actor))
