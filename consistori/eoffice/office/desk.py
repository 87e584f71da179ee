"""What the office says of itself, as the secretary and the administrator keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.models import Incident, OfficeText, PublicNotice
from consistori.eoffice.office import selectors, services
from consistori.eoffice.office.forms import EndForm, IncidentForm, PublicNoticeForm, SettingForm, TextForm
from consistori.eoffice.office.letters import LETTERS, in_groups
from consistori.eoffice.office.policies import may_keep_office
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure

MOST_ROWS = 40
LANGUAGES = (("ca", _("Catalan")), ("es", _("Spanish")))


@staff_page
def overview(request: StaffRequest) -> HttpResponse:
    """Hours, notices, incidents, and which texts the town has made its own."""
    written = {(row.page, row.language): row for row in OfficeText.objects.order_by("number")}
    own = {key for key, row in written.items() if row.text}
    pages = [
        (words, [(letter, (letter.key, "ca") in own, (letter.key, "es") in own) for letter in letters])
        for words, letters in in_groups()
    ]
    moment = now()
    context = {
        "setting": selectors.setting(),
        "pages": pages,
        "incidents": list(Incident.objects.all()[:MOST_ROWS]),
        "notices": list(PublicNotice.objects.filter(withdrawn_at=None)[:MOST_ROWS]),
        "moment": moment,
        "may_write": bool(may_keep_office(request.actor)),
    }
    return TemplateResponse(request, "eoffice/office/overview.html", context)


@staff_page
def hours(request: StaffRequest) -> HttpResponseBase:
    """The hours of the counter and the creation act."""
    ensure(may_keep_office(request.actor))
    form = SettingForm(request.POST or None, kept=selectors.setting())
    if request.method == "POST" and form.is_valid():
        services.change_setting(by=request.actor, **form.said)
        messages.success(request, _("The door of the office says it already."))
        return redirect("eoffice:keep")
    return _form(request, form, _("Hours and creation of the office"), _("Save"))


@staff_page
def text(request: StaffRequest, key: str) -> HttpResponseBase:
    """The text of a page in a language, with its versions."""
    ensure(may_keep_office(request.actor))
    letter = LETTERS.get(key)
    if letter is None:
        raise NotHere()
    said = "es" if request.GET.get("in") == "es" else "ca"
    in_use = selectors.text_of(letter, request.entity, said)
    form = TextForm(request.POST or None, initial={"text": in_use.raw})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_text(page=key, language=said, text=form.cleaned_data["text"], by=request.actor)
        except AlreadyDone as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The page says it already."))
        return redirect("eoffice:keep")
    versions = list(OfficeText.objects.filter(page=key, language=said)[:MOST_ROWS])
    context = {"letter": letter, "form": form, "said": said, "in_use": in_use, "versions": versions}
    return TemplateResponse(request, "eoffice/office/text.html", context | {"languages_of_text": LANGUAGES})


@staff_page
def new_incident(request: StaffRequest) -> HttpResponseBase:
    """Publish that the office does not work, or will not."""
    ensure(may_keep_office(request.actor))
    form = IncidentForm(request.POST or None, initial={"starts_at": now()})
    if _done(request, form, services.publish_incident):
        messages.success(request, _("It is published: everybody sees it at the door."))
        return redirect("eoffice:keep")
    return _form(request, form, _("The office does not work"), _("Publish it"))


@staff_page
def incident(request: StaffRequest, incident_id: UUID) -> HttpResponseBase:
    """When it ended, and to which day terms go."""
    ensure(may_keep_office(request.actor))
    found = get_object_or_404(Incident, pk=incident_id)
    kept = {name: getattr(found, name) for name in ("ends_at", "extended_to", "decision", "is_general")}
    form = EndForm(request.POST or None, initial=kept)
    if _done(request, form, lambda **said: services.change_incident(found, **said)):
        messages.success(request, _("It is published: everybody sees it at the door."))
        return redirect("eoffice:keep")
    return _form(request, form, found.what_ca, _("Save"))


@staff_page
def new_notice(request: StaffRequest) -> HttpResponseBase:
    """Tell everybody something."""
    ensure(may_keep_office(request.actor))
    form = PublicNoticeForm(request.POST or None)
    if _done(request, form, services.publish_public_notice):
        messages.success(request, _("It is published: everybody sees it at the door."))
        return redirect("eoffice:keep")
    return _form(request, form, _("A notice to everybody"), _("Publish it"))


@staff_page
@require_POST
def withdraw_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take it down."""
    services.withdraw_public_notice(get_object_or_404(PublicNotice, pk=notice_id), by=request.actor)
    messages.success(request, _("The notice is down."))
    return redirect("eoffice:keep")


def _done(request: StaffRequest, form: forms.Form, do: Callable[..., Any]) -> bool:
    """Do it with what the form says; what is wrong goes to its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        do(by=request.actor, **form.cleaned_data)
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _form(request: StaffRequest, form: forms.Form, title: Any, label: Any) -> TemplateResponse:
    return TemplateResponse(
        request, "eoffice/office/form.html", {"form": form, "title": title, "label": label}
    )
