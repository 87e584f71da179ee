"""Pages of the secretary: the brake of a seal, and how much and by whom each automated act may seal."""

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
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.roles import Role
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.seal_policies import may_manage_seals, may_stop_seals
from consistori.signature.seals import automated_kinds
from consistori.signature.services.seal_brakes import let_seal_go_on, set_use, stop_seal


class StopForm(forms.Form):
    """What was seen."""

    reason = forms.CharField(label=gettext_lazy("What have you seen?"), max_length=300)


class UseForm(forms.Form):
    """How many times an hour, and which posts."""

    per_hour = forms.IntegerField(label=gettext_lazy("At most, times an hour"), min_value=1)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Which posts may command it"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Of what a person commands, as an authentic copy. With none, whoever the act itself lets."
        ),
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: StaffRequest, seal_id: UUID) -> HttpResponse:
    """Pull the brake of a seal."""
    ensure(may_stop_seals(request.actor))
    seal = get_object_or_404(Seal.objects.kept(), pk=seal_id)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        stop_seal(seal, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The seal is stopped: it seals nothing until it is let go on."))
        return redirect("signature:seals")
    words = _("At once, for everything that it seals: receipts, copies, slips. What it sealed still holds.")
    return _form(request, form, title=_("Stop the seal"), button=_("Stop it now"), words=words)


@staff_page
@require_POST
def go_on(request: StaffRequest, seal_id: UUID) -> HttpResponse:
    """Let it seal again."""
    seal = get_object_or_404(Seal.objects.kept(), pk=seal_id)
    try:
        let_seal_go_on(seal, by=request.actor)
    except Refusal as refused:
        if refused.status == 403:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It seals again."))
    return redirect("signature:seals")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """The limit of an act, and who commands it."""
    ensure(may_manage_seals(request.actor))
    fixed = get_object_or_404(AutomatedAct.objects.filter(ends_on=None), pk=act_id)
    form = UseForm(request.POST or None, initial={"per_hour": fixed.per_hour, "roles": fixed.roles})
    if request.method == "POST" and form.is_valid():
        try:
            set_use(fixed, by=request.actor, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("It is set: it counts from now."))
            return redirect("signature:seals")
    label = str(automated_kinds.get(fixed.kind, fixed.kind))
    return _form(request, form, title=_("How it is used"), button=_("Set it"), words=label)


def _form(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    said = {"back": "signature:seals", "form": form, **context}
    return TemplateResponse(request, "signature/seal_form.html", said, status=status)
