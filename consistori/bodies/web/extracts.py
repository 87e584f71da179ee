"""The extracts to the State and the Generalitat: what is still to be sent, and the proof of what was."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.bodies import selectors
from consistori.bodies.models import Decree, Remittance
from consistori.bodies.policies import may_send_extracts
from consistori.bodies.services import make_extract, note_sent
from consistori.bodies.terms import last_days_to_send
from consistori.bodies.web.doors import ensure_here
from consistori.bulletin.policies import may_publish
from consistori.bulletin.selectors import edicts_of
from consistori.bulletin.services import prepare_edict
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, NotPermitted, Refusal
from consistori.tenancy import modality

BOARD_KIND = "agreements"
"""What the board calls it: agreements and resolutions, in extract."""


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def extracts(request: StaffRequest) -> HttpResponse:
    """What waits and until when; posted, the extract of all of it is made."""
    ensure_here(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            remittance = make_extract(by=request.actor)
        except Refusal as fault:
            refusal = fault
        else:
            messages.success(request, _("The extract is ready: send it and write down its proof."))
            return redirect(f"{request.path}#extract-{remittance.pk}")
    return _page(request, refusal)


@staff_page
@require_POST
def sent(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down that an extract was sent to one of the two."""
    ensure_here(request)
    remittance = Remittance.objects.filter(pk=pk).first()
    if remittance is None:
        raise NotHere
    whom = request.POST.get("whom", "")
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        on = date.max
    try:
        note_sent(remittance, whom=whom, on=on, proof=request.POST.get("proof", ""), by=request.actor)
    except Refusal as fault:
        return _page(request, fault, at=remittance.pk)
    messages.success(request, _("Written down."))
    return redirect("bodies:extracts")


@staff_page
@require_POST
def to_board(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Begin to publish an extract on the board: what it tells of people is decided there (ROF, art. 229.2)."""
    ensure_here(request)
    remittance = Remittance.objects.select_related("document__version").filter(pk=pk).first()
    if remittance is None or not _has_board(request):
        raise NotHere
    begun = next(iter(edicts_of([remittance.document_id])), None)
    if begun is None:
        try:
            begun = prepare_edict(by=request.actor, document=remittance.document, kind=BOARD_KIND)
        except NotPermitted:
            raise
        except Refusal as fault:
            return _page(request, fault, at=remittance.pk)
    return redirect("bulletin:edict", begun.pk)


def _has_board(request: StaffRequest) -> bool:
    return modality.is_on(request.entity, "bulletin")


def _page(request: StaffRequest, refusal: Refusal | None, at: UUID | None = None) -> HttpResponse:
    waiting = list(Decree.objects.unsent().order_by("year", "number")[:1])
    due = last_days_to_send(request.entity, [row.decided_on for row in waiting])
    remittances = selectors.remittances()
    if has_board := _has_board(request):
        on_board = {one.source_id: one for one in reversed(edicts_of(row.document_id for row in remittances))}
        for row in remittances:
            row.on_board = on_board.get(row.document_id)
    context = {
        "may_publish": has_board and bool(may_publish(request.actor)),
        "waiting": Decree.objects.unsent().count(),
        "first": waiting[0] if waiting else None,
        "due_on": next(iter(due.values()), None),
        "remittances": remittances,
        "may": may_send_extracts(request.actor),
        "refusal": refusal,
        "at": at,
        "today": today(),
    }
    return TemplateResponse(
        request, "bodies/extracts.html", context, status=refusal.status if refusal else 200
    )
