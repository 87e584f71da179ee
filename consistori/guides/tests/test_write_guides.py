"""The text of a guide: read with all its faults, kept in versions, shared, adapted, reviewed; proposals and votes."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.catalogue.procedures.faults import SheetFault
from consistori.guides import jobs, selectors, services
from consistori.guides.models import Guide, GuideProposal
from consistori.guides.reading import read
from consistori.guides.standard import standard_guides
from consistori.guides.tests.conftest import NEWER, TEXT
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Stale
from consistori.tenancy.adapting import BelongsAbove
from consistori.tenancy.scope import working_for


@pytest.mark.parametrize("code", sorted(standard_guides()))
def test_those_of_the_house_are_read_in_both_languages(code: str) -> None:
    guide = read(standard_guides()[code])

    assert guide.code == code
    assert guide.series
    for words in (guide.name, guide.intro, guide.source, *(one.title for one in guide.steps)):
        assert words["ca"] and words["es"]
    assert "revisar" in guide.source["ca"]


def test_every_fault_is_told_with_its_line() -> None:
    text = TEXT.replace('"OBRES"', '"obres"').replace("applicants > 1", "[x for x in series]")
    text = text.replace('key = "decide"', 'key = "look"\ncolour = "red"')

    with pytest.raises(SheetFault) as refused:
        read(text)

    lines = text.splitlines()
    told = {lines[fault.line - 1].split(" =")[0]: str(fault.sentence) for fault in refused.value.faults}
    assert set(told) == {"code", "when", "colour", "key"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code = "A', 1),
        ('code = "AB"\nname = "x"', 1),
        ("[[steps]]\n" * 61, 1),
        ("steps = 3\n", 1),
        ("\x00", 1),
    ],
)
def test_what_is_no_guide_is_refused(text: str, line: int) -> None:
    with pytest.raises(SheetFault) as refused:
        read(text)

    assert refused.value.line >= line


def test_a_draft_may_have_faults_and_publishing_tells_them(at_work: Any, secretary: Any) -> None:
    guide = services.create_guide(by=secretary, text=TEXT)
    services.publish(guide, by=secretary)
    services.write_draft(guide, by=secretary, text=TEXT.replace("applicants", "nobody"), note="prova")

    with pytest.raises(SheetFault) as refused:
        services.publish(guide, by=secretary)
    assert "nobody" in str(refused.value)
    assert selectors.guide_row("OBRES").published.number == 1, "the old one serves on"

    with pytest.raises(SheetFault):
        services.publish(_written(guide, secretary, TEXT.replace('"OBRES"', '"ALTRA"')), by=secretary)
    with pytest.raises(AlreadyDone):
        services.create_guide(by=secretary, text=TEXT)


def _written(guide: Guide, by: Any, text: str) -> Guide:
    services.write_draft(guide, by=by, text=text)
    return guide


def test_who_writes_over_another_is_told(at_work: Any, secretary: Any) -> None:
    guide = services.create_guide(by=secretary, text=TEXT)
    edition = guide.version
    services.write_draft(guide, by=secretary, text=NEWER, edition=edition)

    with pytest.raises(Stale):
        services.write_draft(guide, by=secretary, text=TEXT + "# meva\n", edition=edition)


def test_a_town_adapts_and_sees_the_drift(
    shared: Guide, town: Any, secretary: Any, clerk: Any, renew: Any
) -> None:
    with working_for(town):
        with pytest.raises(BelongsAbove):
            services.write_draft(selectors.guide_row("OBRES"), by=secretary, text=NEWER)
        with pytest.raises(NotPermitted):
            services.adapt_guide(selectors.guide_row("OBRES"), by=clerk)
        services.publish(services.adapt_guide(selectors.guide_row("OBRES"), by=secretary), by=secretary)
        assert not selectors.guide_row("OBRES").has_drifted
    renew(shared)

    with working_for(town):
        row = selectors.guide_row("OBRES")
        assert row.has_drifted
        services.take_newer(row, by=secretary)
        assert "notify" in selectors.guide_row("OBRES").latest.text
        assert "notify" not in selectors.guide_row("OBRES").published.text
        assert not selectors.guide_row("OBRES").has_drifted


def test_the_secretary_reviews_and_a_new_version_waits_again(
    shared: Guide, town: Any, secretary: Any, clerk: Any, renew: Any
) -> None:
    with working_for(town):
        row = selectors.guide_row("OBRES")
        with pytest.raises(NotPermitted):
            services.review(row, by=clerk)
        services.review(row, by=secretary)
        with pytest.raises(AlreadyDone):
            services.review(row, by=secretary)
        assert selectors.reviews_of([row.published_id])
    renew(shared)

    with working_for(town):
        assert not selectors.reviews_of([selectors.guide_row("OBRES").published_id])


def test_the_house_brings_its_guides_once(province: Any, keeper: Any) -> None:
    assert services.adopt_standard_guides(province, keeper) == 8
    assert services.adopt_standard_guides(province, keeper) == 0


def test_colleagues_propose_vote_and_it_is_answered(
    shared: Guide, at_work: Any, secretary: Any, clerk: Any, mayor: Any
) -> None:
    said = {"code": "OBRES", "title": "Treure la visita", "reason": "Ningú no la fa"}
    row = services.propose_change(by=clerk, **said)
    services.vote(row, by=clerk, in_favour=False)
    services.vote(row, by=clerk, in_favour=True)
    services.vote(row, by=mayor, in_favour=False)
    told = selectors.proposals(code="OBRES")[0]
    assert (told.in_favour, told.against) == (1, 1)

    with pytest.raises(NotPermitted):
        services.answer_proposal(row, by=clerk, taken=True)
    with pytest.raises(BadInput):
        services.answer_proposal(row, by=secretary, taken=False)
    services.answer_proposal(row, by=secretary, taken=True)
    with pytest.raises(AlreadyDone):
        services.vote(row, by=mayor, in_favour=True)
    with pytest.raises(BadInput):
        services.propose_change(by=clerk, **said | {"code": "CAP"})


def test_a_proposal_goes_up_once_without_cases_nor_names_of_citizens(
    shared: Guide, town: Any, province: Any, secretary: Any, clerk: Any
) -> None:
    figures = {"habit": "skips", "percent": 78, "count": 39, "among": 50}
    said = {"code": "OBRES", "title": "Treure-ho", "reason": "El 78 %", "figures": figures}
    with working_for(town):
        row = services.propose_change(by=clerk, **said)
        services.vote(row, by=clerk, in_favour=True)
        services.send_up(row, by=secretary)
        with pytest.raises(AlreadyDone):
            services.send_up(row, by=secretary)

    jobs.carry_up(entity=town, proposal_id=str(row.pk))
    jobs.carry_up(entity=town, proposal_id=str(row.pk))

    with working_for(province):
        come = GuideProposal.objects.get()
        assert (come.from_name, come.origin) == (town.short_name, "learnt")
        assert come.figures == figures | {"in_favour": 1, "against": 0}
