"""What the quarantine and the scrub hang on the rest of the house."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.documents import blobs
from consistori.documents.blobs.quarantine import gate, scanner_answers, state_of
from consistori.documents.blobs.scrubbing import blobs_are_whole
from consistori.documents.models import Blob, Document
from consistori.documents.panels import document_panels
from consistori.kernel import health


def hang() -> None:
    """The gate of the store, the notice on the page of a document, and what the console looks at."""
    blobs.gates.append(gate)
    document_panels.add(
        "quarantine",
        template="documents/_quarantine.html",
        context=lambda request, document: {"blob": state_of(document), "closed": Blob.Scan},
        order=1,
        when=_is_closed,
    )
    health.add("scrub", label=_("Bytes of the documents"), check=blobs_are_whole, order=27)
    health.add("scanner", label=_("Scanner of programs that harm"), check=scanner_answers, order=28)


def _is_closed(request: HttpRequest, document: Document) -> bool:
    return state_of(document) is not None
