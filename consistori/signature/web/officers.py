"""The register of who may issue authentic copies (Llei 39/2015, art. 12.3 and 27.1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import colleagues, post_title
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.copies import selectors
from consistori.signature.copies.services import authorise_officer, end_officer
from consistori.signature.models import CopyOfficer
from consistori.signature.seal_policies import may_manage_seals


class OfficerForm(forms.Form):
    """Whom, by which decree, from when."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
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
        person.choices = [(key, one.full_name) for key, one in self.people.items()]


@staff_page
def officers(request: StaffRequest) -> HttpResponse:
    """The register, and the form that adds somebody to it."""
    form = OfficerForm(request.POST or None, initial={"starts_on": today()})
    if request.method == "POST":
        ensure(may_manage_seals(request.actor))
        if form.is_valid() and _authorise(request, form):
            messages.success(request, _("From that day she may issue authentic copies."))
            return redirect("signature:officers")
    rows = [{"officer": one, "post": post_title(one.person_id)} for one in selectors.officers()]
    context = {
        "rows": rows,
        "form": form,
        "may_manage": bool(may_manage_seals(request.actor)),
        "today": today(),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/officers.html", context, status=status)


@staff_page
@require_POST
def end(request: StaffRequest, officer_id: UUID) -> HttpResponse:
    """From today this person issues no more copies."""
    officer = get_object_or_404(CopyOfficer.objects.select_related("person"), pk=officer_id)
    end_officer(officer, by=request.actor)
    messages.success(request, _("The authorisation has ended. The copies that she made stand."))
    return redirect("signature:officers")


def _authorise(request: StaffRequest, form: OfficerForm) -> bool:
    said = form.cleaned_data
    try:
        authorise_officer(
            by=request.actor,
            person=form.people[said["person"]],
            decree=said["decree"],
            starts_on=said["starts_on"],
        )
    except Refusal as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True
