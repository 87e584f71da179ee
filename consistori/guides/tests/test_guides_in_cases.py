"""A guide beside a case: it proposes, one skips it, goes on and comes back; versions stay; nothing is ever blocked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.steps.acts import add_step
from consistori.cases.tests.conftest import make_series
from consistori.guides import selectors, services
from consistori.guides.learnt import learnt_of, map_for
from consistori.guides.models import Guide, GuideMark
from consistori.guides.reading import read_kept
from consistori.guides.tests.conftest import NEWER, TEXT
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted


def _next(case: CaseFile, actor: Any) -> str:
    found = selectors.guide_in(case, actor)
    assert found is not None
    return found.walk.next.step.key if found.walk.next else ""


def test_the_case_of_the_journey(case: CaseFile, clerk: Any) -> None:
    services.mark_done(case, "look", by=clerk)
    assert _next(case, clerk) == "report"

    with pytest.raises(BadInput) as refused:
        services.skip_step(case, "report", by=clerk, reason="  ")
    assert refused.value.article == "DL 1/2010, art. 188"

    services.skip_step(case, "report", by=clerk, reason="El tècnic és de vacances")
    assert _next(case, clerk) == "decide"

    services.come_back(case, "report", by=clerk)
    add_step(case, by=clerk, code="04", standing="done", on=today())
    found = selectors.guide_in(case, clerk)
    assert found is not None
    assert [(one.step.key, one.place.value) for one in found.walk.stands] == [
        ("look", "done"),
        ("report", "done"),
        ("hearing", "not_here"),
        ("decide", "open"),
    ]


def test_the_real_day_is_kept_and_what_has_not_come_is_refused(case: CaseFile, clerk: Any) -> None:
    week_ago = today() - timedelta(days=7)
    services.mark_done(case, "look", by=clerk, on=week_ago, reason="En paper")

    assert GuideMark.objects.get(case=case).on == week_ago
    with pytest.raises(BadInput):
        services.mark_done(case, "report", by=clerk, on=today() + timedelta(days=1))
    with pytest.raises(BadInput):
        services.mark_done(case, "report", by=clerk, on=date(26, 1, 1))


def test_cases_go_on_with_the_version_they_began_with(case: CaseFile, clerk: Any, secretary: Any) -> None:
    mine = services.adapt_guide(selectors.guide_row("OBRES"), by=secretary)
    services.publish(mine, by=secretary)
    cases = [open_case(by=clerk, title=f"Obra {n}", series=case.series) for n in range(3)]
    for one in [case, *cases]:
        services.mark_done(one, "look", by=clerk)
    services.write_draft(mine, by=secretary, text=NEWER)
    services.publish(mine, by=secretary)

    found = selectors.guide_in(case, clerk)
    assert found is not None and (found.number, found.newer, len(found.text.steps)) == (1, 2, 4)
    assert selectors.followers_of(selectors.guide_row("OBRES")) == {1: 4}

    services.take_newer_version(cases[0], by=clerk)
    assert services.move_followers(selectors.guide_row("OBRES"), by=secretary) == 3
    moved = selectors.guide_in(case, clerk)
    assert moved is not None and (moved.number, moved.newer, moved.walk.done_count) == (2, 0, 1)
    with pytest.raises(AlreadyDone):
        services.move_followers(selectors.guide_row("OBRES"), by=secretary)


def test_a_case_without_guide_is_whole_and_may_take_one(case: CaseFile, clerk: Any, shared: Guide) -> None:
    services.mark_done(case, "look", by=clerk)
    services.leave_guide(case, by=clerk)
    with pytest.raises(NotHere):
        services.skip_step(case, "report", by=clerk, reason="x")

    services.take_guide(case, selectors.guide_row("OBRES"), by=clerk)
    assert _next(case, clerk) == "report", "what was done is remembered"

    loose = open_case(by=clerk, title="Sense guia", series=make_series("F601", "Guals"))
    assert selectors.guide_in(loose, clerk) is None


def test_the_towns_own_guide_comes_before_that_of_above(case: CaseFile, clerk: Any, secretary: Any) -> None:
    mine = services.adapt_guide(selectors.guide_row("OBRES"), by=secretary)
    services.write_draft(mine, by=secretary, text=TEXT.replace("Comprova els papers", "Truca-li"))
    assert "Comprova" in _title(case, clerk), "a draft is not proposed"

    services.publish(mine, by=secretary)
    assert _title(case, clerk) == "Truca-li"

    services.close_guide(selectors.guide_row("OBRES"), by=secretary)
    assert selectors.guide_in(case, clerk) is None, "closed here, that of above is not offered either"


def _title(case: CaseFile, actor: Any) -> str:
    found = selectors.guide_in(case, actor)
    assert found is not None and found.walk.next is not None
    return found.walk.next.step.title["ca"]


def test_hidden_for_her_and_for_nobody_else(case: CaseFile, clerk: Any, secretary: Any) -> None:
    services.hide_guides(by=clerk)
    services.hide_guides(by=clerk)

    mine, hers = selectors.guide_in(case, clerk), selectors.guide_in(case, secretary)
    assert mine and mine.is_hidden
    assert hers and not hers.is_hidden
    services.show_guides(by=clerk)
    again = selectors.guide_in(case, clerk)
    assert again and not again.is_hidden


def test_whoever_only_reads_uses_no_guide(case: CaseFile, town: Any, hire: Any) -> None:
    auditor = hire(town, "auditor", "Aina", "Prat")

    for act in (
        lambda: services.skip_step(case, "look", by=auditor),
        lambda: services.mark_done(case, "look", by=auditor),
        lambda: services.leave_guide(case, by=auditor),
        lambda: services.take_guide(case, selectors.guide_row("OBRES"), by=auditor),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_town_learns_from_its_cases(case: CaseFile, clerk: Any, shared: Guide) -> None:
    for n in range(12):
        one = open_case(by=clerk, title=f"Obra {n}", series=case.series)
        services.mark_done(one, "look", by=clerk)
        if n < 2:
            add_step(one, by=clerk, code="04", standing="done", on=today())
        add_step(one, by=clerk, code="07", standing="done", on=today())
        services.skip_step(one, "decide", by=clerk, reason="fora") if n < 2 else services.mark_done(
            one, "decide", by=clerk
        )

    habits, cases = learnt_of(selectors.guide_row("OBRES"), read_kept(TEXT))

    assert cases == 12
    assert [(one.habit.value, one.key, one.percent) for one in habits] == [
        ("adds", "07", 100),
        ("skips", "report", 83),
    ]
    assert map_for(selectors.guide_row("OBRES")).cases == 12


def test_the_guide_of_a_case_is_asked_in_one_statement(case: CaseFile, clerk: Any, statements: Any) -> None:
    services.mark_done(case, "look", by=clerk)
    case.series  # noqa: B018 - it comes with the case

    with statements() as asked:
        selectors.guide_in(case, clerk)

    assert asked.count <= 2, "\n".join(
        asked.sql
    )  # the second one, the applicants that its condition asks for
