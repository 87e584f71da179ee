"""The page that searches in the texts: only what one may see, with its words marked; filters; what is not right."""

from __future__ import annotations

import pytest

from consistori.cases.services import add_document, add_party, reserve_case
from consistori.documents.services import create_from_bytes
from consistori.parties.services import add_party as enter_party
from consistori.tenancy.scope import working_for

PAGE = "/e/vall-llobera/desk/search/"


def _paper(by, title, text):
    return create_from_bytes(by=by, data=text.encode(), name="p.txt", title=title)


@pytest.fixture
def papers(town, clerk, secretary, open_a_case, run_jobs):
    """A paper of an open case, one of a reserved one, and one that lies in none."""
    with working_for(town):
        case = open_a_case(clerk, "Terrassa del bar")
        add_document(
            case, _paper(clerk, "Informe", "La terrassa té vuit taules i <b>dues</b> ombrel·les."), by=clerk
        )
        kept = open_a_case(secretary, "Ajut")
        add_document(
            kept, _paper(secretary, "Informe de la menor Ivet", "La menor i la terrassa."), by=secretary
        )
        reserve_case(kept, by=secretary, roles=["secretary"], reason="Dades de salut")
    run_jobs()
    return case


def _text(browser, **asked):
    answer = browser.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_found_by_any_word_of_it_with_the_place_and_the_case(papers, clerk, sign_in):
    text = _text(sign_in(clerk), q="taules ombrelles")

    assert "vuit <mark>taules</mark>" in text and "<mark>ombrel·les</mark>" in text
    assert "&lt;b&gt;dues&lt;/b&gt;" in text
    assert papers.number in text


def test_nothing_of_a_reserved_case_is_told_to_who_does_not_read_it(papers, clerk, secretary, sign_in):
    of_clerk = _text(sign_in(clerk), q="terrassa")
    of_secretary = _text(sign_in(secretary), q="terrassa")

    assert "Ivet" not in of_clerk and "La menor i" not in of_clerk
    assert "Ivet" in of_secretary


def test_the_outsider_does_not_enter(papers, outsider, sign_in):
    assert sign_in(outsider).get(PAGE, {"q": "terrassa"}).status_code == 404


def test_an_operator_finds_no_text(papers, town, hire, sign_in):
    text = _text(sign_in(hire(town, "operator", "Ona", "Serra")), q="terrassa")

    assert "taules" not in text


def test_it_is_narrowed_by_the_person_and_the_series_of_the_case(papers, town, clerk, sign_in):
    with working_for(town):
        maria = enter_party(by=clerk, kind="natural", name="Maria", surname1="Puig")
        add_party(papers, maria, by=clerk, role="applicant")
    browser = sign_in(clerk)

    assert "vuit" in _text(browser, q="terrassa", person="puig")
    assert "vuit" in _text(browser, person="puig")
    unknown = _text(browser, q="terrassa", person="ningú")
    assert "vuit" not in unknown and "s-person-error" in unknown
    assert 'value="ningú"' in unknown


@pytest.mark.parametrize(
    "said", [{"since": "ahir"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"series": "qqqq"}]
)
def test_what_is_not_right_is_told_at_its_field_and_nothing_is_lost(said, papers, clerk, sign_in):
    text = _text(sign_in(clerk), q="terrassa", **said)

    assert 'aria-invalid="true"' in text and 'value="terrassa"' in text


@pytest.mark.parametrize(
    "said", [{"type": "x"}, {"state": "x"}, {"before": "x"}, {"q": "\x00"}, {"q": '"'}, {}]
)
def test_what_makes_no_sense_is_left_out(said, papers, clerk, sign_in):
    _text(sign_in(clerk), **said)


def test_what_waits_to_be_read_is_told(town, clerk, sign_in):
    with working_for(town):
        _paper(clerk, "Acta", "Acta")

    assert "search-lag" in _text(sign_in(clerk), q="acta")


def test_the_finder_leads_to_it(papers, clerk, sign_in):
    text = sign_in(clerk).get("/e/vall-llobera/desk/find/?q=ombrel").content.decode()

    assert "/e/vall-llobera/desk/search/?q=ombrel" in text


def test_what_narrows_is_said_and_each_may_be_taken_off(papers, clerk, sign_in):
    text = _text(sign_in(clerk), q="taules", state="signed", since="2026-01-31")

    assert '?q=taules&amp;since=2026-01-31" aria-label="Treu el filtre: Estat"' in text
    assert '?q=taules&amp;state=signed" aria-label="Treu el filtre: Des de"' in text
    assert 'href="?q=taules">Cerca-ho en tots' in text


@pytest.mark.parametrize(
    ("said", "most"),
    [({"q": "terrassa"}, 10), ({"q": '"vuit taules"', "state": "final"}, 10), ({"q": "zz"}, 7)],
)
def test_a_search_takes_few_statements(said, most, papers, clerk, sign_in, statements):
    browser = sign_in(clerk)
    browser.get(PAGE)
    with statements() as sent:
        _text(browser, **said)

    assert sent.count <= most, sent.sql
