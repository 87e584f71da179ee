"""The pages of guides: the box beside the case, without scripts; the list, the text, the map; the outsider."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases.models import CaseFile
from consistori.cases.services import open_case
from consistori.cases.steps.acts import add_step
from consistori.cases.tests.conftest import make_series
from consistori.guides.models import Guide, GuideMark
from consistori.guides.tests.conftest import TEXT
from consistori.guides.tests.test_bring_a_process import DRAWN
from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk"


@pytest.fixture
def kept(shared: Guide, town: Any, clerk: Any) -> CaseFile:
    """A case of minor works, with nothing open about it."""
    with working_for(town):
        return open_case(by=clerk, title="Reforma", series=make_series("F302", "Obres menors"))


def _page(browser: Any, address: str) -> str:
    answer = browser.get(f"{DESK}/{address}")
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_beside_the_case_it_proposes_and_one_skips_and_comes_back(
    kept: CaseFile, town: Any, clerk: Any, sign_in: Any
) -> None:
    browser = sign_in(clerk)
    here = f"cases/{kept.number}/guide"
    assert "Comprova els papers" in _page(browser, f"cases/{kept.number}/")

    assert browser.post(f"{DESK}/{here}/done/", {"key": "look"}).status_code == 302
    page = _page(browser, f"cases/{kept.number}/")
    assert "Informe del tècnic" in page and "DL 1/2010, art. 188" in page
    assert f"{here}/?skip=report" in page

    refused = browser.post(f"{DESK}/{here}/skip/", {"key": "report", "reason": ""})
    assert refused.status_code == 422
    assert "DL 1/2010, art. 188" in refused.content.decode()
    browser.post(f"{DESK}/{here}/skip/", {"key": "report", "reason": "De vacances"})
    page = _page(browser, f"cases/{kept.number}/")
    assert "Resolució" in page and "De vacances" in page

    browser.post(f"{DESK}/{here}/back/", {"key": "report"})
    wrong = browser.post(f"{DESK}/{here}/done/", {"key": "report", "on": "ahir", "reason": "En paper"})
    assert wrong.status_code == 422 and "En paper" in wrong.content.decode()
    browser.post(f"{DESK}/{here}/done/", {"key": "report", "on": today().isoformat(), "reason": "En paper"})
    with working_for(town):
        assert [mark.kind for mark in GuideMark.objects.filter(case=kept, key="report")] == [
            "skipped",
            "back",
            "done",
        ]
    assert "Informe del tècnic" in _page(browser, f"cases/{kept.number}/timeline/")


def test_she_hides_it_and_shows_it_again(kept: CaseFile, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    browser.post(f"{DESK}/guides/shown/hide/", {"back": f"{DESK}/cases/{kept.number}/"})
    assert "guide-box" not in _page(browser, f"cases/{kept.number}/")

    browser.post(f"{DESK}/guides/shown/show/", {"back": f"{DESK}/cases/{kept.number}/"})
    assert "guide-box" in _page(browser, f"cases/{kept.number}/")


def test_a_town_without_guides_sees_none(kept: CaseFile, town: Any, clerk: Any, sign_in: Any) -> None:
    town.switches = {"guides": False}
    town.save(update_fields=["switches"])

    page = _page(sign_in(clerk), f"cases/{kept.number}/")

    assert "guide-box" not in page and "guide-hidden" not in page


def test_every_page_of_guides(kept: CaseFile, town: Any, secretary: Any, sign_in: Any) -> None:
    browser = sign_in(secretary)
    with working_for(town):
        for code in ("01", "04", "08"):
            add_step(
                kept,
                by=secretary,
                code=code,
                standing="done",
                on=today(),
                sense="granted" if code == "08" else "",
            )
    assert "Obres menors" in _page(browser, "guides/?q=obres")
    assert "Ha de dir si s’ajusta" in _page(browser, "guides/OBRES/")
    assert "<svg" in _page(browser, "guides/OBRES/map/")
    assert "Informe del tècnic" in _page(browser, f"cases/{kept.number}/guide/?done=look")
    _page(browser, "guides/proposals/")

    browser.post(f"{DESK}/guides/OBRES/adapt/")
    said = {"text": TEXT.replace("Audiència", "Escolta’ls"), "note": "", "edition": "", "then": "publish"}
    assert browser.post(f"{DESK}/guides/OBRES/edit/", said).status_code == 302
    assert "Escolta’ls" in _page(browser, "guides/OBRES/")
    assert "Escolta" in _page(browser, "guides/OBRES/compare/?from=1&to=2")

    broken = browser.post(f"{DESK}/guides/preview/", {"text": TEXT.replace("applicants > 1", "open('x')")})
    assert "open(" in broken.content.decode() and "data-line" in broken.content.decode()

    file = SimpleUploadedFile("proces.bpmn", DRAWN.encode())
    brought = browser.post(f"{DESK}/guides/bring/", {"file": file}).content.decode()
    assert "Revisa la sol·licitud" in brought and "Carrils" not in brought

    browser.post(
        f"{DESK}/guides/proposals/new/?code=OBRES", {"title": "Treure-ho", "reason": "Ningú no ho fa"}
    )
    assert "Treure-ho" in _page(browser, "guides/OBRES/")


def test_whoever_processes_writes_no_guide_but_proposes(
    shared: Guide, clerk: Any, sign_in: Any, town: Any
) -> None:
    browser = sign_in(clerk)

    assert browser.get(f"{DESK}/guides/new/").status_code == 403
    assert browser.post(f"{DESK}/guides/OBRES/adapt/").status_code == 403
    assert browser.get(f"{DESK}/guides/proposals/new/?code=OBRES").status_code == 200
    assert browser.post(f"{DESK}/guides/OBRES/nothing/").status_code == 404


def test_the_outsider_finds_no_guide_of_a_case(
    kept: CaseFile, town: Any, outsider: Any, sign_in: Any
) -> None:
    browser = sign_in(outsider)

    assert browser.get(f"{DESK}/cases/{kept.number}/guide/").status_code == 404
    assert browser.post(f"{DESK}/cases/{kept.number}/guide/done/", {"key": "look"}).status_code == 404
    with working_for(town):
        assert not GuideMark.objects.exists()


def test_colleagues_propose_changes_of_a_template_from_its_page(
    shared: Guide, town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    from consistori.documents.templating.services import create_template
    from consistori.documents.templating.services.writing import Words

    with working_for(town):
        create_template(
            by=secretary, code="DECRET", kind="text", name_ca="Decret", words=Words("<p>Decreto</p>")
        )
    browser = sign_in(clerk)
    where = "guides/proposals/new/?about=template&code=DECRET"
    made = browser.post(f"{DESK}/{where}", {"title": "Hi sobra el segon paràgraf", "reason": "Es repeteix"})
    assert made.status_code == 302

    hers = sign_in(secretary)
    assert "Hi sobra el segon paràgraf" in _page(hers, "templates/DECRET/")
    page = hers.get(made.url).content.decode()
    assert f"{DESK}/templates/DECRET/" in page
    hers.post(f"{made.url}for/")
    assert "1 a favor" in hers.get(made.url).content.decode()
