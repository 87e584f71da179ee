"""The books of the registry and one of their entries."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.kernel.errors import NotHere, ensure
from consistori.registry import texts
from consistori.registry.panels import entry_panels
from consistori.registry.policies import may_read_books, may_register, may_register_exits
from consistori.registry.receipts import effect_sentence
from consistori.registry.selectors import BookQuestion, entries_of, opened_entry, page_of_book
from consistori.registry.web.forms import BookForm
from consistori.tenancy import modality
from consistori.trail.readings import record_page, record_reading

MOST_TAKEN_OUT = 20_000


def ensure_here(request: StaffRequest) -> None:
    """Where the registry is switched off its pages do not exist."""
    if not modality.is_on(request.entity, "registry"):
        raise NotHere


@staff_page
@require_safe
def book(request: StaffRequest) -> HttpResponse:
    """A book, the newest first, or those that answer what was asked."""
    ensure_here(request)
    form = BookForm(request.GET)
    asked = asked_in(form)
    page = page_of_book(request.actor, asked, after=request.GET.get("after", "")[:80])
    said = {name: value for name, value in request.GET.items() if value and name != "after"}
    return TemplateResponse(
        request,
        "registry/book.html",
        {
            "form": form,
            "asked": asked,
            "entries": page.entries,
            "books": [(value, label, value == asked.book) for value, label in texts.BOOKS.items()],
            "is_narrowed": any(name != "book" for name in said),
            "taken_out": urlencode(said),
            "next_url": f"?{urlencode(said | {'after': page.next_cursor})}" if page.next_cursor else "",
            "first_url": f"?{urlencode(said)}" if request.GET.get("after") else "",
            "may_register": bool(may_register(request.actor)),
            "may_send": bool(may_register_exits(request.actor)),
        },
    )


@staff_page
@require_safe
def entry_page(request: StaffRequest, reference: str) -> HttpResponse:
    """An entry: what, who, when it takes effect and why, what it brought, its receipt. The opening is written down."""
    ensure_here(request)
    opened = opened_entry(request.actor, reference)
    entry = opened.entry
    record_reading(by=request.actor, kind="registry-entry", id=entry.pk, label=entry.reference)
    receipt = entry.state.receipt
    if receipt is not None:
        receipt = Document.objects.with_version().filter(pk=receipt.pk).first()
    return TemplateResponse(
        request,
        "registry/entry.html",
        {
            "opened": opened,
            "entry": entry,
            "state": entry.state,
            "receipt": receipt,
            "effect": effect_sentence(entry),
            "panels": entry_panels.drawn(request, entry),
            "may_annotate": bool(may_register(request.actor)),
            "stampable": [one.document_id for one in opened.documents if one.media_type == "application/pdf"],
        },
    )


@staff_page
@require_safe
def taken_out(request: StaffRequest) -> HttpResponse:
    """The entries that answer the question, as a table for a spreadsheet; the taking out is written down."""
    ensure_here(request)
    ensure(may_read_books(request.actor))
    asked = asked_in(BookForm(request.GET))
    rows = entries_of(asked).select_related("state", "unit").prefetch_related("people")[:MOST_TAKEN_OUT]
    sheet = io.StringIO()
    sheet.write("\ufeff")
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow([str(label) for label in texts.COLUMNS])
    for entry in rows:
        local = timezone.localtime(entry.registered_at)
        writer.writerow(
            [
                entry.reference, f"{local:%d/%m/%Y}", f"{local:%H:%M:%S}",
                f"{timezone.localtime(entry.effective_at):%d/%m/%Y}", str(texts.HEADINGS[entry.heading]),
                _safe(entry.subject), _safe("; ".join(person.name for person in entry.people.all())),
                str(texts.CHANNELS[entry.channel]), _safe(entry.destination or (entry.unit.name if entry.unit else "")),
                _safe(f"{entry.external_register} {entry.external_reference}".strip()),
                str(texts.ANNOTATIONS[texts.ANNULMENT]) if entry.state.annulled_at else "",
            ]
        )  # fmt: skip
    record_page(by=request.actor, path=request.get_full_path()[:300])
    answer = HttpResponse(sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="registre-{asked.book}.csv"'
    return answer


def _safe(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") else words


def asked_in(form: BookForm) -> BookQuestion:
    """The question that the form says; what it says wrong is as if it said nothing."""
    form.is_valid()
    said = form.cleaned_data
    return BookQuestion(
        book=said.get("book") or "entry",
        q=said.get("q", ""),
        since=said.get("since"),
        until=said.get("until"),
        channel=said.get("channel", ""),
        heading=said.get("heading", ""),
    )
