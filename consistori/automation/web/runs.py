"""The console: what a rule has done, one by one, each with its inputs and its explanation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from consistori.automation import selectors
from consistori.automation.explaining import canonical, hash_of
from consistori.automation.models import RuleRun
from consistori.automation.reading import read_kept
from consistori.automation.sentences import yes_or_no
from consistori.automation.web.pages import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel import offers
from consistori.kernel.errors import NotHere
from consistori.trail.readings import record_reading

PAGE = 50


@staff_page
@require_safe
def runs_page(request: StaffRequest, code: str) -> HttpResponse:
    """What a rule has done, the newest first, a page of fifty; `state` filters. Three statements."""
    ensure_here(request)
    rule = selectors.rule_of(request.actor, code)
    state = request.GET.get("state", "")
    rows = list(selectors.runs_of(rule, state=state, before=_uuid(request.GET.get("before", "")))[: PAGE + 1])
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    said = {"state": state} if state else {}
    context = {
        "rule": rule,
        "rows": rows[:PAGE],
        "state": state,
        "states": RuleRun.State.choices,
        "first_url": f"?{urlencode(said)}" if request.GET.get("before") else "",
        "next_url": f"?{urlencode({**said, 'before': str(more.pk)})}" if more else "",
    }
    return TemplateResponse(request, "automation/runs.html", context)


@staff_page
@require_safe
def run_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One: what it was, with what it was decided, what came of it. That it was looked at is written down."""
    ensure_here(request)
    run = selectors.run_of(request.actor, pk)
    record_reading(by=request.actor, kind="rule_run", id=run.pk, label=run.subject_label)
    text = read_kept(run.approval.approved.text)
    fact = offers.facts.get(text.when)
    context = {
        "run": run,
        "rule": run.rule,
        "text": text,
        "inputs": [_input(one, fact) for one in run.inputs],
        "digest": hash_of(run) if run.explained else "",
    }
    return TemplateResponse(request, "automation/run.html", context)


@staff_page
@require_safe
def explanation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The explanation for machines, in its canonical bytes: its SHA-256 is the one that the paper says."""
    ensure_here(request)
    run = selectors.run_of(request.actor, pk)
    if run.explained is None:
        raise NotHere()
    record_reading(by=request.actor, kind="rule_run", id=run.pk, label=run.subject_label)
    answer = HttpResponse(canonical(run.explained), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="explanation-{run.pk}.json"'
    return answer


def _input(one: dict[str, Any], fact: Any) -> dict[str, Any]:
    label = fact.names.get(one["name"], one["name"]) if fact else one["name"]
    return {**one, "label": label, "value": yes_or_no(one["value"])}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
