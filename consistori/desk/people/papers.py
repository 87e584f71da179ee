"""The papers that a person brought, so that nobody asks for them twice (Llei 39/2015, art. 28.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.desk.readable import readable_documents
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.parties.models import Party
from consistori.parties.panels import party_panels
from consistori.parties.policies import may_see_parties
from consistori.registry.models import EntryDocument, EntryPerson
from consistori.registry.rules.books import Book

MOST = 12


def hang() -> None:
    """Called once, when the program starts."""
    party_panels.add(
        "papers", template="desk/people/_papers.html", context=papers_panel, order=40, label=_("Papers"),
        when=lambda request, party: bool(may_see_parties(request.actor)),  # type: ignore[attr-defined]
    )  # fmt: skip


def papers_panel(request: Any, party: Any) -> Mapping[str, Any]:
    """The last papers that they brought, also as whoever they were before, as far as the person may read them."""
    return {"papers": papers_of(request.actor, party)}


def papers_of(actor: Actor, party: Party, *, most: int = MOST) -> list[Document]:
    """The documents that came with their entries, the newest first, each once. One statement."""
    family = Party.objects.family(party.pk).values("pk")
    theirs = EntryPerson.objects.filter(party_id__in=family, entry__book=Book.ENTRY).values("entry_id")
    brought = EntryDocument.objects.filter(entry_id__in=theirs).values("document_id")
    rows = Document.objects.kept().filter(readable_documents([actor]), pk__in=brought, erased_at=None)
    return list(rows.select_related("type").order_by("-captured_at", "-id")[:most])
