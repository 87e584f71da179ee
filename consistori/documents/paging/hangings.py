"""What pages hang on the page of a document, and the help of their own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document, DocumentVersion, PageAct
from consistori.documents.paging.sources import pageable
from consistori.documents.panels import document_panels
from consistori.documents.policies import may_change
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    document_panels.add(
        "pages",
        template="documents/paging/_panel.html",
        context=of_document,
        when=is_shown,
        order=15,
        label=_("Pages"),
    )
    screen_help.add(
        "documents:pages",
        title=_("The pages of a document"),
        what=_(
            "Every page side by side. What you do to them is kept all at once, as another version: the one before"
            " stays, and it can be undone."
        ),
        acts=(
            _("Turn a page, put it elsewhere, or take it out."),
            _("Say where another document begins: it becomes one of its own, right after this one."),
            _("Those that seem blank are pointed out; you decide whether they go."),
            _("Read its words (OCR), so that a scanned paper is found by what it says."),
        ),
    )


def of_document(request: Any, document: Document) -> Mapping[str, Any]:
    """Where its pages are changed, the last thing done to them, and which document it was divided from."""
    last = PageAct.objects.standing().filter(document=document).first()
    return {
        "document": document,
        "may_change": bool(may_change(request.actor, document)),
        "possible": pageable(document),
        "last": last,
        "whole": _whole_of(document),
    }


def is_shown(request: Any, document: Document) -> bool:
    """Where there is something to do, or to know."""
    return not document.is_discarded and bool(pageable(document))


def _whole_of(document: Document) -> Document | None:
    """The document that this one was divided from: the first of its versions came from a text of another."""
    born_of = DocumentVersion.objects.filter(document=document, number=1).values("source__document_id")
    found: Document | None = Document.objects.filter(pk__in=born_of).exclude(pk=document.pk).first()
    return found
