"""Acts on a rule that are one press, and its brake."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consistori.automation import selectors, services
from consistori.automation.models import Rule
from consistori.automation.policies import may_stop_rules
from consistori.automation.web.forms import StopForm
from consistori.automation.web.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import NotHere, Refusal, ensure


@staff_page
@require_POST
def do(request: StaffRequest, code: str, verb: str) -> HttpResponse:
    """Do one act of the page of a rule; a refusal is told there."""
    ensure_here(request)
    act = _ACTS.get(verb)
    if act is None:
        raise NotHere()
    rule = selectors.rule_of(request.actor, code)
    try:
        messages.success(request, act(request, rule))
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal))
    return redirect(rule)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: StaffRequest, code: str) -> HttpResponse:
    """The brake, with a line on what was seen."""
    ensure_here(request)
    ensure(may_stop_rules(request.actor))
    rule = selectors.rule_of(request.actor, code)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.stop_rule(rule, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is stopped: what comes waits for a person."))
        return redirect(rule)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "automation/stop.html", {"rule": rule, "form": form}, status=status)


@staff_page
@require_POST
def bring_standard(request: StaffRequest) -> HttpResponse:
    """Bring the rules that come with the house; none acts."""
    ensure_here(request)
    count = len(services.adopt_standard_rules(by=request.actor))
    said = ngettext(
        "%(count)d rule is here. It does nothing until it is tried and approved.",
        "%(count)d rules are here. They do nothing until they are tried and approved.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("automation:rules")


def _on(request: StaffRequest, rule: Rule) -> str:
    services.switch_on(rule, by=request.actor)
    return _("It is on: from now on it acts by itself.")


def _off(request: StaffRequest, rule: Rule) -> str:
    services.switch_off(rule, by=request.actor)
    return _("It is off. Its approval stays.")


def _go_on(request: StaffRequest, rule: Rule) -> str:
    with_held = request.POST.get("held") != "no"
    count = services.let_go_on(rule, by=request.actor, with_held=with_held)
    if not count or not with_held:
        return _("It goes on from now.")
    said = ngettext(
        "It goes on, with %(count)d that it held.", "It goes on, with the %(count)d that it held.", count
    )
    return said % {"count": count}


def _end(request: StaffRequest, rule: Rule) -> str:
    services.end_approval(rule, by=request.actor)
    return _("Its approval has ended: it does not act any more.")


_ACTS: dict[str, Callable[[StaffRequest, Rule], str]] = {"on": _on, "off": _off, "go-on": _go_on, "end": _end}
