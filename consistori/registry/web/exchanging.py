"""Taking an entry out for another registry, and bringing in what another one sends (SICRES)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import Refusal, ensure
from consistori.parties.forms import put_refusal
from consistori.registry.exchange.receiving import open_exchange, register_exchange
from consistori.registry.exchange.sending import message_3, write_package
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register
from consistori.registry.selectors import OpenedEntry, opened_entry
from consistori.registry.web.books import ensure_here
from consistori.registry.web.forms import ExchangeForm
from consistori.trail.readings import record_page

IN_MEMORY = 1024 * 1024


@staff_page
@require_safe
def as_sicres_4(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The package of the entry: its message and its documents as ENI files. The taking out is written down."""
    opened = _opened(request, reference)
    package: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_package(opened, request.entity, package)
    package.seek(0)
    return FileResponse(package, as_attachment=True, filename=f"{reference}-SICRES-4.zip")


@staff_page
@require_safe
def as_sicres_3(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The entry in one message, its documents inside, for who does not read the 4."""
    opened = _opened(request, reference)
    answer = HttpResponse(message_3(opened, request.entity), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{reference}-SICRES-3.xml"'
    return answer


def _opened(request: StaffRequest, reference: str) -> OpenedEntry:
    ensure_here(request)
    ensure(may_register(request.actor))
    opened = opened_entry(request.actor, reference)
    record_page(by=request.actor, path=request.get_full_path()[:300])
    return opened


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """A message or a package that another registry sends becomes an entry; the same one is entered once."""
    ensure_here(request)
    ensure(may_register(request.actor))
    form = ExchangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entry = _entered(request, form)
        if entry is not None:
            messages.success(
                request, _("It is in the book with the number %(number)s.") % {"number": entry.reference}
            )
            return redirect("registry:entry", entry.reference)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "registry/bring.html", {"form": form}, status=status)


def _entered(request: StaffRequest, form: ExchangeForm) -> RegistryEntry | None:
    upload: Any = form.cleaned_data["file"]
    came: bool = form.cleaned_data["paper_came"]
    try:
        brought = open_exchange(Path(upload.file_received().blob.path))
        return register_exchange(by=request.actor, brought=brought, paper_came=came)
    except Refusal as refusal:
        put_refusal(form, refusal)
        return None
