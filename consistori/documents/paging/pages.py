"""The page where the pages of a document are put in order, turned, taken out and divided; and what undoes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs, previews, selectors
from consistori.documents.models import Document, PageAct
from consistori.documents.paging import blanks, ocr
from consistori.documents.paging.jobs import ask_to_read
from consistori.documents.paging.plan import BadPlan, Wanted, read_form, read_text
from consistori.documents.paging.services import change_pages, said_of, split_document
from consistori.documents.paging.sources import pageable
from consistori.documents.paging.undoing import undo_page_act, undoable
from consistori.documents.policies import may_change
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal

MOST_WITHOUT_SCRIPT = 300
"""Pages whose fields fit in a form; with scripts the plan goes in one line."""

DAYS_TO_UNDO = 30


@staff_page
def pages(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The pages side by side; POST does what was said of them, all at once."""
    document = selectors.readable_document(request.actor, pk)
    if request.method == "POST":
        try:
            return _done(request, document)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            return _shown(
                request, selectors.document_for(request.actor, pk), refusal=refusal, status=refusal.status
            )
    return _shown(request, document)


def _shown(
    request: StaffRequest, document: Document, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    version, possible = document.version, pageable(document)
    count = previews.page_count(version) if possible else 0
    found = _blanks(request, document) if possible else []
    context = {
        "document": document,
        "may_change": may_change(request.actor, document),
        "possible": possible,
        "sheets": [{"number": n, "is_blank": n in found} for n in range(1, count + 1)],
        "blanks": found,
        "count": count,
        "refusal": refusal,
        "turns": [(0, _("as it is")), (1, _("to the right")), (2, _("upside down")), (3, _("to the left"))],
        "fits": count <= MOST_WITHOUT_SCRIPT,
        "acts": acts_on(document),
        "ocr": ocr.available(),
        "next": _next(request, document),
    }
    return TemplateResponse(request, "documents/paging/pages.html", context, status=status)


def _blanks(request: StaffRequest, document: Document) -> list[int]:
    try:
        path = blobs.existing_path(document.latest_blob.sha256)
    except Refusal:  # in quarantine, or the store is away: the page says it when its images are asked
        return []
    return blanks.blank_pages(request.entity.pk, path, document.version)


def acts_on(document: Document) -> list[dict[str, Any]]:
    """What was done to its pages in the last thirty days, each with whether it can be undone."""
    recent = PageAct.objects.select_related("after").filter(
        document=document, done_at__gte=now() - timedelta(days=DAYS_TO_UNDO)
    )
    return [{"act": done, "undoable": undoable(done, document)} for done in recent[:8]]


def _done(request: StaffRequest, document: Document) -> HttpResponse:
    wanted = _wanted(request, document)
    seen = request.POST.get("version", "")
    version = UUID(seen) if _is_key(seen) else None
    if len(wanted.pieces) == 1:
        done = change_pages(document, wanted.sheets, by=request.actor, seen=version)
        words = _("«%(title)s» has a new version; the one before is kept.") % {"title": document.title}
        messages.success(request, words)
    else:
        titles = [request.POST.get(f"title-{piece[0].page}", "")[:200] for piece in wanted.pieces[1:]]
        done = split_document(document, wanted.pieces, by=request.actor, titles=titles, seen=version)
        words = ngettext(
            "Divided: %(n)s new document after «%(title)s».",
            "Divided: %(n)s new documents after «%(title)s».",
            len(done.made),
        ) % {"n": len(done.made), "title": document.title}
        messages.success(request, words)
    return redirect(_next(request, document))


def _wanted(request: StaffRequest, document: Document) -> Wanted:
    count = document.version.pages or 1
    try:
        if plan := request.POST.get("plan", ""):
            return read_text(plan, count=count)
        return read_form(request.POST, count=count)
    except BadPlan as wrong:
        raise BadInput(said_of(wrong), field="pages") from wrong


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@staff_page
@require_POST
def undo(request: StaffRequest, pk: UUID, act: UUID) -> HttpResponse:
    """Leave the pages as they were before an act."""
    document = selectors.document_for(request.actor, pk)
    done = get_object_or_404(PageAct.objects.filter(document=document), pk=act)
    try:
        undo_page_act(done, by=request.actor)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone: «%(title)s» is as it was.") % {"title": document.title})
    return redirect(_next(request, document))


@staff_page
@require_POST
def read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask that the words of its images are read."""
    document = selectors.document_for(request.actor, pk)
    where = _next(request, document)
    try:
        ask_to_read([document], by=request.actor, back=where)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Its images are being read. You will see it in your tray of jobs."))
    return redirect(where)


def _next(request: StaffRequest, document: Document) -> str:
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return document.get_absolute_url()
