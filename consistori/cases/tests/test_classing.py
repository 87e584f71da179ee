"""Cases opened loosely: what is proposed and why, classing in bulk, undoing it together."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consistori.cases.classing.acts import class_many, undo_classing
from consistori.cases.classing.jobs import class_the_clear, undo_the_classing
from consistori.cases.classing.scoring import Habits, Piece, Scheme, Where, guesses
from consistori.cases.classing.selectors import library, loose_cases, propose
from consistori.cases.models import CaseFile, ClassedCase, Classing
from consistori.cases.services import add_documents, classify_case, open_case, reserve_case
from consistori.cases.tests.conftest import make_series
from consistori.catalogue.rules.finding import Findable, terms_of_sayings
from consistori.catalogue.services.writing import finding_of
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.kernel.text import terms
from consistori.tenancy import jobs
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_scope, working_for

LINES = {
    "F603": ("Ocupació de la via pública", "terrassa; vetllador; taules i cadires"),
    "F601": ("Guals i reserves", "gual; gual permanent; entrada de vehicles"),
    "J401": ("Concessions de nínxols", "nínxol; cementiri; titular del nínxol"),
    "D103": ("Assegurances i sinistres", "assegurança; pòlissa; sinistre"),
    "J103": ("Ajuts d’urgència", "ajut social; emergència social"),
    "B304": ("Contractes menors", "contracte menor"),
    "B302": ("Contractes de serveis", "contracte de neteja"),
}


def scheme() -> Scheme:
    return Scheme(
        Findable(code, code, frozenset(terms(title)), tuple(frozenset(s) for s in terms_of_sayings(said)))
        for code, (title, said) in LINES.items()
    )


@pytest.mark.parametrize(
    ("pieces", "code", "clear"),
    [
        ([(Where.TITLE, "Terrassa del bar de la plaça")], "F603", True),
        ([(Where.TITLE, "Nínxol 44: canvi de nom")], "J401", True),
        ([(Where.TITLE, "Gual al carrer de la Terrassa, 4")], "F601", True),
        ([(Where.TITLE, "Currículum per al cementiri")], "J401", False),
        ([(Where.TITLE, "Contracte menor de neteja de l’escola")], "B304", False),
        ([(Where.TITLE, "Mútua Serralenca"), (Where.TYPE, "Pòlissa d’assegurança")], "D103", True),
        ([(Where.TITLE, "Carrer Major, 3"), (Where.TEXT, "demana un gual permanent")], "F601", False),
    ],
)
def test_words_say_the_series_and_how_clear_it_is(pieces: Any, code: str, clear: bool) -> None:
    found = guesses([Piece(where, text) for where, text in pieces], scheme())

    assert (found[0].key, found[0].clear) == (code, clear)


@pytest.mark.parametrize(
    "title", ["Coses diverses", "Carrer Major, 3", "Sol·licitud del 12 de maig", "", "!!!"]
)
def test_what_says_nothing_proposes_nothing(title: str) -> None:
    assert guesses([Piece(Where.TITLE, title)], scheme()) == []


def test_ten_alike_papers_are_one_reason() -> None:
    one = guesses([Piece(Where.PAPER, "Pòlissa del forn")], scheme())
    ten = guesses([Piece(Where.PAPER, "Pòlissa del forn")] * 10, scheme())

    assert [guess.points for guess in one] == [guess.points for guess in ten]


def test_how_the_town_works_weighs_and_is_told() -> None:
    said = [("Barraca de la festa", "F603", f"X2026{n:06d}") for n in range(4)]
    habits = Habits(said + [(f"Gual {'abcdefgh'[n % 8] * 4}", "F601", f"X2025{n:06d}") for n in range(60)])

    found = guesses([Piece(Where.TITLE, "Barraca del futbol")], scheme(), habits)

    assert found[0].key == "F603"
    assert (found[0].reasons[0].where, found[0].reasons[0].times) == (Where.ALIKE, 4)


@pytest.fixture
def loose_town(town: Any) -> Any:
    """The town in the basic modality."""
    town.modality = "basic"
    town.save()
    return town


@pytest.fixture
def lines(loose_town: Any, at_work: Any) -> dict[str, Any]:
    made = {}
    for code, (title, said) in LINES.items():
        roles = {"reserved_roles": ["secretary"]} if code == "J103" else {}
        made[code] = series = make_series(code, title, words_ca=said, **roles)
        series.finding = finding_of(series)
        series.save()
    return made


@pytest.fixture
def loose(lines: Any, clerk: Actor) -> dict[str, CaseFile]:
    titles = ("Terrassa del bar", "Gual permanent", "Nínxol 44", "Coses diverses", "Ajut social d’urgència")
    return {title: open_case(by=clerk, title=title) for title in titles}


def test_each_proposal_comes_with_its_reasons(loose: Any, lines: Any, clerk: Actor, paper: Any) -> None:
    add_documents(loose["Coses diverses"], [paper("Pòlissa del camp de futbol", "TD99")], by=clerk)

    found = {one.case.title: one for one in propose(loose_cases(clerk), library(clerk))}

    assert found["Terrassa del bar"].clear.series == lines["F603"]
    assert "terrassa" in found["Terrassa del bar"].clear.reasons[0]
    assert (
        found["Coses diverses"].first.series == lines["D103"]
        and "Pòlissa" in found["Coses diverses"].first.reasons[0]
    )


def test_what_would_close_a_case_to_colleagues_is_never_clear(loose: Any, clerk: Actor) -> None:
    found = {one.case.title: one for one in propose(loose_cases(clerk), library(clerk))}

    assert found["Ajut social d’urgència"].first.series.code == "J103"
    assert found["Ajut social d’urgència"].clear is None


def test_many_are_classed_at_once_and_undone_together(loose: Any, lines: Any, clerk: Actor) -> None:
    chosen = {loose["Terrassa del bar"].pk: lines["F603"], loose["Gual permanent"].pk: lines["F601"]}

    outcome = class_many(chosen, by=clerk)

    assert len(outcome.done) == 2 and outcome.left == []
    assert loose_cases(clerk).count() == 3
    undone = undo_classing(outcome.classing, by=clerk)
    assert sorted(undone.done) == sorted(outcome.done)
    assert loose_cases(clerk).count() == 5
    assert undo_classing(outcome.classing, by=clerk).done == []


def test_undoing_gives_back_the_reserve_that_the_case_had(
    loose: Any, lines: Any, clerk: Actor, secretary: Actor
) -> None:
    case = loose["Ajut social d’urgència"]
    reserve_case(case, by=secretary, reason="Dades de salut d’una persona")
    case.refresh_from_db()
    outcome = class_many({case.pk: lines["J103"]}, by=secretary)
    assert CaseFile.objects.get(pk=case.pk).reserved_cause == "series"

    undo_classing(outcome.classing, by=secretary)

    again = CaseFile.objects.get(pk=case.pk)
    assert (again.series, again.reserved_cause, again.reserved_reason) == (
        None,
        "decision",
        "Dades de salut d’una persona",
    )


def test_undoing_opens_nothing_that_somebody_reserved_since(
    loose: Any, lines: Any, clerk: Actor, secretary: Actor
) -> None:
    case = loose["Terrassa del bar"]
    outcome = class_many({case.pk: lines["F603"]}, by=clerk)
    reserve_case(CaseFile.objects.get(pk=case.pk), by=secretary, reason="Dades de salut d’una persona")

    assert undo_classing(outcome.classing, by=secretary).done == [case.number]

    again = CaseFile.objects.get(pk=case.pk)
    assert (again.series, again.reserved, again.reserved_cause) == (None, True, "decision")
    assert (again.reserved_reason, again.reserved_to) == ("Dades de salut d’una persona", ["secretary"])


def test_what_somebody_did_since_stays_and_is_told(loose: Any, lines: Any, clerk: Actor) -> None:
    first, second = loose["Terrassa del bar"], loose["Gual permanent"]
    outcome = class_many({first.pk: lines["F603"], second.pk: lines["F601"]}, by=clerk)
    classify_case(CaseFile.objects.get(pk=first.pk), by=clerk, series=lines["F601"])
    CaseFile.objects.filter(pk=second.pk).update(situation="closed", closed_at=now(), ending="withdrawal")

    undone = undo_classing(outcome.classing, by=clerk)

    assert undone.done == []
    assert {line.split(":")[0] for line in undone.left} == {first.number, second.number}
    assert CaseFile.objects.get(pk=first.pk).series == lines["F601"]


def test_what_a_colleague_classed_meanwhile_is_left(loose: Any, lines: Any, clerk: Actor) -> None:
    case = loose["Terrassa del bar"]
    classify_case(CaseFile.objects.get(pk=case.pk), by=clerk, series=lines["F603"])

    outcome = class_many({case.pk: lines["F601"], loose["Nínxol 44"].pk: lines["J401"]}, by=clerk)

    assert len(outcome.done) == 1 and case.number in outcome.left[0]
    assert CaseFile.objects.get(pk=case.pk).series == lines["F603"]


def test_what_a_colleague_is_classing_right_now_is_waited_for_and_left(own_database: str) -> None:
    town = Entity.objects.create(
        slug="vall", name="Vall", short_name="Vall", code_prefix="VLL", modality="basic"
    )
    by = Actor.system("Núria", town.pk)
    with working_for(town):
        lines = [make_series(code, LINES[code][0]) for code in ("F601", "F603")]
        case = open_case(by=by, title="Terrassa del bar")
    left: list[str] = []

    def meanwhile() -> None:
        with working_for(town):
            left.extend(class_many({case.pk: lines[0]}, by=by).left)
        connection.close()

    other = threading.Thread(target=meanwhile)
    with working_for(town):
        classify_case(CaseFile.objects.get(pk=case.pk), by=by, series=lines[1])
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()

    with working_for(town):
        assert CaseFile.objects.get(pk=case.pk).series == lines[1]
    assert len(left) == 1 and "F603" in left[0]


def test_after_two_weeks_it_is_not_undone(loose: Any, lines: Any, clerk: Actor) -> None:
    outcome = class_many({loose["Nínxol 44"].pk: lines["J401"]}, by=clerk)
    Classing.objects.filter(pk=outcome.classing.pk).update(at=now() - timedelta(days=15))

    with pytest.raises(NotPermitted):
        undo_classing(Classing.objects.get(), by=clerk)
    assert not Classing.objects.undoable().exists()


def test_a_colleague_does_not_undo_but_the_secretary_does(
    loose: Any, lines: Any, clerk: Actor, secretary: Actor, hire: Any, town: Any
) -> None:
    outcome = class_many({loose["Nínxol 44"].pk: lines["J401"]}, by=clerk)

    with pytest.raises(NotPermitted):
        undo_classing(outcome.classing, by=hire(town, "processor", "Pol", "Ferrer"))
    assert undo_classing(outcome.classing, by=secretary).done


def test_a_function_takes_no_cases_and_nothing_is_done(loose: Any, lines: Any, clerk: Actor) -> None:
    function = make_series("F000", "Urbanisme", level=1)

    with pytest.raises(BadInput):
        class_many({loose["Nínxol 44"].pk: lines["J401"], loose["Gual permanent"].pk: function}, by=clerk)
    assert not ClassedCase.objects.exists()


def test_an_outsider_classes_nothing_and_sees_no_page(
    loose: Any, lines: Any, outsider: Actor, sign_in: Any
) -> None:
    with pytest.raises(NotPermitted):
        class_many({loose["Nínxol 44"].pk: lines["J401"]}, by=outsider)
    assert sign_in(outsider).get("/e/vall-llobera/desk/cases/classing/").status_code == 404


def test_the_page_proposes_and_what_is_written_is_classed(
    loose: Any, lines: Any, clerk: Actor, town: Any, sign_in: Any, statements: Any
) -> None:
    browser = sign_in(clerk)
    with statements() as asked:
        text = browser.get("/e/vall-llobera/desk/cases/classing/").content.decode()
    assert asked.count <= 13
    assert 'value="F603 Ocupació de la via pública"' in text and "terrassa" in text

    fields = {
        f"series-{loose[title].pk}": code
        for title, code in (("Terrassa del bar", "F603"), ("Nínxol 44", "xyz"))
    }
    wrong = browser.post("/e/vall-llobera/desk/cases/classing/", fields)
    assert wrong.status_code == 422 and "xyz" in wrong.content.decode()
    assert loose_cases(clerk).count() == 5

    fields[f"series-{loose['Nínxol 44'].pk}"] = ""
    browser.post("/e/vall-llobera/desk/cases/classing/", fields)
    assert loose_cases(clerk).count() == 4
    again = browser.post("/e/vall-llobera/desk/cases/classing/", fields, follow=True).content.decode()
    assert f"{loose['Terrassa del bar'].number}: " in again and Classing.objects.count() == 1
    done = Classing.objects.get()
    page = browser.get(f"/e/vall-llobera/desk/cases/classing/{done.pk}/").content.decode()
    assert "Terrassa del bar" in page
    browser.post(f"/e/vall-llobera/desk/cases/classing/{done.pk}/undo/", {"all": "yes"})
    assert loose_cases(clerk).count() == 5
    told = [type(said.event).__name__ for said in current_scope().pending]
    assert told[-2:] == ["CaseClassified", "CaseUnclassified"]


def test_of_a_case_reserved_since_its_page_says_only_the_number(
    loose: Any, lines: Any, clerk: Actor, secretary: Actor, sign_in: Any
) -> None:
    case = loose["Terrassa del bar"]
    done = class_many({case.pk: lines["F603"]}, by=secretary).classing
    reserve_case(CaseFile.objects.get(pk=case.pk), by=secretary, reason="Dades de salut d’una persona")
    CaseFile.objects.filter(pk=case.pk).update(carried_by=None, unit=None)
    where = f"/e/vall-llobera/desk/cases/classing/{done.pk}/"

    page = sign_in(clerk).get(where).content.decode()
    assert case.number in page and "F603" not in page and "Terrassa" not in page

    undo_classing(done, by=secretary)
    assert "F603" not in sign_in(clerk).get(where).content.decode()


def test_the_job_classes_every_clear_case_and_begins_again_where_it_was(
    loose: Any, lines: Any, clerk: Actor, town: Any, run_jobs: Any
) -> None:
    classing = Classing.objects.create(by_id=clerk.person_id, by_name=clerk.name)
    said = {"person_id": str(clerk.person_id), "classing_id": str(classing.pk)}
    run = jobs.start_long(class_the_clear, title="Classifica", by=clerk, **said)

    class_the_clear(entity=town, run_id=str(run.pk), **said)
    class_the_clear(entity=town, run_id=str(run.pk), **said)

    assert {row.case.title for row in ClassedCase.objects.select_related("case")} == {
        "Terrassa del bar", "Gual permanent", "Nínxol 44",
    }  # fmt: skip
    with working_for(town):
        run.refresh_from_db()
        assert run.state == "done" and str(classing.pk) in run.result_url
    undo_the_classing(entity=town, run_id=str(run.pk), **said)
    assert loose_cases(clerk).count() == 5
