"""A sum as data that is kept for ever, and read again as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from consistori.deadlines.asking import Question
from consistori.deadlines.rules.days import Layer, Missing, NonWorkingDay, VersionUsed, Whose
from consistori.deadlines.rules.pauses import Cause, Suspension
from consistori.deadlines.rules.places import Place
from consistori.deadlines.rules.sums import StepKind, Sum, SumStep
from consistori.deadlines.rules.values import (
    Ending,
    Extension,
    ExtensionRule,
    Incident,
    StartKind,
    Term,
    Unit,
)

Data = dict[str, Any]
_DAYS = ("on", "since", "until")


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def sum_to_data(found: Sum) -> Data:
    """Everything of it, as JSON; what is empty is left out of each step."""
    return {
        "term": _term_to_data(found.term),
        "steps": [_step_to_data(step) for step in found.steps],
        "nominal": found.nominal.isoformat(),
        "not_before": found.not_before.isoformat(),
        "versions": [[v.place, v.year, v.number, v.id, v.source] for v in found.versions],
        "missing": [[lack.place, lack.year] for lack in found.missing],
        "is_stopped": found.is_stopped,
        "counted": [day.isoformat() for day in found.counted],
        "last_at": _iso(found.last_at),
    }


def sum_from_data(said: Mapping[str, Any]) -> Sum:
    """The same value that was kept."""
    return Sum(
        term=_term_from_data(said["term"]),
        steps=tuple(_step_from_data(step) for step in said["steps"]),
        nominal=date.fromisoformat(said["nominal"]),
        not_before=date.fromisoformat(said["not_before"]),
        versions=tuple(VersionUsed(*one) for one in said["versions"]),
        missing=tuple(Missing(*one) for one in said["missing"]),
        is_stopped=said["is_stopped"],
        counted=tuple(date.fromisoformat(day) for day in said["counted"]),
        last_at=datetime.fromisoformat(said["last_at"]) if said.get("last_at") else None,
    )


def _term_to_data(term: Term) -> Data:
    return {
        "amount": term.amount,
        "unit": term.unit.value,
        "start_on": term.start_on.isoformat(),
        "start": term.start.value,
        "article": term.article,
        "ending": term.ending.value,
        "rolls": term.rolls,
        "urgent": term.urgent,
        "is_application_or_appeal": term.is_application_or_appeal,
    }


def _term_from_data(said: Mapping[str, Any]) -> Term:
    return Term(
        **{
            **said,
            "unit": Unit(said["unit"]),
            "start_on": date.fromisoformat(said["start_on"]),
            "start": StartKind(said["start"]),
            "ending": Ending(said["ending"]),
        }
    )


def _step_to_data(step: SumStep) -> Data:
    said: Data = {"kind": step.kind.value}
    for name in _DAYS:
        if (day := getattr(step, name)) is not None:
            said[name] = day.isoformat()
    for name in ("days", "article", "note"):
        if value := getattr(step, name):
            said[name] = value
    if step.code:
        said["code"] = str(step.code)
    if step.skipped:
        said["skipped"] = [day.isoformat() for day in step.skipped]
    if step.holiday is not None:
        one = step.holiday
        said["holiday"] = [one.on.isoformat(), one.name, one.layer.value, one.place]
    return said


def _step_from_data(said: Mapping[str, Any]) -> SumStep:
    holiday = said.get("holiday")
    return SumStep(
        kind=StepKind(said["kind"]),
        on=_day(said.get("on")),
        days=said.get("days", 0),
        article=said.get("article", ""),
        code=said.get("code", ""),
        note=said.get("note", ""),
        since=_day(said.get("since")),
        until=_day(said.get("until")),
        skipped=tuple(date.fromisoformat(day) for day in said.get("skipped", ())),
        holiday=NonWorkingDay(date.fromisoformat(holiday[0]), holiday[1], Layer(holiday[2]), holiday[3])
        if holiday
        else None,
    )


def question_to_data(question: Question) -> Data:
    """What was asked, without the versions, that are kept beside it."""
    return {
        "start_on": question.start_on.isoformat(),
        "start_at": _iso(question.start_at),
        "seat": [question.seat.code, question.seat.name],
        "residences": [[place.code, place.name] for place in question.residences],
        "kind": question.kind,
        "amount": question.amount,
        "unit": str(question.unit),
        "whose": str(question.whose),
        "start": str(question.start),
        "urgent": question.urgent,
        "article": question.article,
        "ending": str(question.ending),
        "suspensions": [
            {
                "cause": str(one.cause),
                "since": one.since.isoformat(),
                "until": _iso(one.until),
                "granted_until": _iso(one.granted_until),
                "communicated_on": _iso(one.communicated_on),
                "justification": one.justification,
            }
            for one in question.suspensions
        ],
        "extensions": [
            [one.decided_on.isoformat(), one.amount, str(one.rule), one.justification]
            for one in question.extensions
        ],
        "incidents": incidents_to_data(question.incidents or ()),
    }


def incidents_to_data(incidents: Iterable[Incident]) -> list[list[Any]]:
    """The extensions of the e-office that a sum looked at."""
    return [
        [
            one.since.isoformat(),
            one.until.isoformat(),
            one.extended_to.isoformat(),
            one.published,
            one.is_general,
        ]
        for one in incidents
    ]


def days_kept(said: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """What a person would read of a kept sum: what is missing, and of each step its day and the days it skipped."""
    steps = [[step["kind"], step.get("on"), step.get("skipped", [])] for step in said["steps"]]
    return [list(lack) for lack in said["missing"]], steps


def question_from_data(said: Mapping[str, Any], versions: list[str]) -> Question:
    """The same question, to be answered with the calendars that it used."""
    incidents = tuple(
        Incident(
            since=date.fromisoformat(one[0]),
            until=date.fromisoformat(one[1]),
            extended_to=date.fromisoformat(one[2]),
            published=one[3],
            is_general=one[4],
        )
        for one in said["incidents"]
    )
    question = Question(
        start_on=date.fromisoformat(said["start_on"]),
        seat=Place(*said["seat"]),
        residences=tuple(Place(*one) for one in said["residences"]),
        kind=said["kind"],
        amount=said["amount"],
        unit=Unit(said["unit"]),
        whose=Whose(said["whose"]),
        start=StartKind(said["start"]),
        start_at=datetime.fromisoformat(said["start_at"]) if said["start_at"] else None,
        urgent=said["urgent"],
        article=said["article"],
        ending=Ending(said["ending"]),
        versions=tuple(UUID(one) for one in versions),
        incidents=incidents,
    )
    return replace(
        question,
        suspensions=tuple(_suspension_from_data(one) for one in said["suspensions"]),
        extensions=tuple(
            Extension(
                decided_on=date.fromisoformat(one[0]),
                amount=one[1],
                rule=ExtensionRule(one[2]),
                justification=one[3],
            )
            for one in said["extensions"]
        ),
    )


def _suspension_from_data(said: Mapping[str, Any]) -> Suspension:
    return Suspension(
        cause=Cause(said["cause"]),
        since=date.fromisoformat(said["since"]),
        until=_day(said["until"]),
        granted_until=_day(said["granted_until"]),
        communicated_on=_day(said["communicated_on"]),
        justification=said["justification"],
    )
