"""The page of what is not opened: who, until when, what can be done; and the page of a call, with what to say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.desk.saving import selectors, services
from consistori.desk.saving.words import DOES, OUTCOMES, SIGNS, WAYS
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.notifications.models import Notification
from consistori.notifications.policies import may_record
from consistori.notifications.rules.lapse import last_day
from consistori.notifications.selectors import one_for, timeline
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail.readings import record_page, record_reading


class CallForm(forms.Form):
    """How a call went."""

    outcome = forms.ChoiceField(label=gettext_lazy("How it went"), choices=OUTCOMES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemindingForm(forms.Form):
    """What the program does by itself."""

    reminds = forms.BooleanField(
        label=gettext_lazy("The program sends another notice by itself of what is not opened"), required=False
    )
    on_day = forms.IntegerField(
        label=gettext_lazy("On which day of the ten"), min_value=services.LEAST, max_value=services.MOST
    )


def _ensure_here(request: StaffRequest) -> None:
    """Where notifications are switched off their pages do not exist."""
    if not modality.is_on(request.entity, "notifications"):
        raise NotHere


@staff_page
@require_safe
def saving(request: StaffRequest) -> HttpResponse:
    """What nobody has opened on the fifth day, those at risk first. Some eight statements."""
    _ensure_here(request)
    ensure(may_record(request.actor))
    mine = request.GET.get("of") != "all"
    rows = selectors.unopened(request.actor, today(), mine=mine)
    if rows:
        record_page(by=request.actor, path=request.path_info)
    wants = services.setting()
    context = {
        "rows": [(one, _signs(one), _ways(one)) for one in rows],
        "at_risk": sum(one.is_at_risk for one in rows),
        "mine": mine,
        "wants": wants,
        "may_set": bool(services.may_set(request.actor)),
        "form": RemindingForm(initial={"reminds": wants.reminds, "on_day": wants.on_day}),
        "acts": [{"label": _("Send another notice"), "icon": "bell", "formaction": "remind/", "main": True}],
    }
    return TemplateResponse(request, "desk/saving/saving.html", context)


def _signs(one: selectors.Unopened) -> list[str]:
    return [str(SIGNS[sign]) for sign in one.signs]


def _ways(one: selectors.Unopened) -> list[dict[str, Any]]:
    return [
        {
            "what": way.what.value,
            "label": DOES[way.what],
            "ok": way.ok,
            "why": WAYS.get(way.reason, ""),
            "article": way.article,
        }
        for way in one.ways
    ]


@staff_page
@require_POST
def remind(request: StaffRequest) -> HttpResponse:
    """Another notice of the chosen ones."""
    keys = [key for key in map(_key, request.POST.getlist("one")) if key]
    chosen = list(Notification.objects.filter(pk__in=keys).select_related("dispatch"))
    try:
        made = services.remind(chosen, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:saving")
    if made:
        words = ngettext("%(n)d notice goes out.", "%(n)d notices go out.", made) % {"n": made}
        messages.success(request, words)
    else:
        messages.warning(
            request,
            _("No notice goes out: they were told less than a day ago, or there is nowhere to tell them."),
        )
    return redirect("desk:saving")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whom to call, what to say and what not, and how it went."""
    _ensure_here(request)
    ensure(may_record(request.actor))
    row = one_for(request.actor, pk)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.log_call(
                row,
                by=request.actor,
                outcome=said["outcome"],
                line=request.POST.get("line", ""),
                note=said["note"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The call is written down."))
            return redirect("desk:saving")
    if request.method != "POST":
        record_reading(by=request.actor, kind="notification", id=pk, label=row.number)
    context = {
        "row": row,
        "form": form,
        "lines": selectors.lines_of(row),
        "calls": [line for line in timeline(row) if line.kind == "called"],
        "outcomes": dict(OUTCOMES),
        "is_open": row.is_open(),
        "last_day": last_day(row.available_at, row.extended_to) if row.available_at else None,
        "house": current_entity(),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "desk/saving/call.html", context, status=status)


@staff_page
@require_POST
def choose(request: StaffRequest) -> HttpResponse:
    """What the program reminds by itself."""
    form = RemindingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("From the second to the ninth day."))
        return redirect("desk:saving")
    services.choose_reminding(
        by=request.actor, reminds=form.cleaned_data["reminds"], on_day=form.cleaned_data["on_day"]
    )
    messages.success(request, _("It is written."))
    return redirect("desk:saving")
