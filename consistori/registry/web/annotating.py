"""Writing beside an entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import Refusal, ensure
from consistori.parties.forms import put_refusal
from consistori.registry.policies import may_register
from consistori.registry.selectors import OpenedEntry, opened_entry
from consistori.registry.services import annotate, annul_entry, correct_entry
from consistori.registry.web.books import ensure_here
from consistori.registry.web.forms import AnnotationForm


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def annotate_page(request: StaffRequest, reference: str) -> HttpResponse:
    """A note, a correction or the annulment, each with its reason; the old words stay in sight."""
    ensure_here(request)
    ensure(may_register(request.actor))
    opened = opened_entry(request.actor, reference)
    form = AnnotationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _written(request, form, opened):
        messages.success(request, _("It is written beside the entry."))
        return redirect("registry:entry", reference)
    context = {"form": form, "opened": opened, "entry": opened.entry}
    return TemplateResponse(
        request, "registry/annotate.html", context, status=422 if request.method == "POST" else 200
    )


def _written(request: StaffRequest, form: AnnotationForm, opened: OpenedEntry) -> bool:
    said: dict[str, Any] = form.cleaned_data
    entry, by = opened.entry, request.actor
    try:
        if said["what"] == "correction":
            correct_entry(entry, by=by, field=said["field"], new=form.said, reason=said["reason"])
        elif said["what"] == "annulment":
            annul_entry(entry, by=by, reason=said["reason"])
        else:
            annotate(entry, by=by, words=said["reason"])
    except Refusal as refusal:
        put_refusal(form, refusal)
        return False
    return True
