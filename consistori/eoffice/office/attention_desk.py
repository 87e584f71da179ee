"""The switch of attending by telephone only, for whoever keeps the office."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.office.attention import (
    attend_by_phone_only,
    explain_phone_only,
    open_the_doors,
    phone_only,
)
from consistori.eoffice.office.policies import may_keep_office
from consistori.kernel.errors import AlreadyDone, BadInput, ensure


class PhoneOnlyForm(forms.Form):
    """At which telephone, why, and until when."""

    phone = forms.CharField(label=_("Telephone at which you attend"), max_length=40)
    why_ca = forms.CharField(label=_("Why, in Catalan"), max_length=300, required=False)
    why_es = forms.CharField(label=_("Why, in Spanish"), max_length=300, required=False)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: until you open the doors again."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@staff_page
@require_POST
def switch_on(request: StaffRequest) -> HttpResponse:
    """With one press, by telephone only."""
    try:
        attend_by_phone_only(by=request.actor)
        messages.success(request, _("The door, the bookings and the counter say it already."))
    except BadInput:
        return redirect("eoffice:keep_phone_only")
    except AlreadyDone as refusal:
        messages.warning(request, str(refusal))
    return redirect("eoffice:keep")


@staff_page
@require_POST
def switch_off(request: StaffRequest) -> HttpResponse:
    """With one press, the doors open again."""
    try:
        open_the_doors(by=request.actor)
        messages.success(request, _("The doors are open again, and the office says it."))
    except AlreadyDone as refusal:
        messages.warning(request, str(refusal))
    return redirect("eoffice:keep")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def phone_only_page(request: StaffRequest) -> HttpResponseBase:
    """Why, at which number, until which day; saving it begins it when it has not begun."""
    ensure(may_keep_office(request.actor))
    mode = phone_only()
    names = ("phone", "why_ca", "why_es", "last_day")
    kept = {name: getattr(mode, name) for name in names} if mode else {"phone": request.entity.phone}
    form = PhoneOnlyForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            if mode is None:
                attend_by_phone_only(by=request.actor, **form.cleaned_data)
            else:
                explain_phone_only(mode, by=request.actor, **form.cleaned_data)
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The door, the bookings and the counter say it already."))
            return redirect("eoffice:keep")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("By telephone only"), "label": _("Save")}
    return TemplateResponse(request, "eoffice/office/form.html", context, status=status)
