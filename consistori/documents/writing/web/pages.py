"""Beginning a text, the page where it is written, and how its paper will look."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.documents.panels import document_panels
from consistori.documents.policies import may_receive
from consistori.documents.richtext import to_html
from consistori.documents.richtext.by_hand import from_plain, to_plain
from consistori.documents.selectors import document_for, readable_document
from consistori.documents.writing.beginning import BeginForm, begin_from
from consistori.documents.writing.panels import text_acts, text_covers
from consistori.documents.writing.paper import draw_paper
from consistori.documents.writing.selectors import desk_of, text_versions, writing_of
from consistori.documents.writing.services import keep_text, save_text, write_again
from consistori.kernel.errors import BadInput, NotHere, ensure


@staff_page
def write(request: StaffRequest) -> HttpResponse:
    """Begin a text that lies in no case yet: from a template, or with nothing."""
    ensure(may_receive(request.actor))
    form = BeginForm(request.POST or None, actor=request.actor, language=request.entity.language)
    if request.method == "POST" and form.is_valid():
        try:
            document = begin_from(form, by=request.actor)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("documents:text", document.pk)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "documents/write.html", {"form": form}, status=status)


@staff_page
def text(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The page where a text is written; POST saves it for whoever writes without script."""
    document = readable_document(request.actor, pk)
    if request.method == "POST":
        return _saved_by_hand(request, document)
    desk = desk_of(request.actor, document)
    if request.headers.get("X-Requested-With") == "text":
        return TemplateResponse(request, "documents/_text_sheet.html", {"desk": desk, "document": document})
    context = {
        "desk": desk,
        "document": document,
        "writing": desk.writing,
        "plain": to_plain(desk.blocks),
        "token": uuid4(),
        "versions": text_versions(document),
        "covers": text_covers.drawn(request, document),
        "acts": text_acts.drawn(request, desk),
        "panels": document_panels.drawn(request, document),
    }
    return TemplateResponse(request, "documents/text.html", context)


def _saved_by_hand(request: StaffRequest, document: Document) -> HttpResponse:
    writing = writing_of(document)
    edition, token = request.POST.get("edition", ""), request.POST.get("token", "")
    try:
        key = UUID(token)
    except ValueError as wrong:
        raise BadInput(_("The form was not whole. Load the page again and repeat.")) from wrong
    desk = desk_of(request.actor, document)
    html = to_html(from_plain(request.POST.get("plain", ""), desk.blocks))
    seen = int(edition) if edition.isdigit() and len(edition) < 9 else 0
    saved = save_text(document, by=request.actor, html=html, edition=seen, token=key)
    if saved.draft is not None:
        messages.warning(
            request, _("The text had changed meanwhile: yours is kept apart. Compare them and choose.")
        )
        return redirect("documents:second_draft", document.pk, saved.draft.pk)
    messages.success(request, _("Saved: %(title)s") % {"title": writing.document.title})
    return redirect("documents:text", document.pk)


@staff_page
@require_POST
def keep(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep what is written as a version."""
    document = document_for(request.actor, pk)
    version = keep_text(document, by=request.actor)
    messages.success(request, _("Kept as version %(number)s.") % {"number": version.number})
    return redirect("documents:text", document.pk)


@staff_page
@require_POST
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write another version of a text that was fixed."""
    document = document_for(request.actor, pk)
    write_again(document, by=request.actor)
    messages.success(request, _("It is a draft again. The fixed version stays as it was."))
    return redirect("documents:text", document.pk)


@staff_page
@require_safe
def paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How the paper will look, page by page; `?pdf` gives the file."""
    document = readable_document(request.actor, pk)
    drawn = _drawn(request, document)
    if "pdf" in request.GET:
        answer = HttpResponse(drawn, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{document.pk}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
    import pypdfium2

    pages = len(pypdfium2.PdfDocument(drawn))
    edition = writing_of(document).edition
    context = {"document": document, "pages": range(1, pages + 1), "count": pages, "edition": edition}
    return TemplateResponse(request, "documents/text_paper.html", context)


@staff_page
@require_safe
def paper_page(request: StaffRequest, pk: UUID, page: int) -> HttpResponse:
    """A page of the paper as an image."""
    import pypdfium2

    document = document_for(request.actor, pk)
    pdf = pypdfium2.PdfDocument(_drawn(request, document))
    if not 1 <= page <= len(pdf):
        raise NotHere(_("The document has not got that page."))
    out = BytesIO()
    pdf[page - 1].render(scale=1.6).to_pil().save(out, "PNG")
    answer = HttpResponse(out.getvalue(), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _drawn(request: StaffRequest, document: Document) -> bytes:
    """The PDF of the working copy; kept for the pages that come after, by its edition."""
    from django.core.cache import cache

    writing = writing_of(document)
    key = f"text-paper:{request.entity.pk}:{document.pk}:{writing.edition}:{document.edition}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = draw_paper(document, writing)
        cache.set(key, kept, 600)
    return kept
