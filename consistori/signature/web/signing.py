"""How a batch goes: document by document, paused, gone on with, left for another day."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone
from consistori.signature import selectors
from consistori.signature.jobs import leave_batch
from consistori.signature.models import SignatureBatch, SignatureRequest
from consistori.signature.sentences import trouble_said
from consistori.signature.services import pause_batch, resume_batch, stop_batch, try_again
from consistori.signature.web.choosing import MOST_IN_SIGHT, is_uuid
from consistori.ui.tabs import remember_count

State = SignatureRequest.State
LAST_IN_SIGHT = 6
OTHERS = (State.WAITING, State.FAILED, State.RETURNED)
"""What a batch did not sign, and what went back in the same gesture."""


@staff_page
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """How a batch goes, document by document; the page asks again until it is over."""
    found = _hers(request, batch_id)
    is_swap = request.headers.get("X-Requested-With") == "swap"
    template = "signature/_batch.html" if is_swap else "signature/batch.html"
    context = _drawn(found) | {"town_of": found.entity if "town" in request.GET else None}
    if found.is_over:
        remember_count(request, "signature", selectors.count_waiting(request.person.pk))
    return TemplateResponse(request, template, context)


@staff_page
@require_POST
def pause(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Sign no more for now."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        pause_batch(found, by=request.actor)
    return redirect(found.url)


@staff_page
@require_POST
def resume(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Go on with what the pause left, without the passphrase while the key is open."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        resume_batch(found, by=request.actor)
        leave_batch(found)
    return redirect(found.url)


@staff_page
@require_POST
def stop(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Leave the rest in the tray for another day."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        stop_batch(found, by=request.actor)
    return redirect(found.url)


@staff_page
@require_POST
def again(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put what could not be signed back to wait, and go to sign it with what the batch left."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        try_again(selectors.failed_of_batch(request.person.pk, found.pk), by=request.actor)
    return redirect(found.entity.staff_url(f"signature/sign/?left={found.pk}"))


@staff_page(across=True)
def batches(request: StaffRequest) -> HttpResponse:
    """How the batches of several towns go, one below the other."""
    ids = [text for text in request.GET.getlist("batch") if is_uuid(text)]
    rows = SignatureBatch.objects.select_related("key", "entity").filter(pk__in=ids, person=request.person)
    drawn = [_drawn(one) for one in rows.order_by("opened_at")]
    if not drawn:
        raise Http404
    remember_count(request, "signature", selectors.count_waiting(request.person.pk))
    are_over = all(one["batch"].is_over for one in drawn)
    return TemplateResponse(request, "signature/batches.html", {"drawn": drawn, "are_over": are_over})


def _hers(request: StaffRequest, batch_id: UUID) -> SignatureBatch:
    """A batch of hers; for anybody else there is none."""
    rows = SignatureBatch.objects.select_related("key", "entity")
    found = rows.filter(pk=batch_id, person=request.person).first()
    if found is None:
        raise Http404
    return found


def _drawn(found: SignatureBatch) -> dict[str, Any]:
    """The whole of a batch that is over; of one under way, what failed and the last ones signed."""
    rows = found.requests.select_related("document").order_by("asked_at", "id")
    signed, others = _signed_and_others(found, rows)
    left = [(row, said) for row, said in others if row.state == State.WAITING]
    return {
        "batch": found,
        "failed": [(row, said) for row, said in others if row.state == State.FAILED],
        "triable": _triable(found),
        "left": left,
        "returned": [row for row, _said in others if row.state == State.RETURNED],
        "signed": signed,
        "why": trouble_said(found.trouble),
        "again": found.entity.staff_url(f"signature/sign/?left={found.pk}") if left else "",
    }


def _triable(found: SignatureBatch) -> int:
    """How many of what could not be signed may be tried again."""
    return int(found.requests.triable().count()) if found.is_over and found.failed else 0


def _signed_and_others(
    found: SignatureBatch, rows: Any
) -> tuple[list[SignatureRequest], list[tuple[SignatureRequest, str]]]:
    if found.is_over:
        signed = list(rows.filter(state=State.SIGNED))
        others = rows.filter(state__in=OTHERS)
    else:
        signed = list(rows.filter(state=State.SIGNED).order_by("-settled_at", "-id")[:LAST_IN_SIGHT])
        others = rows.filter(state__in=OTHERS)[:MOST_IN_SIGHT]
    told = [(row, trouble_said(row.trouble)) for row in others]
    for row, _said in told:
        row.entity = found.entity
    return signed, told
