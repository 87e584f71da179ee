"""API: the rules of the town, what each has done, and the explanation of each thing. Read only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Query, Router
from pydantic import BaseModel

from consistori.automation import selectors
from consistori.automation.models import Rule, RuleRun
from consistori.automation.policies import may_see_rules
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ListQuery,
    Page,
    api_operation,
    page_of,
    page_of_rows,
)
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality
from consistori.trail.readings import record_reading

router = Router()
BODIES = ("specification", "programming", "maintenance", "supervision", "quality", "audit", "appeals")


class RuleOut(BaseModel):
    """A rule: whether it acts now, the approved version and its text, by which decree, who answers for it."""

    code: str
    name: str
    acting: bool
    stopped: str
    version: int
    sha256: str
    text: str
    decree: str
    since: date | None
    bodies: dict[str, str]


class RunOut(BaseModel):
    """What a rule did with one thing. `state`: decided, done, passed to a person, held at the limit."""

    id: UUID
    rule: str
    version: int
    state: str
    subject: str
    at: datetime
    words: str
    case: UUID | None
    document: UUID | None
    explanation: UUID | None


class ExplainedRunOut(RunOut):
    """The same with its inputs and its explanation for machines, whose hash the paper says."""

    inputs: list[dict[str, Any]]
    explained: dict[str, Any] | None


@router.get("/automation-rules", response=Page[RuleOut], summary="The rules for automation")
@api_operation(scope="cases:read")
def list_rules(request: ApiRequest, query: Query[ListQuery]) -> Answer:
    """Every rule of the town, by its code."""
    _ensure_here(request)
    rows = [(rule.code, rule) for rule in selectors.rules_of_town(request.actor)]
    items, following = page_of(rows, query, key=lambda pair: pair[0])
    return Answer(Page[RuleOut](items=[_rule(rule) for _code, rule in items], next=following))


@router.get("/automation-rules/{code}/runs", response=Page[RunOut], summary="What a rule has done")
@api_operation(scope="cases:read")
def list_runs(request: ApiRequest, code: str, query: Query[ListQuery]) -> Answer:
    """The newest first."""
    _ensure_here(request)
    rule = selectors.rule_of(request.actor, code)
    rows = selectors.runs_of(rule).select_related("rule", "approval__approved")
    items, following = page_of_rows(rows, query, order=("-pk",), kinds=(UUID,))
    return Answer(Page[RunOut](items=[_run(run) for run in items], next=following))


@router.get(
    "/automation-runs/{run_id}", response=ExplainedRunOut, summary="One thing that a rule did, explained"
)
@api_operation(scope="cases:read")
def read_run(request: ApiRequest, run_id: UUID) -> Answer:
    """With its inputs, where each was read, and how it is disputed. That it was read is written down."""
    _ensure_here(request)
    run = selectors.run_of(request.actor, run_id)
    record_reading(by=request.actor, kind="rule_run", id=run.pk, label=run.subject_label)
    return Answer(ExplainedRunOut(**_run(run).model_dump(), inputs=run.inputs, explained=run.explained))


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "automation"):
        raise NotHere()
    ensure(may_see_rules(request.actor))


def _rule(rule: Rule) -> RuleOut:
    approval = rule.approval
    version = approval.approved if approval else rule.latest
    return RuleOut(
        code=rule.code, name=rule.name, acting=rule.is_on and not rule.is_stopped, stopped=rule.stopped_why,
        version=version.number if version else 0, sha256=version.sha256 if version else "",
        text=version.text if version else "", decree=approval.decree if approval else "",
        since=approval.starts_on if approval else None,
        bodies={name: getattr(approval, f"{name}_body") for name in BODIES} if approval else {},
    )  # fmt: skip


def _run(run: RuleRun) -> RunOut:
    return RunOut(
        id=run.pk, rule=run.rule.code, version=run.approval.approved.number, state=run.state,
        subject=run.subject_label, at=run.at, words=run.words, case=run.case_id, document=run.document_id,
        explanation=run.explanation_id,
    )  # fmt: skip
