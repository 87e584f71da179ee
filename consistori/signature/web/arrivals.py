"""What others signed: the panel on the page of a document, and checking it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document, DocumentVersion
from consistori.documents.policies import may_change, may_read
from consistori.documents.selectors import document_for
from consistori.kernel.errors import ensure
from consistori.signature.arrival_jobs import check
from consistori.signature.arrival_words import SaidOfFile, in_words
from consistori.signature.arrivals import may_be_signed, reports_about
from consistori.signature.models import ArrivalReport
from consistori.tenancy.jobs import defer


def brought_signatures(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Context of the panel: the reports in words. Another document is named only to whoever may read it."""
    actor = request.actor  # type: ignore[attr-defined]
    reports = _reports(request, document)
    return {
        "reports": [_with_other(in_words(one), document, actor) for one in reports],
        "may_check": may_be_signed(document.version) and bool(may_change(actor, document)),
    }


def is_worth_saying(request: HttpRequest, document: Document) -> bool:
    """Whether there is anything to say: signatures that it brings, or that came apart for it. One statement."""
    if document.version.making != DocumentVersion.Making.BROUGHT or document.is_discarded:
        return False
    is_signed = may_be_signed(document.version) and document.version.media_type != "application/xml"
    return is_signed or bool(_reports(request, document))


@staff_page
@require_POST
def check_again(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Validate again the signatures that a document brought: revocation may have been silent."""
    document = document_for(request.actor, document_id)
    ensure(may_change(request.actor, document))
    if may_be_signed(document.version):
        defer(check, document_id=str(document.pk))
        messages.success(request, _("Its signatures are being checked again."))
    return redirect(document)


def _reports(request: HttpRequest, document: Document) -> list[ArrivalReport]:
    """Asked once a page."""
    kept = request.__dict__.setdefault("_arrival_reports", {})
    if document.pk not in kept:
        kept[document.pk] = reports_about(document)
    found: list[ArrivalReport] = kept[document.pk]
    return found


def _with_other(said: SaidOfFile, document: Document, actor: Any) -> SaidOfFile:
    """The document at the other side of a signature apart, and what it is to this one."""
    report = said.report
    other = report.document if report.document_id != document.pk else report.signed
    if other is not None and may_read(actor, other):
        words = _("signed in") if report.document_id != document.pk else _("it signs")
        said.other, said.other_words = other, words
    return said
