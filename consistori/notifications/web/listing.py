"""The notifications of the town: where each stands, what is late to be sent; and more days for an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, NotPermitted, Refusal, ensure
from consistori.notifications import listed
from consistori.notifications.policies import may_extend, may_list
from consistori.notifications.services import extend_for_incident
from consistori.tenancy import modality


def ensure_here(request: StaffRequest) -> None:
    """Where notifications are switched off their pages do not exist."""
    if not modality.is_on(request.entity, "notifications"):
        raise NotHere


@dataclass(frozen=True)
class Filter:
    """A way to narrow the list, with how many it leaves."""

    key: str
    label: Any
    count: int
    is_current: bool


@staff_page
@require_safe
def town(request: StaffRequest) -> HttpResponse:
    """Those of the town, in the filter that was chosen, the last first. Each is told as its case is."""
    ensure_here(request)
    ensure(may_list(request.actor))
    chosen = request.GET.get("show", "") if request.GET.get("show", "") in listed.FILTERS else "waiting"
    q = " ".join(request.GET.get("q", "").split())[:80]
    page = listed.page_of(request.actor, chosen, q=q, after=request.GET.get("after", "")[:60], at=now())
    said = {"show": chosen} | ({"q": q} if q else {})
    context = {
        "rows": page.rows,
        "filters": [
            Filter(key, label, page.counts.get(key, 0), key == chosen)
            for key, label in listed.FILTERS.items()
        ],
        "chosen": chosen,
        "q": q,
        "late": page.late,
        "next_url": f"?{urlencode(said | {'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": f"?{urlencode(said)}" if request.GET.get("after") else "",
        "may_extend": bool(may_extend(request.actor)),
    }
    return TemplateResponse(request, "notifications/list.html", context)


class IncidentForm(forms.Form):
    """When the office did not work, until when there is more time, and where it was published."""

    since = forms.DateTimeField(
        label=gettext_lazy("It did not work from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    until = forms.DateTimeField(
        label=gettext_lazy("until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    extended_to = forms.DateField(
        label=gettext_lazy("Last day to open them"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Until 23:59 of that day. What had been rejected before does not come back."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Where the extension is published"),
        max_length=200,
        help_text=gettext_lazy(
            "At the electronic office: the incident and the extension, both (RD 203/2021, 44.4)."
        ),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: StaffRequest) -> HttpResponse:
    """Give more days to open those whose days ran while the office did not work (R-NOT-20)."""
    ensure_here(request)
    ensure(may_extend(request.actor))
    form = IncidentForm(request.POST or None, initial={"extended_to": today()})
    if request.method == "POST" and form.is_valid():
        try:
            given = extend_for_incident(by=request.actor, **form.cleaned_data)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            words = ngettext(
                "%(n)s notification has more days.", "%(n)s notifications have more days.", given
            ) % {"n": given}
            messages.success(request, words if given else _("None was open then: nothing changes."))
            return redirect("notifications:list")
    return TemplateResponse(request, "notifications/incident.html", {"form": form})
