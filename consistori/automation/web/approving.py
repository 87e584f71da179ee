"""Trying a version over what happened, and entering that the town has approved it."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.automation import selectors, services
from consistori.automation.models import Rule, RuleVersion
from consistori.automation.policies import may_approve_rules, may_write_rules
from consistori.automation.services import Bodies
from consistori.automation.web.forms import ApprovalForm, TrialForm
from consistori.automation.web.looking import look_at
from consistori.automation.web.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure

_NAMES = [one.name for one in fields(Bodies)]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def trial_page(request: StaffRequest, code: str) -> HttpResponse:
    """The last trial of a version with its differences, and the button that tries it again."""
    ensure_here(request)
    rule = selectors.rule_of(request.actor, code)
    version = _version(request, rule)
    end = today() + timedelta(days=1)
    form = TrialForm(request.POST or None, initial={"since": end - timedelta(days=365), "until": end})
    if request.method == "POST" and form.is_valid():
        ensure(may_write_rules(request.actor))
        try:
            services.begin_trial(
                version, by=request.actor, since=form.cleaned_data["since"], until=form.cleaned_data["until"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(f"{request.path}?version={version.number}")
    context = {
        "rule": rule,
        "version": version,
        "trial": selectors.last_trial(version),
        "form": form,
        "look": look_at(version.text, get_language() or "ca"),
        "may_write": bool(may_write_rules(request.actor)),
        "may_approve": bool(may_approve_rules(request.actor)),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "automation/trial.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def approve_page(request: StaffRequest, code: str) -> HttpResponse:
    """What the decree says: its number, each body, the seal; with what the trial told beside it."""
    ensure_here(request)
    ensure(may_approve_rules(request.actor))
    rule = selectors.rule_of(request.actor, code)
    version = _version(request, rule)
    look = look_at(version.text, get_language() or "ca")
    form = ApprovalForm(
        request.POST or None, is_administrative=look.is_administrative, initial=_as_before(rule)
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        bodies = Bodies(**{name: said.pop(name) for name in _NAMES if name in said})
        try:
            services.approve_rule(rule, by=request.actor, version=version, bodies=bodies, **said)
        except Refusal as refusal:
            if refusal.status == 403:
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It is approved. Switch it on when the town wants it to act."))
            return redirect(rule)
    context = {
        "rule": rule,
        "version": version,
        "look": look,
        "form": form,
        "trial": selectors.trial_of(version),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "automation/approve.html", context, status=status)


def _version(request: StaffRequest, rule: Rule) -> RuleVersion:
    """As asked, or the last one."""
    number = request.GET.get("version", "")
    if number.isascii() and number.isdigit() and len(number) < 7:
        return selectors.version_of(rule, int(number))
    if rule.latest is None:
        raise NotHere()
    return rule.latest


def _as_before(rule: Rule) -> dict[str, Any]:
    """The bodies of the approval before, so that they are not typed again."""
    return {name: getattr(rule.approval, name) for name in _NAMES} if rule.approval else {}
