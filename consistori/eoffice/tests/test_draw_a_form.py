import io
import re
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string

from consistori.catalogue.procedures.services import create_procedure, publish
from consistori.catalogue.procedures.standard import standard_sheets
from consistori.eoffice.forms.checking import check
from consistori.eoffice.forms.drawing import draw_page
from consistori.eoffice.forms.paper import blank_form
from consistori.eoffice.tests.every_type import FIELDS, FORM, PAGE, STATES, TOWN, html_of
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for


@pytest.fixture
def request_of(rf):
    request = rf.get("/")
    request.entity, request.entities, request.resolver_match, request.session = TOWN, (TOWN,), None, {}
    request._messages = FallbackStorage(request)
    return request


@pytest.mark.parametrize("language", ["ca", "es"])
@pytest.mark.parametrize("state", STATES)
def test_every_type_is_drawn_in_every_state(request_of, state, language):
    html = html_of(state, language, request_of)

    for field in FIELDS:
        if field["key"] != "hours" or state == "answered":
            assert field["label"][language] in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'(?:aria-describedby|for)="([^"]+)"', html) + re.findall(r'href="#([^"]+)"', html)
    assert {one for said in pointed for one in said.split()} <= set(ids)
    assert not re.search(r'\sstyle="|\son[a-z]+="', html)
    assert ("<title>Error: " in html) is (state in ("lacking", "wrong"))
    if state == "proposed":
        assert ("No és així" if language == "ca" else "No es así") in html and "terrassa-placa.jpg" in html


def test_what_was_typed_is_text_and_never_markup():
    typed = {"premises": ['"><b>x</b>'], "hours": ["</textarea>"], "music": ["yes"]}
    checked = check(PAGE, typed, {}, "ca")
    page = draw_page(PAGE, checked.answers, "ca", checked=checked)

    html = render_to_string("eoffice/forms/_page.html", {"page": page})
    assert "<b>x</b>" not in html and "&lt;/textarea&gt;" in html


@pytest.mark.parametrize("language", ["ca", "es"])
def test_the_paper_version_asks_the_same_and_is_archivable_and_accessible(language):
    pdf = blank_form(
        TOWN, FORM, language, title="Posar terrassa", code="VIA-01", papers=["Croquis"],
        at=datetime(2026, 11, 27, tzinfo=UTC),
    )  # fmt: skip

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        metadata = opened.open_metadata()
        assert metadata["pdfaid:part"] == "3" and metadata["pdfuaid:part"] == "1"
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    flat = re.sub(r"\s+", "", text)
    for field in FIELDS:
        assert re.sub(r"\s+", "", field["label"][language]) in flat


def test_anybody_may_print_the_form_of_a_procedure(town, client):
    by = Actor.program(town.pk)
    with working_for(town):
        publish(create_procedure(by=by, text=standard_sheets()["VIA-02"]), by=by)

    answer = client.get("/e/vall-llobera/tramits/VIA-02/paper.pdf")

    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and 'filename="VIA-02.pdf"' in answer["Content-Disposition"]
    assert client.get("/e/vall-llobera/tramits/NONE-1/paper.pdf").status_code == 404
