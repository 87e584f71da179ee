"""The register of authorised officers, for whoever works here to read and for the secretary to keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consistori.assistance.officers.selectors import SCOPES, register
from consistori.assistance.officers.services import authorise, end
from consistori.assistance.policies import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import colleagues
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.seal_policies import may_manage_seals


class OfficerForm(forms.Form):
    """Whom, for what, by which decree, from when."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("For what"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    decree = forms.CharField(
        label=gettext_lazy("Decree or agreement that fixes it"),
        max_length=120,
        help_text=gettext_lazy("Its number and date: Decret 2026/0140, de 12 de novembre"),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.people = {str(one.pk): one for one in colleagues()}
        person: Any = self.fields["person"]
        person.choices = [
            ("", gettext_lazy("Choose")),
            *((key, one.full_name) for key, one in self.people.items()),
        ]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def officers(request: StaffRequest) -> HttpResponse:
    """Who may act for people, who may issue authentic copies, since when and by which decree."""
    ensure_here(request.entity)
    form = OfficerForm(request.POST or None, initial={"starts_on": today(), "scopes": list(SCOPES)})
    if request.method == "POST":
        ensure(may_manage_seals(request.actor))
        if form.is_valid() and _authorised(request, form):
            messages.success(request, _("It is in the register."))
            return redirect("assistance:officers")
    context = {
        "lines": register(),
        "form": form,
        "may_manage": bool(may_manage_seals(request.actor)),
        "today": today(),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "assistance/officers.html", context, status=status)


def _authorised(request: StaffRequest, form: OfficerForm) -> bool:
    said = form.cleaned_data
    try:
        authorise(
            by=request.actor,
            person=form.people[said["person"]],
            decree=said["decree"],
            scopes=said["scopes"],
            starts_on=said["starts_on"],
        )
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


@staff_page
@require_POST
def end_one(request: StaffRequest, scope: str, key: UUID) -> HttpResponse:
    """From today this authorisation does not hold."""
    ensure_here(request.entity)
    end(scope, key, by=request.actor)
    messages.success(request, _("The authorisation has ended. What was done with it stands."))
    return redirect("assistance:officers")
