"""A term on its page or as a sheet over any other: why that day, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.deadlines import services, subjects
from consistori.deadlines.alarms.selectors import alarms_of_term
from consistori.deadlines.chips import chip_of
from consistori.deadlines.explaining import Why, why_of
from consistori.deadlines.models import Deadline, Suspension
from consistori.deadlines.policies import may_publish_calendars
from consistori.deadlines.rules.values import Ending
from consistori.deadlines.selectors import deadline_for
from consistori.deadlines.subjects import Subject
from consistori.deadlines.web.term_forms import ActForm, CloseForm, ExtendForm, MeetForm, ResumeForm, StopForm
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, NotPermitted, Refusal, ensure


@dataclass(frozen=True)
class Act:
    """A way to go from the page of a term."""

    label: Any
    url: str
    icon: str = ""


@staff_page
@require_safe
def deadline_page(request: StaffRequest, deadline_id: UUID) -> HttpResponse:
    """Why that day; asked as a sheet, without the rest of the page."""
    term, told = deadline_for(deadline_id, request.actor)
    why = why_of(term)
    context = {
        "why": why,
        "told": told,
        "acts": _acts(request, why),
        "may_publish": bool(may_publish_calendars(request.actor)),
        "may_put": _may_put(request, term),
        "warned": alarms_of_term(term),
    }
    is_sheet = request.headers.get("X-Requested-With", "") in ("sheet", "swap")
    short = "deadlines/_why_short.html" if request.GET.get("as") == "short" else "deadlines/_why_sheet.html"
    name = short if is_sheet else "deadlines/deadline.html"
    answer = TemplateResponse(request, name, context)
    answer["Vary"] = "X-Requested-With"
    if is_sheet:
        answer["X-Fragment"] = "yes"
    return answer


def _may_put(request: StaffRequest, term: Deadline) -> bool:
    kind = subjects.kind_of(term.subject_kind)
    subject = Subject(term.subject_kind, term.subject_id)
    return kind is not None and kind.write is not None and bool(subjects.may_act(request.actor, subject))


def _acts(request: StaffRequest, why: Why) -> list[Act]:
    term = why.term
    if not term.is_running or not subjects.may_act(
        request.actor, Subject(term.subject_kind, term.subject_id)
    ):
        return []
    stop = why.open_stop

    def at(name: str, pk: UUID = term.pk) -> str:
        return reverse(f"deadlines:{name}", args=[pk])

    acts = [Act(_("Let it go on…"), at("resume", stop.pk), "next")] if stop is not None else []
    acts.append(Act(_("It was met…"), at("meet"), "check"))
    if not term.is_of_party:
        acts.append(Act(_("Stop it…"), at("stop"), "pause"))
    if term.ending != Ending.REJECTED:
        acts.append(Act(_("Extend it…"), at("extend"), "hourglass"))
    acts.append(Act(_("Close it…"), at("close")))
    return acts


@staff_page
@require_POST
def put_page(request: StaffRequest, deadline_id: UUID) -> HttpResponse:
    """Put the explanation in the thing, as a text that goes on being written there."""
    term, _told = deadline_for(deadline_id, request.actor)
    kind = subjects.kind_of(term.subject_kind)
    if kind is None or kind.write is None:
        raise NotHere()
    with translation.override(request.entity.language):
        why = why_of(term)
        head, *rows = why.as_text.split("\n")
        title = _("How it is counted: %(what)s") % {"what": head}
    return redirect(kind.write(request.actor, term.subject_id, title, rows))


@dataclass(frozen=True)
class _Deed:
    """A form, its act, and its words."""

    form: type[ActForm]
    verb: Any
    title: Any
    label: Any
    done: Any
    note: Any = ""


DEEDS = {
    "stop": _Deed(
        StopForm, services.suspend, gettext_lazy("Stop the term"), gettext_lazy("Stop it"),
        gettext_lazy("Stopped. It goes on when you say so, or when the law says it."),
        gettext_lazy("Only by the causes of article 22: an optional report, or another department, do not stop it."),
    ),
    "resume": _Deed(
        ResumeForm, services.resume, gettext_lazy("Let the term go on"), gettext_lazy("Let it go on"),
        gettext_lazy("It goes on. The days that it was stopped were added."),
    ),
    "extend": _Deed(
        ExtendForm, services.extend, gettext_lazy("Extend the term"), gettext_lazy("Extend it"),
        gettext_lazy("Extended. Notify it to the parties."),
        gettext_lazy("It is decided before it ends, with its reasons; one that has ended is never extended."),
    ),
    "meet": _Deed(
        MeetForm, services.meet, gettext_lazy("The term was met"), gettext_lazy("It was met"),
        gettext_lazy("Written down."),
        gettext_lazy("Of the term to resolve, the first of the three ways counts."),
    ),
    "close": _Deed(
        CloseForm, services.close, gettext_lazy("Close the term"), gettext_lazy("Close it"),
        gettext_lazy("Closed. Its life stays."),
    ),
}  # fmt: skip


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: StaffRequest, deadline_id: UUID, deed: str) -> HttpResponse:
    """The form of an act on a term, and the act; what the law refuses is said at its field."""
    term, _told = deadline_for(deadline_id, request.actor)
    return _do(request, term, term, DEEDS[deed])


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def resume_page(request: StaffRequest, suspension_id: UUID) -> HttpResponse:
    """Let a term that was stopped go on."""
    stop = Suspension.objects.filter(pk=suspension_id).select_related("deadline").first()
    term, _told = deadline_for(stop.deadline_id if stop else suspension_id, request.actor)
    return _do(request, term, stop, DEEDS["resume"])


def _do(request: StaffRequest, term: Deadline, on: Any, deed: _Deed) -> HttpResponse:
    subject = Subject(term.subject_kind, term.subject_id)
    ensure(subjects.may_act(request.actor, subject))
    told = subjects.tell_one(request.actor, subject)
    kind = subjects.kind_of(term.subject_kind)
    papers = kind.papers(request.actor, term.subject_id) if kind else []
    form = deed.form(request.POST or None, papers=papers)
    back = told.url if told else term.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            deed.verb(on, by=request.actor, **form.said())
            messages.success(request, deed.done)
            return redirect(back)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    context = {
        "term": term,
        "told": told,
        "chip": chip_of(term),
        "form": form,
        "title": deed.title,
        "label": deed.label,
        "note": deed.note,
        "back": back,
    }
    return TemplateResponse(request, "deadlines/act.html", context, status=422 if form.errors else 200)
