"""Notices of the house: everybody reads them, the administrator and the secretary write them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consistori.desk.models import LONGEST_TEXT, LONGEST_TITLE, Notice
from consistori.desk.policies import may_publish_notice
from consistori.desk.services import mark_notice_read, publish_notice, withdraw_notice
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, ensure

MOST_SHOWN = 60


class NoticeForm(forms.Form):
    """What is said, and until when."""

    title = forms.CharField(label=_("What it is about"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without it, the notice stays until you take it down."),
    )


@staff_page
def notices(request: StaffRequest) -> HttpResponse:
    """All the notices, the last first."""
    rows = list(Notice.objects.all()[:MOST_SHOWN])
    day = today()
    for notice in rows:
        ended = notice.ends_on is not None and notice.ends_on <= day
        notice.is_shown = notice.withdrawn_at is None and not ended
    return TemplateResponse(
        request, "desk/notices.html", {"notices": rows, "may_write": may_publish_notice(request.actor)}
    )


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """Write a notice."""
    ensure(may_publish_notice(request.actor))
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last_day"]
        try:
            publish_notice(
                by=request.actor,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                ends_on=last + timedelta(days=1) if last else None,
            )
        except BadInput as refusal:
            form.add_error("last_day" if refusal.field == "ends_on" else refusal.field, str(refusal))
        else:
            messages.success(request, _("Everybody will see it in their Today."))
            return redirect("desk:notices")
    return TemplateResponse(request, "desk/notice_new.html", {"form": form})


@staff_page
@require_POST
def read(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """I have read it."""
    mark_notice_read(get_object_or_404(Notice, pk=notice_id), by=request.actor)
    return redirect(_back(request))


@staff_page
@require_POST
def withdraw(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take it down."""
    withdraw_notice(get_object_or_404(Notice, pk=notice_id), by=request.actor)
    messages.success(request, _("The notice is down."))
    return redirect("desk:notices")


def _back(request: StaffRequest) -> str:
    """Today over all my towns, when I came from there; a fixed choice, never an address that came in."""
    return "/desk/" if request.POST.get("from") == "all" else request.entity.staff_url("")
