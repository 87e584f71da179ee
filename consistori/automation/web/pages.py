"""Pages that show rules: all of them, and one with what it says, who approved it and what it has done."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consistori.automation import selectors
from consistori.automation.models import Rule, RuleVersion
from consistori.automation.policies import may_approve_rules, may_stop_rules, may_write_rules
from consistori.automation.sentences import BODIES
from consistori.automation.standard import standard_rules
from consistori.automation.web.looking import look_at, marked
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.tenancy import modality

LATELY = 8


@staff_page
@require_safe
def rules_page(request: StaffRequest) -> HttpResponse:
    """Every rule of the town: whether it acts, by which decree, how much it has done. Three statements at most."""
    ensure_here(request)
    rows = selectors.rules_of_town(request.actor)
    context = {
        "rows": rows,
        "standard": [code for code in standard_rules() if code not in {row.code for row in rows}],
        "may_write": bool(may_write_rules(request.actor)),
        "stopped": [row for row in rows if row.is_on and row.is_stopped],
    }
    return TemplateResponse(request, "automation/list.html", context)


@staff_page
@require_safe
def rule_page(request: StaffRequest, code: str) -> HttpResponse:
    """A rule: the version that acts (or the last one), what it would do in words, its approval, its runs."""
    ensure_here(request)
    rule = selectors.rule_of(request.actor, code)
    shown = _shown(request, rule)
    look = look_at(shown.text, get_language() or "ca")
    approval = rule.approval
    in_force = approval is not None and approval.is_in_force(today())
    context = {
        "rule": rule,
        "shown": shown,
        "look": look,
        "faults": marked(shown.text, look.faults),
        "approval": approval,
        "in_force": in_force,
        "to_come": approval is not None and approval.starts_on > today(),
        "bodies": [(label, getattr(approval, name)) for name, label in BODIES.items()] if approval else [],
        "is_latest": shown.pk == rule.latest_id,
        "is_approved": approval is not None and shown.pk == approval.approved_id and in_force,
        "trial": selectors.last_trial(shown),
        "versions": selectors.versions_of(rule),
        "approvals": selectors.approvals_of(rule),
        "runs": list(selectors.runs_of(rule)[:LATELY]),
        "may_write": bool(may_write_rules(request.actor)),
        "may_approve": bool(may_approve_rules(request.actor)),
        "may_stop": bool(may_stop_rules(request.actor)),
    }
    return TemplateResponse(request, "automation/rule.html", context)


def ensure_here(request: StaffRequest) -> None:
    """Where the town has automatic acts switched off there is no page."""
    if not modality.is_on(request.entity, "automation"):
        raise NotHere()


def _shown(request: StaffRequest, rule: Rule) -> RuleVersion:
    """As asked, or the one that was approved, or the last one."""
    number = request.GET.get("version", "")
    if number.isascii() and number.isdigit() and len(number) < 7:
        return selectors.version_of(rule, int(number))
    found = rule.approval.approved if rule.approval else rule.latest
    if found is None:
        raise NotHere()
    return found
