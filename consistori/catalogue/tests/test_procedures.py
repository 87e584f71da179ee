"""Procedures in versions: shared by the province, adapted by a town, published, validated, found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consistori.catalogue.models import Procedure, ProcedureReview, ProcedureVersion
from consistori.catalogue.procedures import selectors, services, standard
from consistori.catalogue.procedures.faults import SheetFault
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, NotPermitted, Stale
from consistori.tenancy.adapting import BelongsAbove
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

SHEETS = standard.standard_sheets()
SOME = ("GEN-01", "URB-02", "VIA-01", "CON-01")


@pytest.fixture
def keeper(province: Entity) -> Actor:
    return Actor.system("keeper", province.pk)


@pytest.fixture
def shared(province: Entity, keeper: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four sheets of the house, published by the province."""
    few = {code: SHEETS[code] for code in SOME}
    monkeypatch.setattr("consistori.catalogue.procedures.services.sharing.standard_sheets", lambda: few)
    assert services.adopt_standard_procedures(province, keeper) == len(SOME)


def _row(code: str) -> Procedure:
    return selectors.procedure_row(code)


def test_a_province_adopts_the_sheets_of_the_house_once(
    shared: None, province: Entity, town: Entity, keeper: Actor
) -> None:
    assert services.adopt_standard_procedures(province, keeper) == 0
    with working_for(town):
        open_here = selectors.open_procedures("ca")

        assert [one.code for one in open_here] == ["GEN-01", "URB-02", "VIA-01"], (
            "the town hall's own is not shown"
        )
        assert [one.code for one in selectors.every_shown()] == sorted(SOME)
        assert not selectors.procedure("URB-02").sheet.is_reviewed
        assert not selectors.procedure("URB-02").is_own
        with pytest.raises(NotHere):
            selectors.procedure("NOPE")


def test_asked_again_it_answers_from_memory(shared: None, at_work: Entity) -> None:
    selectors.open_procedures("ca")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = selectors.find("vull fer obres al bany", "ca")

    assert len(asked) <= 2
    assert found[0].shown.code == "URB-02"
    assert "obres al bany" in found[0].why
    assert [one.shown.code for one in selectors.find("CON-01", "ca")] == [], (
        "what nobody can start is not found"
    )


def test_a_town_adapts_a_sheet_and_the_one_above_serves_until_it_is_published(
    shared: None, at_work: Entity, secretary: Any
) -> None:
    mine = services.adapt_procedure(_row("VIA-01"), by=secretary)
    text = mine.latest.text.replace("Llicència de gual", "Permís de gual", 1).replace(
        'name = {ca = "Llicència de gual"', 'name = {ca = "Permís de gual"'
    )
    services.write_draft(mine, by=secretary, text=text, note="Com en diem aquí")

    assert selectors.procedure("VIA-01").sheet.name["ca"] == "Llicència de gual"
    services.publish(mine, by=secretary)
    shown = selectors.procedure("VIA-01")
    assert (shown.sheet.name["ca"], shown.is_own, shown.number) == ("Permís de gual", True, 2)
    assert _row("VIA-01").name_ca == "Permís de gual"
    with pytest.raises(AlreadyDone):
        services.adapt_procedure(mine, by=secretary)


def test_another_town_goes_on_with_the_sheet_of_the_province(
    shared: None, town: Entity, other_town: Entity, secretary: Any
) -> None:
    with working_for(town):
        mine = services.adapt_procedure(_row("VIA-01"), by=secretary)
        services.publish(mine, by=secretary)

    with working_for(other_town):
        assert not selectors.procedure("VIA-01").is_own


def test_drift_is_in_sight_and_is_taken_or_left(
    shared: None, province: Entity, town: Entity, keeper: Actor, secretary: Any
) -> None:
    with working_for(town):
        services.publish(services.adapt_procedure(_row("VIA-01"), by=secretary), by=secretary)
    with working_for(province):
        above = _row("VIA-01")
        services.write_draft(above, by=keeper, text=SHEETS["VIA-01"] + "\n# newer\n")
        services.publish(above, by=keeper)

    with working_for(town):
        mine = _row("VIA-01")
        assert mine.has_drifted
        services.take_newer(mine, by=secretary)
        assert mine.latest.text.endswith("# newer\n")
        assert mine.has_draft
        assert not _row("VIA-01").has_drifted
        with pytest.raises(AlreadyDone):
            services.stay_with_ours(_row("VIA-01"), by=secretary)


def test_a_wrong_sheet_is_not_published_and_the_old_one_serves(
    shared: None, province: Entity, keeper: Actor
) -> None:
    with working_for(province):
        row = _row("URB-02")
        wrong = SHEETS["URB-02"].replace('silence = "positive"', 'silence = "maybe"')
        version = services.write_draft(row, by=keeper, text=wrong)

        assert version.plain_score is None
        with pytest.raises(SheetFault) as refused:
            services.publish(row, by=keeper)
        assert refused.value.line == wrong.splitlines().index('silence = "maybe"') + 1
        assert selectors.procedure("URB-02").number == 1

        services.write_draft(row, by=keeper, text=SHEETS["URB-02"].replace('"URB-02"', '"URB-99"'))
        with pytest.raises(SheetFault):
            services.publish(row, by=keeper)


