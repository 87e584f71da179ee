"""The seals of the town and what it seals by itself: bring one, issue the demo's, fix an automated act, end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.roles import Role
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure
from consistori.signature.models import AutomatedAct, Seal
from consistori.signature.ports import demo_authority
from consistori.signature.seal_policies import may_manage_seals, may_stop_seals
from consistori.signature.seal_uses import uses_of
from consistori.signature.seals import automated_kinds
from consistori.signature.services.seals import bring_seal, end_act, fix_act, issue_demo_seal, remove_seal
from consistori.signature.web.keys import _bytes_of, _secret


class BodyForm(forms.Form):
    """To which post or body the seal belongs."""

    body = forms.CharField(
        label=gettext_lazy("Post or body that it belongs to"),
        max_length=160,
        help_text=gettext_lazy("As the decree that creates the seal says it: Secretaria, Alcaldia…"),
    )


class BringSealForm(BodyForm):
    """The file of the seal and its password."""

    file = forms.FileField(
        label=gettext_lazy("Certificate file (.p12 or .pfx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )
    password = _secret(
        gettext_lazy("Password of the file"),
        required=False,
        help_text=gettext_lazy("The one that you chose when you exported it. We do not keep it."),
    )


class ActForm(forms.Form):
    """What must be fixed before something is done by itself (Llei 40/2015, art. 41.2)."""

    kind = forms.ChoiceField(label=gettext_lazy("What is done by itself"))
    seal: Any = forms.ModelChoiceField(None, label=gettext_lazy("Seal"), empty_label=None)
    decree = forms.CharField(
        label=gettext_lazy("Decree or agreement that fixes it"),
        max_length=120,
        help_text=gettext_lazy("Its number and date: Decret 2026/0140, de 12 de novembre"),
    )
    definition_body = forms.CharField(
        label=gettext_lazy("Who answers for its specifications, programming and maintenance"), max_length=160
    )
    supervision_body = forms.CharField(
        label=gettext_lazy("Who supervises it, and has its quality and its code audited"), max_length=160
    )
    appeals_body = forms.CharField(label=gettext_lazy("Before whom it is appealed"), max_length=160)
    starts_on = forms.DateField(
        label=gettext_lazy("From which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds: Any = self.fields["kind"]
        kinds.choices = list(automated_kinds.items())
        seals: Any = self.fields["seal"]
        seals.queryset = Seal.objects.kept()


@staff_page
@require_safe
def seals(request: StaffRequest) -> HttpResponse:
    """The seals and the automated acts of the town, in force and ended."""
    rows = list(AutomatedAct.objects.select_related("seal").order_by("kind", "-starts_on"))
    used = uses_of([row.pk for row in rows if row.ends_on is None])
    acts = [
        {
            "act": row, "label": automated_kinds.get(row.kind, row.kind), "live": _live(row), "used": used.get(row.pk),
            "roles": ", ".join(str(Role(role).label) for role in row.roles),
        }
        for row in rows
    ]  # fmt: skip
    context = {
        "seals": list(Seal.objects.kept()),
        "acts": acts,
        "missing": [label for kind, label in automated_kinds.items() if not _is_fixed(kind, rows)],
        "may_manage": bool(may_manage_seals(request.actor)),
        "may_stop": bool(may_stop_seals(request.actor)),
        "has_demo": demo_authority() is not None,
    }
    return TemplateResponse(request, "signature/seals.html", context)


@staff_page
@sensitive_post_parameters("password")
def bring(request: StaffRequest) -> HttpResponse:
    """Bring a seal in a PKCS#12."""
    ensure(may_manage_seals(request.actor))
    form = BringSealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            seal = bring_seal(
                by=request.actor,
                body=said["body"],
                file=_bytes_of(said["file"]),
                password=said["password"],
            )
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("The seal «%(name)s» is kept.") % {"name": seal.name})
            return redirect("signature:seals")
    return _form(request, form, title=_("Bring a seal"), button=_("Keep the seal"), with_file=True)


@staff_page
def demo(request: StaffRequest) -> HttpResponse:
    """Have a demonstration seal issued, where the demonstration authority is set."""
    ensure(may_manage_seals(request.actor))
    if demo_authority() is None:
        raise Http404
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issue_demo_seal(by=request.actor, body=form.cleaned_data["body"])
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("The demonstration seal is ready. It has no legal value."))
            return redirect("signature:seals")
    return _form(request, form, title=_("Demonstration seal"), button=_("Issue the seal"))


@staff_page
@require_POST
def remove(request: StaffRequest, seal_id: UUID) -> HttpResponse:
    """Forget the key of a seal for ever."""
    seal = get_object_or_404(Seal.objects.kept(), pk=seal_id)
    _told(request, remove_seal, seal, _("The seal is removed. What it sealed still holds."))
    return redirect("signature:seals")


@staff_page
def fix(request: StaffRequest) -> HttpResponse:
    """Fix an automated act."""
    ensure(may_manage_seals(request.actor))
    start = {"starts_on": today(), "kind": request.GET.get("kind", "")}
    form = ActForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            fix_act(by=request.actor, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("It is fixed: from that day the program does it by itself."))
            return redirect("signature:seals")
    words = _(
        "Before the program does anything by itself, a decree says who answers for it and before whom it is appealed "
        "(Llei 40/2015, art. 41.2)."
    )
    return _form(request, form, title=_("Fix an automated act"), button=_("Fix it"), words=words)


@staff_page
@require_POST
def end(request: StaffRequest, act_id: UUID) -> HttpResponse:
    """From today it is not done by itself."""
    fixed = get_object_or_404(AutomatedAct.objects.all(), pk=act_id)
    _told(request, end_act, fixed, _("It has ended: the program does not do it by itself any more."))
    return redirect("signature:seals")


def _told(request: StaffRequest, act: Any, subject: Any, done: str) -> None:
    try:
        act(subject, by=request.actor)
    except Refusal as refused:
        if refused.status == 403:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, done)


def _live(row: AutomatedAct) -> bool:
    return row.starts_on <= today() and (row.ends_on is None or row.ends_on > today())


def _is_fixed(kind: str, rows: list[AutomatedAct]) -> bool:
    return any(row.kind == kind and (_live(row) or row.ends_on is None) for row in rows)


def _form(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    back = {"back": "signature:seals", **context}
    return TemplateResponse(request, "signature/seal_form.html", {"form": form, **back}, status=status)
