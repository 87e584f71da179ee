"""What the town lets see: to operators, until a day; and what councillors ask, with its term."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.grants import MAY_BE_GRANTED, case_finder, grants_here
from consistori.directory.models import AccessGrant, InformationRequest, Person, Post
from consistori.directory.policies import (
    may_ask_information,
    may_decide_information,
    may_grant_access,
    may_read_logs,
)
from consistori.directory.seeing import things
from consistori.directory.services import grants as services
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure

MOST = 200


class GrantForm(forms.Form):
    """Whom, what, until when, why."""

    person = forms.EmailField(
        label=gettext_lazy("E-mail of the person"),
        widget=forms.EmailInput(attrs={"list": "operators", "autocomplete": "off"}),
    )
    case_number = forms.CharField(
        label=gettext_lazy("Number of the case"),
        required=False,
        max_length=32,
        help_text=gettext_lazy("Empty: every case that is not reserved."),
    )
    until = forms.DateField(
        label=gettext_lazy("Until this day, included"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("What for"), max_length=300,
        help_text=gettext_lazy("The town, and whoever is given it, read it."),
    )  # fmt: skip


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: StaffRequest) -> HttpResponse:
    """What others see of the town, since when and until when; and the form to let somebody see."""
    ensure(may_grant_access(request.actor) or may_read_logs(request.actor))
    initial = {"until": today() + timedelta(days=7), "case_number": request.GET.get("case", "")[:32]}
    form = GrantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            grant = give(request, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            said = _("%(name)s sees %(what)s until %(day)s.") % {
                "name": grant.person.full_name, "what": services.what_of(grant),
                "day": grant.last_day.strftime("%d/%m/%Y"),
            }  # fmt: skip
            messages.success(request, said)
            return redirect("directory:grants")
    near = Post.objects.filter(role__in=MAY_BE_GRANTED).live(today())
    operators = Person.objects.filter(pk__in=near.values("person_id"))
    context = {
        "form": form, "grants": grants_here(), "operators": operators,
        "may_grant": bool(may_grant_access(request.actor)),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "directory/grants.html", context, status=status)


def give(request: StaffRequest, said: dict[str, object]) -> AccessGrant:
    """Give what the form says. Raises `BadInput` at the field that is wrong."""
    person = Person.objects.filter(email__iexact=str(said["person"]), is_active=True).first()
    if person is None:
        raise BadInput(_("Nobody has this e-mail here."), field="person")
    number = str(said["case_number"]).strip()
    case_id = case_finder(request.actor, number) if number else None
    if number and case_id is None:
        raise BadInput(_("You see no case with this number."), field="case_number")
    day = said["until"]
    ends = timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1)  # type: ignore[arg-type]
    return services.grant_access(
        person,
        by=request.actor,
        reason=str(said["reason"]),
        ends_at=ends,
        case_id=case_id,
        case_number=number,
    )


@staff_page
@require_POST
def take_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a grant now."""
    grant = get_object_or_404(AccessGrant.objects.select_related("person"), pk=pk)
    services.take_back(grant, by=request.actor)
    messages.success(request, _("%(name)s sees it no more.") % {"name": grant.person.full_name})
    return redirect("directory:grants")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def information(request: StaffRequest) -> HttpResponse:
    """What councillors have asked: each sees hers; the mayor, the secretary and the administrator, all."""
    decides = may_decide_information(request.actor)
    asks = may_ask_information(request.actor)
    ensure(decides or asks)
    if request.method == "POST":
        asked = services.ask_information(
            by=request.actor,
            what=request.POST.get("what", ""),
            case_number=request.POST.get("case_number", ""),
        )
        day = asked.decide_by.strftime("%d/%m/%Y")
        messages.success(request, _("It is asked. It must be answered by %(day)s.") % {"day": day})
        return redirect("directory:information")
    rows = InformationRequest.objects.select_related("person", "grant")
    if not decides:
        rows = rows.filter(person_id=request.actor.person_id)
    shown = list(rows[:MOST])
    for row in shown:
        row.url = _address(request, row.grant)
    context = {"rows": shown, "decides": decides, "asks": asks, "today": today()}
    return TemplateResponse(request, "directory/information.html", context)


@staff_page
@require_POST
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give it (to read the case for fifteen days, or as it says) or refuse it with the reason."""
    asked = InformationRequest.objects.select_related("person").filter(pk=pk).first()
    if asked is None:
        raise NotHere()
    try:
        _answer(request, asked, request.POST.get("said", ""))
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.article}".strip())
    return redirect("directory:information")


def _answer(request: StaffRequest, asked: InformationRequest, said: str) -> None:
    if request.POST.get("answer") == "refuse":
        services.refuse_information(asked, by=request.actor, reason=said)
        messages.success(request, _("Refused, with its reason."))
        return
    if asked.state != InformationRequest.State.ASKED:
        raise AlreadyDone(_("This request was already answered."))
    grant = _case_given(request, asked)
    if asked.case_number and grant is None and not said.strip():
        raise BadInput(_("You see no case with this number: write how it is given."), field="said")
    services.give_information(asked, by=request.actor, grant=grant, how=said)
    told = _("Given. %(name)s sees it from now on.") if grant else _("Given to %(name)s, as you wrote it.")
    messages.success(request, told % {"name": asked.person.full_name})


def _case_given(request: StaffRequest, asked: InformationRequest) -> AccessGrant | None:
    """The grant to read the case that she named, if there is one with that number."""
    if not asked.case_number or case_finder(request.actor, asked.case_number) is None:
        return None
    said = {
        "person": asked.person.email, "case_number": asked.case_number, "reason": asked.what[:300],
        "until": today() + timedelta(days=15),
    }  # fmt: skip
    return give(request, said)


@staff_page
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What I was let see here, until when and by whom."""
    rows = list(AccessGrant.objects.filter(person_id=request.actor.person_id)[:MOST])
    for row in rows:
        row.url = _address(request, row)
    return TemplateResponse(request, "directory/my_grants.html", {"grants": rows})


def _address(request: StaffRequest, grant: AccessGrant | None) -> str:
    """Where the case of a live grant is, for whoever holds it; empty for the rest."""
    if grant is None or not grant.is_live or grant.case_id is None:
        return ""
    try:
        return things.find("case", request.actor, grant.case_id).url
    except Refusal:
        return ""
