"""Acts on guides that are one press: publish, review, adapt, take the newer one, stay, close, open, move the cases."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.catalogue.procedures.faults import SheetFault
from consistori.directory.access import StaffRequest, staff_page
from consistori.guides import selectors, services
from consistori.guides.models import Guide
from consistori.kernel.errors import NotHere, Refusal


@staff_page
@require_POST
def do(request: StaffRequest, code: str, verb: str) -> HttpResponse:
    """Do one act of the page of a guide; a refusal is told there."""
    act = _ACTS.get(verb)
    if act is None:
        raise NotHere()
    row = selectors.guide_row(code)
    try:
        return act(request, row)
    except SheetFault as fault:
        messages.error(request, str(fault))
        return redirect("guides:edit", row.code)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
        return redirect(row)


@staff_page
@require_POST
def bring_standard(request: StaffRequest) -> HttpResponse:
    """Bring the guides that come with the house."""
    count = services.adopt_standard_guides(request.entity, request.actor)
    said = ngettext("%(count)d guide is here.", "%(count)d guides are here.", count) % {"count": count}
    messages.success(request, said)
    return redirect("guides:guides")


def _publish(request: StaffRequest, row: Guide) -> HttpResponse:
    number = request.POST.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 7
    version = selectors.version_of(row, int(number)) if is_number else None
    services.publish(row, by=request.actor, version=version)
    messages.success(request, _("It is published: cases that begin follow it from now on."))
    return redirect(row)


def _review(request: StaffRequest, row: Guide) -> HttpResponse:
    services.review(row, by=request.actor)
    messages.success(request, _("It is reviewed: your name and today’s date stand on it."))
    return redirect(row)


def _adapt(request: StaffRequest, row: Guide) -> HttpResponse:
    mine = services.adapt_guide(row, by=request.actor)
    messages.success(request, _("It is of your town now. Until you publish it, the one above is proposed."))
    return redirect("guides:edit", mine.code)


def _take(request: StaffRequest, row: Guide) -> HttpResponse:
    services.take_newer(row, by=request.actor)
    messages.success(
        request, _("The text from above is your last version, as a draft. Yours before it is kept.")
    )
    return redirect("guides:edit", row.code)


def _stay(request: StaffRequest, row: Guide) -> HttpResponse:
    services.stay_with_ours(row, by=request.actor)
    messages.success(request, _("You stay with yours."))
    return redirect(row)


def _close(request: StaffRequest, row: Guide) -> HttpResponse:
    services.close_guide(row, by=request.actor)
    messages.success(request, _("It is not offered here any more. The cases that follow it go on."))
    return redirect("guides:guide", row.code)


def _open(request: StaffRequest, row: Guide) -> HttpResponse:
    services.open_guide(row, by=request.actor)
    messages.success(request, _("It is offered here again."))
    return redirect(row)


def _move(request: StaffRequest, row: Guide) -> HttpResponse:
    count = services.move_followers(row, by=request.actor)
    said = ngettext(
        "%(count)d case follows the published version now. Nothing that was done is lost.",
        "%(count)d cases follow the published version now. Nothing that was done is lost.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(row)


_ACTS: dict[str, Callable[[StaffRequest, Guide], HttpResponse]] = {
    "publish": _publish,
    "review": _review,
    "adapt": _adapt,
    "take": _take,
    "stay": _stay,
    "close": _close,
    "open": _open,
    "move": _move,
}
