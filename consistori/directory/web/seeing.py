"""Who can see this, and who has: the page, the sheet and the paper, of whatever is asked about."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.directory import papers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.policies import may_read_logs
from consistori.directory.seeing import WhatSheSees, things, what_she_sees, who_sees
from consistori.directory.selectors import actor_here
from consistori.formats.spreadsheets import MEDIA
from consistori.kernel.errors import NotHere, ensure
from consistori.trail.readings import record_reading


@staff_page
@require_safe
def seeing(request: StaffRequest, kind: str, pk: UUID) -> HttpResponse:
    """Who can see it and why, who cannot, who has opened it."""
    thing = things.find(kind, request.actor, pk)
    context = {
        "answer": who_sees(thing, reader=request.actor), "thing": thing, "kind": kind, "pk": pk,
        "kind_label": things.label(kind), "reads_logs": bool(may_read_logs(request.actor)),
    }  # fmt: skip
    return TemplateResponse(request, "directory/seeing.html", context)


@staff_page
@require_safe
def seeing_as(request: StaffRequest, kind: str, pk: UUID, form: str) -> HttpResponse:
    """The same to take away: a sheet (xlsx, ods, csv) or a PDF. Taking it is written down."""
    thing = things.find(kind, request.actor, pk)
    answer = who_sees(thing, reader=request.actor, limit=None)
    made = (
        papers.paper_of(answer, request.entity, by=request.actor.name)
        if form == "pdf"
        else papers.sheet_of(answer, _known(form))
    )
    record_reading(by=request.actor, kind="who_sees", id=thing.id, label=thing.logged or thing.label)
    return file_of(made, form, f"{_('who-sees')}-{slugify(thing.label)[:60]}")


@staff_page
@require_safe
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What somebody who works here sees, and what she has opened."""
    return TemplateResponse(
        request, "directory/seeing_person.html", {"answer": _of_person(request, pk, 100), "pk": pk}
    )


@staff_page
@require_safe
def person_as(request: StaffRequest, pk: UUID, form: str) -> HttpResponse:
    """The same to take away."""
    answer = _of_person(request, pk, 20_000)
    name = answer.actor.name
    made = (
        papers.paper_of_person(answer, request.entity, by=request.actor.name)
        if form == "pdf"
        else papers.sheet_of_log(answer.log, _known(form), _("What was opened"))
    )
    record_reading(by=request.actor, kind="who_sees", id=pk, label=name)
    return file_of(made, form, f"{_('what-was-seen')}-{slugify(name)[:60]}")


def _of_person(request: StaffRequest, pk: UUID, limit: int) -> WhatSheSees:
    actor = actor_here(pk)
    if actor is None:
        raise NotHere()
    if request.actor.person_id != pk:
        ensure(may_read_logs(request.actor))
    return what_she_sees(actor, reader=request.actor, limit=limit)


def _known(form: str) -> str:
    if form not in MEDIA:
        raise Http404
    return form


def file_of(made: bytes, form: str, name: str) -> HttpResponse:
    """A file to save, that no browser keeps."""
    answer = HttpResponse(made, content_type=MEDIA.get(form, "application/pdf"))
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
