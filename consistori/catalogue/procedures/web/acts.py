"""Acts on procedures that are one press: publish, validate, adapt, take the newer one, stay, close, open again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consistori.catalogue.procedures import selectors, services
from consistori.catalogue.procedures.faults import SheetFault
from consistori.catalogue.procedures.models import Procedure
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, Refusal


@staff_page
@require_POST
def do(request: StaffRequest, code: str, verb: str) -> HttpResponse:
    """Do one act of the page of a procedure; a refusal is told there."""
    act = _ACTS.get(verb)
    if act is None:
        raise NotHere()
    row = selectors.procedure_row(code)
    try:
        return act(request, row)
    except SheetFault as fault:
        messages.error(request, str(fault))
        return redirect("catalogue:procedure_edit", row.code)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
        return redirect(row)


@staff_page
@require_POST
def bring_standard(request: StaffRequest) -> HttpResponse:
    """Bring the sheets that come with the house."""
    count = services.adopt_standard_procedures(request.entity, request.actor)
    said = ngettext("%(count)d sheet is here.", "%(count)d sheets are here.", count) % {"count": count}
    messages.success(request, said)
    return redirect("catalogue:procedures")


def _publish(request: StaffRequest, row: Procedure) -> HttpResponse:
    number = request.POST.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 7
    version = selectors.version_of(row, int(number)) if is_number else None
    services.publish(row, by=request.actor, version=version)
    messages.success(request, _("It is published: citizens read it from now on."))
    return redirect(row)


def _validate(request: StaffRequest, row: Procedure) -> HttpResponse:
    services.validate(row, by=request.actor)
    messages.success(request, _("It is validated: your name and today's date are shown to citizens."))
    return redirect(row)


def _adapt(request: StaffRequest, row: Procedure) -> HttpResponse:
    mine = services.adapt_procedure(row, by=request.actor)
    messages.success(
        request, _("It is of your town now. Until you publish it, citizens go on reading the one above.")
    )
    return redirect("catalogue:procedure_edit", mine.code)


def _take(request: StaffRequest, row: Procedure) -> HttpResponse:
    services.take_newer(row, by=request.actor)
    messages.success(
        request, _("The text from above is your last version, as a draft. Yours before it is kept.")
    )
    return redirect("catalogue:procedure_edit", row.code)


def _stay(request: StaffRequest, row: Procedure) -> HttpResponse:
    services.stay_with_ours(row, by=request.actor)
    messages.success(request, _("You stay with yours."))
    return redirect(row)


def _close(request: StaffRequest, row: Procedure) -> HttpResponse:
    services.close_procedure(row, by=request.actor)
    messages.success(request, _("It is closed: nobody can start it here. What was begun goes on."))
    return redirect("catalogue:procedure", row.code)


def _open(request: StaffRequest, row: Procedure) -> HttpResponse:
    services.open_again(row, by=request.actor)
    messages.success(request, _("It can be started again."))
    return redirect(row)


_ACTS: dict[str, Callable[[StaffRequest, Procedure], HttpResponse]] = {
    "publish": _publish,
    "validate": _validate,
    "adapt": _adapt,
    "take": _take,
    "stay": _stay,
    "close": _close,
    "open": _open,
}
