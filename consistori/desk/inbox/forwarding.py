"""What goes on to another administration, ready for the exchange between registries: SICRES 4, or 3."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from consistori.cases.entries import selectors
from consistori.cases.entries.policies import may_distribute
from consistori.cases.models import ProcessNote
from consistori.desk.inbox.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, ensure
from consistori.registry.exchange.sending import Destination, message_3, write_package
from consistori.registry.selectors import OpenedEntry, opened_entry
from consistori.trail.readings import record_page

IN_MEMORY = 1024 * 1024


@staff_page
@require_safe
def as_sicres_4(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The message with its documents beside, to the administration that the last process note names."""
    opened, destination = _forwarded(request, reference)
    package: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_package(opened, request.entity, package, destination=destination)
    package.seek(0)
    return FileResponse(package, as_attachment=True, filename=f"{reference}-SICRES-4.zip")


@staff_page
@require_safe
def as_sicres_3(request: StaffRequest, reference: str) -> HttpResponse:
    """The same in one message, for who does not read the 4."""
    opened, destination = _forwarded(request, reference)
    data = message_3(opened, request.entity, destination=destination)
    answer = HttpResponse(data, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{reference}-SICRES-3.xml"'
    return answer


def _forwarded(request: StaffRequest, reference: str) -> tuple[OpenedEntry, Destination]:
    """The entry and where it goes on. Whoever gives entries out takes it, and the taking out is written down."""
    ensure_here(request)
    ensure(may_distribute(request.actor))
    note = selectors.opened(request.actor, reference).note
    if note is None or note.action != ProcessNote.Action.FORWARD:
        raise NotHere
    record_page(by=request.actor, path=request.get_full_path()[:300])
    return opened_entry(request.actor, reference), Destination(note.destination_code, note.destination)
