"""The office as anybody reads it: home, procedures, finder, legal pages, notices."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from consistori.catalogue.procedures.services import create_procedure, publish
from consistori.catalogue.procedures.standard import standard_sheets
from consistori.deadlines.rules.lists import read_list
from consistori.deadlines.selectors import place_of
from consistori.deadlines.services import publish_calendar
from consistori.eoffice.office import services
from consistori.eoffice.office.letters import LETTERS
from consistori.eoffice.office.texts import checks, proposed
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

HOME = "/e/vall-llobera/"
ROOT = Path(__file__).resolve().parents[3]
CODES = ("VIA-02", "URB-03", "GEN-01", "GEN-04")
WEEK = ["9-14", "9-14", "9-14", "9-14, 16-19", "9-14", "", ""]
THURSDAY = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)


@pytest.fixture
def office(town: Any) -> Any:
    """A town with four procedures, its hours and an address."""
    town.address, town.postcode, town.phone = "Plaça Major, 1", "17999", "972 000 100"
    town.save()
    by = Actor.program(town.pk)
    with working_for(town), translation.override("ca"):
        for code in CODES:
            publish(create_procedure(by=by, text=standard_sheets()[code]), by=by)
        services.change_setting(
            by=by, hours=WEEK, creation_act="Ordenança de 2020", creation_published="BOP 45"
        )
    return town


def _text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_home_asks_one_question_and_says_whether_the_counter_is_open(office, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: THURSDAY)
    page = client.get(HOME)
    text = _text(page)

    assert page.status_code == 200
    assert "Què necessiteu?" in text
    assert 'action="/e/vall-llobera/tramits/cerca/"' in text
    assert page.context["door"].is_open
    assert "fins a les 14" in text
    assert [one.wish for one in page.context["wishes"]][:2] != []
    assert "posar terrassa al bar" in text
    assert "De dilluns a divendres, de 9 a 14" in text


def test_a_holiday_closes_the_counter_and_says_its_name(office, client, monkeypatch):
    with working_for(office):
        publish_calendar(
            place=place_of(office), year=2026, holidays=read_list("26-11 Fira de Sant Andreu", 2026), source="DOGC 1",
            published_on=date(2026, 1, 1), by=Actor.program(office.pk),
        )  # fmt: skip
    monkeypatch.setattr("django.utils.timezone.now", lambda: THURSDAY)

    text = _text(client.get(HOME))

    assert "El taulell és tancat" in text
    assert "Fira de Sant Andreu" in text


def test_nothing_is_said_of_hours_that_nobody_has_said(town, client):
    page = client.get(HOME)

    assert page.context["door"] is None
    assert "El taulell" not in page.content.decode()


def test_a_town_without_e_office_has_no_such_pages(other_town, client):
    for path in ("", "tramits/", "seu/", "seu/accessibilitat/", "avisos.rss"):
        assert client.get(f"/e/els-molinars/{path}").status_code in (302, 404)


def test_all_the_procedures_are_by_theme_and_for_whom(office, client):
    everyone = client.get(f"{HOME}tramits/")
    firms = client.get(f"{HOME}tramits/", {"per": "empreses"})

    assert {key for key, _words, _cards in everyone.context["themes"]} == {"street", "works", "town"}
    assert everyone.context["count"] == len(CODES)
    assert firms.context["whose"] == "empreses"
    assert client.get(f"{HOME}tramits/", {"per": "ningú"}).context["whose"] == ""


def test_the_finder_says_what_it_understood_and_gives_a_way_out(office, client):
    page = client.get(f"{HOME}tramits/cerca/", {"q": "vull posar terrassa"})
    text = _text(page)

    assert page.context["first"].code == "VIA-02"
    assert "Hem entès" in text
    assert "No és això" in text
    assert "GEN-01" in text


def test_what_nobody_understands_can_be_asked_all_the_same(office, client):
    page = client.get(f"{HOME}tramits/cerca/", {"q": "xyzxyz <b>"})
    text = _text(page)

    assert page.context["first"] is None
    assert "No hem entès «xyzxyz &lt;b&gt;»" in text
    assert "/tramits/GEN-01/" in text
    assert client.get(f"{HOME}tramits/cerca/").status_code == 302


def test_a_procedure_answers_four_questions_before_anything(office, client):
    page = client.get(f"{HOME}tramits/VIA-02/")
    text = _text(page)

    assert [one.key for one in page.context["answers"]] == ["cost", "time", "silence", "body"]
    assert "Vol dir que no" in text
    assert page.context["answers"][1].answer.startswith("Fins a 1")
    assert "pendent de validar" in text
    assert "posar terrassa al bar" in text
    assert client.get(f"{HOME}tramits/NO-99/").status_code == 404


def test_in_spanish_everything_is_in_spanish(office, client):
    client.cookies["language"] = "es"
    text = _text(client.get(f"{HOME}tramits/VIA-02/"))

    assert "Significa que no" in text
    assert "poner terraza en el bar" in text
    assert "Quiero…" in text


SAID = {
    "titular": "Plaça Major, 1",
    "creacio": "BOP 45",
    "oficines": "De dilluns a divendres, de 9 a 14",
    "codis": "L01999999",
    "mapa": "/seu/accessibilitat/",
    "identificacio": "Llei 39/2015, art. 9, 10, 12",
    "registre": "hora oficial",
    "hora-i-calendari": "El calendari d’aquest any encara no és sencer",
    "incidencies": "Aquesta seu funciona",
    "serveis": "Vol dir que no",
    "formularis": "/tramits/GEN-01/",
    "queixes": "/tramits/GEN-04/",
    "actuacions-automatitzades": "no fa res tot sol",
    "segells": "no té cap segell",
    "certificat": "no ha vingut amb cap certificat",
    "verificacio": "/verify/",
    "dades": "Delegació de protecció de dades",
    "accessibilitat": "EN 301 549",
}


@pytest.mark.parametrize("key", LETTERS)
def test_each_letter_of_article_11_has_its_page(office, client, key):
    page = client.get(f"{HOME}seu/{key}/")
    text = _text(page)

    assert page.status_code == 200
    assert LETTERS[key].source in text
    assert page.context["text"].blocks
    assert set(proposed()[key]) == {"ca", "es"}
    assert SAID.get(key, "") in text
    assert "style=" not in text


def test_accessibility_is_linked_from_all_the_pages(office, client):
    for path in ("", "tramits/", "tramits/VIA-02/", "tramits/cerca/?q=terrassa", "seu/", "verify/"):
        assert f'href="{HOME}seu/accessibilitat/"' in client.get(HOME + path).content.decode(), path


def test_the_statement_names_only_checks_that_exist():
    for one in checks()["checked"]:
        path, function = one["test"].split("::")
        assert f"def {function}(" in (ROOT / path).read_text(), one["test"]


@pytest.mark.parametrize(
    "path", ["", "tramits/", "tramits/cerca/?q=terrassa", "tramits/VIA-02/", "seu/", "seu/dades/"]
)
def test_pages_need_no_script(office, client, path):
    text = client.get(HOME + path).content.decode()

    assert "onclick" not in text
    assert "style=" not in text
    assert re.findall(r"<script(?![^>]*src=)", text) == []


def test_notices_and_incidents_are_at_the_door_and_in_the_feed(office, client):
    by = Actor.program(office.pk)
    with working_for(office):
        services.publish_public_notice(
            by=by, title_ca="Últim dia per a la bonificació", day=date(2026, 12, 31)
        )
        services.publish_incident(
            by=by,
            what_ca="La seu s’atura",
            starts_at=THURSDAY,
            extended_to=date(2027, 1, 4),
            decision="Decret 2026/1",
        )
    home, feed = _text(client.get(HOME)), client.get(f"{HOME}avisos.rss")

    for said in ("Últim dia per a la bonificació", "La seu s’atura", "Decret 2026/1"):
        assert said in home
    assert feed["Content-Type"].startswith("application/rss+xml")
    assert "Últim dia per a la bonificació" in feed.content.decode()
    assert "La seu s’atura" in _text(client.get(f"{HOME}seu/incidencies/"))


def test_everybody_sees_how_plainly_each_procedure_speaks_the_hardest_first(office, client):
    from consistori.catalogue.procedures.plain import score_of
    from consistori.catalogue.procedures.selectors import procedure

    page = client.get(f"{HOME}seu/llenguatge-planer/").content.decode()

    with working_for(office):
        shown = {code: procedure(code).sheet for code in CODES}
    order = sorted(shown, key=lambda code: score_of(shown[code]))
    places = [page.index(f"/tramits/{code}/") for code in order]
    assert page.count('<ul class="plain-scores"') == 1
    scores = [score_of(shown[code]) for code in order]
    assert all(places[n] < places[n + 1] for n in range(len(places) - 1) if scores[n] < scores[n + 1])
    assert str(scores[0]) in page


def test_what_is_said_of_the_procedures_is_made_once_while_they_are_the_same(
    office: Any, client: Any, monkeypatch: Any
) -> None:
    """Their cards and the index of the finder are not made again for each page; a change is seen at the next one."""
    from consistori.catalogue.procedures import selectors as procedures
    from consistori.eoffice.office import selectors

    cards: list[str] = []
    indexes: list[int] = []
    real_card, real_index = selectors.card, procedures.Index
    monkeypatch.setattr(
        selectors, "card", lambda sheet, said: (cards.append(sheet.code), real_card(sheet, said))[1]
    )
    monkeypatch.setattr(procedures, "Index", lambda sheets: (indexes.append(1), real_index(sheets))[1])
    for path in ("", "tramits/", "tramits/VIA-02/"):
        assert client.get(f"{HOME}{path}").status_code == 200
    assert (sorted(cards), indexes) == (sorted(CODES), [])

    for words in ("gual", "terrassa", "gual"):
        client.get(f"{HOME}tramits/cerca/?q={words}")
    assert indexes == [1]

    by = Actor.program(office.pk)
    with working_for(office):
        publish(create_procedure(by=by, text=standard_sheets()["VIA-01"]), by=by)
    assert "VIA-01" in client.get(f"{HOME}tramits/").content.decode()
    assert len(cards) == 2 * len(CODES) + 1


@pytest.mark.parametrize(
    ("path", "most"), [("", 8), ("tramits/", 5), ("tramits/VIA-02/", 6), ("tramits/cerca/?q=terrassa", 6)]
)
def test_a_public_page_asks_the_database_little(
    office: Any, client: Any, statements: Any, path: str, most: int
) -> None:
    client.get(f"{HOME}{path}")
    with statements() as told:
        client.get(f"{HOME}{path}")

    assert told.count <= most, "\n".join(told.sql)
