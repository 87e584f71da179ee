"""Pages of paper: what there is to do, printing a batch, and finding a letter by its bars."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.serving import locked
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.notifications.models.paper import PaperBatch, PaperWay
from consistori.notifications.paper import selectors
from consistori.notifications.paper.forms import PrintForm
from consistori.notifications.paper.printing import draw_batch, read_batch
from consistori.notifications.paper.services import print_letters
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.web.listing import ensure_here
from consistori.tenancy.scope import current_entity
from consistori.trail.readings import record_page


@staff_page
@require_safe
def paper(request: StaffRequest) -> HttpResponse:
    """What there is to print, to carry, to take again, to announce. Some eight statements."""
    ensure_here(request)
    ensure(may_record(request.actor))
    on = today()
    counts = selectors.counts(on)
    tab = request.GET.get("tab", "")
    if tab not in selectors.TABS:
        tab = next((one for one in selectors.TABS if counts[one]), selectors.TABS[0])
    lines = selectors.lines_of(selectors.ways_in(tab, on)[: selectors.MOST], request.actor, on)
    if lines:
        record_page(by=request.actor, path=f"{request.path_info}?tab={tab}")
    return TemplateResponse(request, "notifications/paper/list.html", _context(request, tab, counts, lines))


def _context(
    request: StaffRequest, tab: str, counts: dict[str, int], lines: list[selectors.Line]
) -> dict[str, object]:
    labels = {
        "print": _("To print"), "carried": _("Being carried"), "again": _("To be taken again"),
        "announce": _("To announce"), "boe": _("In the BOE"),
    }  # fmt: skip
    address = reverse("notifications:paper")
    acts = [
        {"label": _("Print their letters"), "icon": "print", "formaction": reverse("notifications:paper_print"),
         "main": True},
    ]  # fmt: skip
    return {
        "tab": tab,
        "tabs": [(one, labels[one], counts[one], f"{address}?tab={one}") for one in selectors.TABS],
        "lines": lines,
        "more": max(counts[tab] - len(lines), 0),
        "acts": acts if tab in ("print", "carried", "again") else [],
        "envelopes": PaperBatch.Envelope.choices,
        "batches": selectors.batches() if tab in ("print", "carried") else [],
        "code": request.GET.get("code", ""),
    }


@staff_page
@require_POST
def print_(request: StaffRequest) -> HttpResponse:
    """Make a batch of the chosen letters, and show it."""
    ensure_here(request)
    form = PrintForm(request.POST)
    envelope = form.cleaned_data["envelope"] if form.is_valid() else PaperBatch.Envelope.RIGHT
    keys = [key for key in map(_key, request.POST.getlist("way")) if key]
    if not keys:
        messages.error(request, _("Choose at least one letter."))
        return redirect("notifications:paper")
    ways = list(PaperWay.objects.filter(pk__in=keys))
    try:
        made = print_letters(ways, by=request.actor, envelope=envelope)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("notifications:paper")
    left = len(keys) - made.count
    if left:
        messages.warning(
            request,
            ngettext(
                "%(n)d was left out: it has arrived meanwhile.",
                "%(n)d were left out: they have arrived meanwhile.",
                left,
            )
            % {"n": left},
        )
    return redirect(made)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_page
@require_safe
def batch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A batch and where each of its letters stands."""
    ensure_here(request)
    ensure(may_record(request.actor))
    row = selectors.batch_of(pk)
    letters = selectors.letters_of(row)
    lines = selectors.lines_of([one.way for one in letters], request.actor, today())
    record_page(by=request.actor, path=request.path_info)
    waiting = [line for line in lines if line.way.notification.is_open()]
    context = {"row": row, "lines": lines, "waiting": len(waiting), "may_print": _may_print(request, lines)}
    return TemplateResponse(request, "notifications/paper/batch.html", context)


def _may_print(request: StaffRequest, lines: list[selectors.Line]) -> bool:
    """Whoever reads all that is inside: a batch is printed whole."""
    return all(line.told is not None for line in lines)


@staff_page
@require_safe
def batch_file(request: StaffRequest, pk: UUID) -> FileResponse:
    """The PDF of the batch, drawn now: the sheet of the round, its slips, and each letter with its act."""
    ensure_here(request)
    ensure(may_record(request.actor))
    row = selectors.batch_of(pk)
    for letter in selectors.letters_of(row):
        if not may_see(request.actor, letter.way.notification.dispatch):
            raise NotHere()
    record_page(by=request.actor, path=request.path_info)
    entity = current_entity()
    drawn = io.BytesIO(draw_batch(entity, read_batch(entity, row.pk)))
    answer = FileResponse(drawn, filename=f"{row.number}.pdf", content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return locked(answer)


@staff_page
@require_safe
def read(request: StaffRequest) -> HttpResponse:
    """What a scanner read, or a person typed: straight to that letter, or what is wrong."""
    ensure_here(request)
    ensure(may_record(request.actor))
    code = request.GET.get("code", "").strip()
    if not code:
        return redirect("notifications:paper")
    try:
        way = selectors.way_by_code(code)
    except BadInput as wrong:
        messages.error(request, str(wrong))
        return redirect("notifications:paper")
    return redirect(way)
