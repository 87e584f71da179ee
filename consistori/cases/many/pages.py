"""The page of a batch: how it goes, the three that are looked at, what became of each, and its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consistori.cases.many import selectors, services
from consistori.cases.many.forms import BlanksForm, SendForm
from consistori.cases.many.rules import ARTICLES, Outcome, Stage, Way
from consistori.cases.many.signing import signers_here
from consistori.cases.models import BatchItem, CaseBatch
from consistori.cases.models.many import WAYS
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.careers import away
from consistori.documents.richtext import parse, to_html
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Refusal

AGAIN = (Outcome.FAILED, Outcome.NOT_SENT, services.LACKING)


@staff_page
@require_safe
def batches(request: StaffRequest) -> HttpResponse:
    """The last batches of the house, or mine."""
    return TemplateResponse(
        request, "cases/many/batches.html", {"batches": selectors.batches_for(request.actor)}
    )


@staff_page
@require_safe
def batch(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One batch; while it is being done, its head as a fragment."""
    found = selectors.batch_for(request.actor, pk)
    if request.headers.get("X-Requested-With") == "swap":
        context = {"batch": found, "counted": selectors.counted(found)}
        return TemplateResponse(request, "cases/many/_going.html", context)
    return _shown(request, found)


def _shown(
    request: StaffRequest, found: CaseBatch, form: SendForm | None = None, status: int = 200
) -> HttpResponse:
    counted = selectors.counted(found)
    show = request.GET.get("show", "all")
    show = show if show in selectors.SHOWS else "all"
    after = request.GET.get("after", "")
    rows = selectors.items_of(found, request.actor, show=show, after=int(after) if after.isdecimal() else -1)
    page, more = rows[: selectors.PAGE], len(rows) > selectors.PAGE
    may_send = found.is_writing and found.stage in (Stage.DONE, Stage.SENT) and counted.written > 0
    if may_send and form is None:
        form = SendForm(
            signers=signers_here(), away=away(), initial={"signer": found.signers, "in_order": True}
        )
    context = {
        "batch": found, "counted": counted, "items": page, "show": show, "form": form if may_send else None,
        "next_url": f"?show={show}&after={page[-1].place}" if more else "", "is_first": not after,
        "looked": _looked(request, found) if found.is_writing and not found.is_going else None,
        "ways": _ways(found) if counted.signed else [],
        "blanks": _blanks(found, counted),
        "signers": _names(found) if found.is_leaving else [],
        "is_over": found.is_leaving and found.leaves_at is not None and found.leaves_at <= now(),
        "may_undo": found.is_writing and _may_undo(found, counted),
    }  # fmt: skip
    return TemplateResponse(request, "cases/many/batch.html", context, status=status)


def _blanks(found: CaseBatch, counted: selectors.Counted) -> BlanksForm | None:
    """What may be written once for all, while some lacks a datum and is not in the tray."""
    if found.stage not in (Stage.DONE, Stage.SENT) or not counted.lacking:
        return None
    return BlanksForm(names=selectors.lacking_in_all(found))


def _names(found: CaseBatch) -> list[str]:
    """Who it goes to, in their order."""
    known = {one.key: one.person.full_name for one in signers_here()}
    return [known[key] for key in found.signers if key in known]


def _may_undo(found: CaseBatch, counted: selectors.Counted) -> bool:
    rests = found.stage == Stage.DONE or (found.stage == Stage.DOING and found.is_paused)
    return rests and not counted.sent and counted.done + counted.not_sent > 0


def _ways(found: CaseBatch) -> list[dict[str, Any]]:
    return [
        {
            "label": WAYS[way],
            "article": ARTICLES[way],
            "url": reverse("cases:batch_mend", args=[found.pk, way]),
        }
        for way in Way
    ]


def _looked(request: StaffRequest, found: CaseBatch) -> dict[str, Any] | None:
    """The three to look at, and the one that is looked at now with its text."""
    three = selectors.looked_at(found)
    if not three:
        return None
    asked = request.GET.get("see", "first")
    now_seen = next((one for one in three if one.name == asked), three[0])
    item = selectors.item_of(found, now_seen.item_id, request.actor)
    return {"three": three, "now": now_seen, "item": item, "html": _text_of(item)}


def _text_of(item: BatchItem | None) -> str:
    writing = getattr(item.document, "writing", None) if item and item.document else None
    if writing is None:
        return ""
    return to_html(parse(writing.html), address=lambda key: reverse("documents:picture", args=[key]))


@staff_page
@require_POST
def steer(request: StaffRequest, pk: UUID, do: str) -> HttpResponse:
    """Pause it, go on, try again, take it back, undo it, withdraw it."""
    act = STEERS.get(do)
    if act is None:
        raise Http404
    found = selectors.batch_for(request.actor, pk)
    try:
        said = act(request, found)
    except AlreadyDone as refusal:
        messages.warning(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(found.get_absolute_url())


def _pause(request: StaffRequest, found: CaseBatch) -> str:
    services.pause_batch(found, by=request.actor)
    return _("Paused. What is done stays done.")


def _resume(request: StaffRequest, found: CaseBatch) -> str:
    services.resume_batch(found, by=request.actor)
    return ""


def _again(request: StaffRequest, found: CaseBatch) -> str:
    which = request.POST.get("which", "")
    if which not in AGAIN:
        raise Http404
    blanks: dict[str, str] = {}
    if which == services.LACKING:
        form = BlanksForm(request.POST, names=selectors.lacking_in_all(found))
        blanks = form.blanks() if form.is_valid() else {}
    services.retry_batch(found, by=request.actor, which=which, blanks=blanks)
    return _("Only those are tried again.")


def _back(request: StaffRequest, found: CaseBatch) -> str:
    services.take_back_batch(found, by=request.actor)
    return _("Taken back: nothing was sent.")


def _undo(request: StaffRequest, found: CaseBatch) -> str:
    services.undo_batch(found, by=request.actor)
    return _("What was written goes to the bin, where it waits thirty days.")


def _withdraw(request: StaffRequest, found: CaseBatch) -> str:
    services.withdraw_batch(found, by=request.actor)
    return _("What nobody has signed comes back from the tray.")


STEERS: dict[str, Callable[[StaffRequest, CaseBatch], str]] = {
    "pause": _pause,
    "resume": _resume,
    "again": _again,
    "take-back": _back,
    "undo": _undo,
    "withdraw": _withdraw,
}


@staff_page
@require_POST
def send(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send to sign what was written: it goes when its window is over."""
    found = selectors.batch_for(request.actor, pk)
    form = SendForm(request.POST, signers=signers_here(), away=away())
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    said = form.cleaned_data
    try:
        sent = services.send_batch(
            found, by=request.actor, signers=said["signer"], in_order=said["in_order"], note=said["note"]
        )
    except AlreadyDone as refusal:
        messages.warning(request, str(refusal))
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        form.add_error("signer", str(refusal))
        return _shown(request, found, form, status=422)
    else:
        many = selectors.counted(sent).done
        hour = timezone.localtime(sent.leaves_at).strftime("%H.%M")
        words = ngettext(
            "%(n)s document goes to be signed at %(hour)s.",
            "%(n)s documents go to be signed at %(hour)s.",
            many,
        )
        messages.success(request, words % {"n": many, "hour": hour})
    return redirect(found.get_absolute_url())
