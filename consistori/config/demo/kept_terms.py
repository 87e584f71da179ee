"""The terms of the cases of a town: those to resolve, one that a correction stopped, one whose year has no calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.cases.deadlines.opening import open_term, procedures_of, term_of_sheet
from consistori.cases.deadlines.selectors import KIND, main_term_of
from consistori.cases.models import CaseFile, Step
from consistori.cases.steps.acts import Links, add_step, complete_step, stop_while
from consistori.cases.steps.rules import Standing
from consistori.config.demo.telling import Told
from consistori.deadlines.models import Deadline
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"
CORRECTED = "Terrassa a la plaça de l’Església"
STOPPED = "Obres menors al carrer del Pont, 32"


def keep_terms(told: Told) -> None:
    """In one town, once: every open case of a series with a procedure of citizens has its term to resolve."""
    if told.entity.slug != TOWN:
        return
    clerk = told.actor("nuria.camps")
    with working_for(told.entity):
        open_ones = CaseFile.objects.open().exclude(series=None).filter(reserved=False)
        cases = list(open_ones.select_related("series")[:40])
    for case in cases:
        with told.unless_refused(case.title), working_for(told.entity):
            if main_term_of(case) is None and case.number:
                sheet = next((one for one in procedures_of(case) if one.is_for_citizens), None)
                term = term_of_sheet(sheet) if sheet is not None else None
                if term is not None:
                    open_term(case, term, by=clerk, start_on=case.opened_on)
    with told.unless_refused(CORRECTED), working_for(told.entity):
        _stop(CORRECTED, clerk, ago=9, goes_on=True)
    with told.unless_refused(STOPPED), working_for(told.entity):
        _stop(STOPPED, clerk, ago=4, goes_on=False)


def _stop(title: str, clerk: Any, *, ago: int, goes_on: bool) -> None:
    """A correction request notified some days ago: the term to resolve stops, that of the party begins."""
    case = CaseFile.objects.filter(title=title).first()
    main = main_term_of(case) if case is not None else None
    if case is None or main is None:
        return
    told = Step.objects.todo().filter(case=case, code="03").first()
    if told is not None:
        if told.stop_id is None:
            stop_while(told, by=clerk)
        return
    if Deadline.objects.of(KIND, [case.pk]).filter(rule="correction").exists():
        return
    on = today() - timedelta(days=ago)
    if main.last_day is not None and on > main.last_day:
        on = main.start_on + timedelta(days=5)
    on = max(on, main.start_on)
    step = add_step(
        case, by=clerk, code="03", standing=Standing.TODO, on=on, note="Requeriment notificat",
        links=Links(stops=True),
    )  # fmt: skip
    if goes_on:
        complete_step(step, by=clerk, on=min(on + timedelta(days=6), today()), note="Esmena rebuda")