def test_a_draft_begun_with_an_old_version_still_has_its_sheet(
    shared: None, province: Entity, keeper: Actor
) -> None:
    with working_for(province):
        before = selectors.procedure("URB-02")
        row = _row("URB-02")
        services.write_draft(row, by=keeper, text=SHEETS["URB-02"] + "\n# two\n")
        services.publish(row, by=keeper)

        assert selectors.procedure("URB-02").number == 2
        assert selectors.version(before.version_id).number == 1
        services.publish(row, by=keeper, version=selectors.version_of(row, 1))
        assert selectors.procedure("URB-02").version_id == before.version_id


def test_the_secretary_validates_what_citizens_read_and_a_new_version_waits_again(
    shared: None, province: Entity, at_work: Entity, secretary: Any, clerk: Any, administrator: Any
) -> None:
    for actor in (clerk, administrator):
        with pytest.raises(NotPermitted):
            services.validate(_row("URB-02"), by=actor)

    services.validate(_row("URB-02"), by=secretary)

    sheet = selectors.procedure("URB-02").sheet
    assert sheet.reviewed_by == "Mercè Soldevila"
    assert sheet.is_reviewed
    with pytest.raises(AlreadyDone):
        services.validate(_row("URB-02"), by=secretary)
    mine = services.adapt_procedure(_row("URB-02"), by=secretary)
    services.write_draft(mine, by=secretary, text=SHEETS["URB-02"] + "\n# ours\n")
    services.publish(mine, by=secretary)
    assert not selectors.procedure("URB-02").sheet.is_reviewed


def test_the_validation_of_the_province_serves_its_towns(
    shared: None, province: Entity, town: Entity, hire: Any
) -> None:
    above = hire(province, "secretary", "Anna", "Roca")
    with working_for(province):
        services.validate(_row("URB-02"), by=above)

    with working_for(town):
        assert selectors.procedure("URB-02").sheet.reviewed_by == "Anna Roca"


def test_a_town_does_not_offer_what_it_does_not_do(
    shared: None, town: Entity, other_town: Entity, secretary: Any
) -> None:
    with working_for(town):
        closed = services.close_procedure(_row("VIA-01"), by=secretary)
        with pytest.raises(NotHere):
            selectors.procedure("VIA-01")
        assert "VIA-01" not in [one.shown.code for one in selectors.find("gual", "ca")]
    with working_for(other_town):
        assert selectors.procedure("VIA-01")
    with working_for(town):
        services.open_again(closed, by=secretary)
        assert not selectors.procedure("VIA-01").is_own
        with pytest.raises(BadInput):
            services.publish(closed, by=secretary)


def test_who_writes_over_another_is_told(shared: None, at_work: Entity, secretary: Any) -> None:
    mine = services.adapt_procedure(_row("VIA-01"), by=secretary)
    with pytest.raises(Stale):
        services.write_draft(mine, by=secretary, text=SHEETS["VIA-01"] + "# a\n", edition=mine.version - 1)
    with pytest.raises(AlreadyDone):
        services.write_draft(mine, by=secretary, text=SHEETS["VIA-01"])


def test_a_new_procedure_begins_as_a_draft_that_nobody_sees(
    shared: None, at_work: Entity, secretary: Any
) -> None:
    text = SHEETS["URB-02"].replace('code = "URB-02"', 'code = "NOU-01"')
    row = services.create_procedure(by=secretary, text=text)

    with pytest.raises(NotHere):
        selectors.procedure("NOU-01")
    services.publish(row, by=secretary)
    assert selectors.procedure("NOU-01").is_own
    for code in ("NOU-01", "URB-02"):
        with pytest.raises(AlreadyDone):
            services.create_procedure(by=secretary, text=text.replace("NOU-01", code))


def test_only_the_secretary_and_the_administrator_write(
    shared: None, at_work: Entity, clerk: Any, outsider: Any, administrator: Any
) -> None:
    row = _row("VIA-01")
    for actor in (clerk, outsider):
        for act in (services.adapt_procedure, services.close_procedure, services.validate):
            with pytest.raises(NotPermitted):
                act(row, by=actor)
    with pytest.raises(BelongsAbove):
        services.write_draft(row, by=administrator, text=SHEETS["VIA-01"])
    assert Procedure.objects.count() == len(SOME)


def test_what_was_written_and_validated_never_changes(shared: None, province: Entity, hire: Any) -> None:
    with working_for(province):
        services.validate(_row("URB-02"), by=hire(province, "secretary", "Anna", "Roca"))
        for model in (ProcedureVersion, ProcedureReview):
            assert model.append_only


def test_a_text_that_two_towns_have_is_read_once(
    town: Entity, other_town: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = selectors.read_kept
    monkeypatch.setattr(selectors, "read_kept", lambda text: (read.append(text), real(text))[1])
    text = SHEETS["VIA-01"].replace("[term]", "[term] # of two towns", 1)
    for entity in (town, other_town):
        by = Actor.system("keeper", entity.pk)
        with working_for(entity):
            services.publish(services.create_procedure(by=by, text=text), by=by)
            assert selectors.procedure("VIA-01").is_own

    assert read.count(text) == 1
