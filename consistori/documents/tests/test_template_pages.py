"""The pages of templates: for whoever works here; changed by the secretary and the administrator."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consistori.documents.templating import selectors, services
from consistori.documents.templating.services import Words
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

SignIn = Callable[[Any], Client]
DESK = "/e/vall-llobera/desk/templates"


@pytest.fixture
def province(db: None) -> Entity:
    return Entity.objects.create(
        slug="diputacio", name="Diputació de Fontfreda", short_name="Fontfreda", code_prefix="DIP", kind="province"
    )  # fmt: skip


@pytest.fixture
def town(province: Entity) -> Entity:
    return Entity.objects.create(
        slug="vall-llobera", name="Ajuntament de Vall-llobera", short_name="Vall-llobera", code_prefix="VLL",
        parent=province, modality="complete",
    )  # fmt: skip


@pytest.fixture
def shared(province: Entity) -> None:
    """A decree with its footer, in use in the province."""
    keeper = Actor.system("keeper", province.pk)
    with working_for(province):
        for code, kind, body in (
            ("peu-fi-via", "footer", "<p>Recursos</p>"),
            ("decret", "text", '<p>Decret {{ case.number }}</p><p>{% include "peu-fi-via" %}</p>'),
        ):
            template = services.create_template(
                by=keeper,
                kind=kind,
                name_ca=code.capitalize(),
                code=code,
                words=Words(body),
                document_type="DECREE" if kind == "text" else "",
                appeal="ends_way" if kind == "footer" else "",
            )
            services.publish_template(template, by=keeper)


def _text(response: Any) -> str:
    return str(response.content.decode())


def _written(**said: str) -> dict[str, str]:
    return {
        "name_ca": "Carta",
        "name_es": "",
        "document_type": "",
        "series_codes": "",
        "body_ca": "<p>Hola {{ party.name }}</p>",
        "body_es": "",
        "note": "",
        "kind": "text",
        "then": "look",
        **said,
    }


def test_the_list_shows_what_is_shared_and_where_it_comes_from(
    sign_in: SignIn, clerk: Any, shared: None
) -> None:
    page = sign_in(clerk).get(f"{DESK}/?q=decr")

    assert page.status_code == 200
    assert "Decret" in _text(page)
    assert "Fontfreda" in _text(page)
    assert "Peu-fi-via" not in _text(page)
    assert f"{DESK}/new/" not in _text(page)


def test_a_template_is_seen_filled_with_invented_data_and_as_paper(
    sign_in: SignIn, clerk: Any, shared: None
) -> None:
    browser = sign_in(clerk)
    page = browser.get(f"{DESK}/decret/")
    paper = browser.get(f"{DESK}/decret/preview.pdf")

    assert '<span data-field="case.number">X2026000412</span>' in _text(page)
    assert "Recursos" in _text(page)
    assert "style=" not in _text(page)
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_case_that_is_not_there_is_said_beside_its_field(sign_in: SignIn, clerk: Any, shared: None) -> None:
    page = sign_in(clerk).get(f"{DESK}/decret/?with=X1999")

    assert page.status_code == 200
    assert 'aria-invalid="true"' in _text(page)


def test_an_appeal_footer_shows_what_the_law_says(sign_in: SignIn, clerk: Any, shared: None) -> None:
    page = _text(sign_in(clerk).get(f"{DESK}/peu-fi-via/"))

    assert "arts. 123-124" in page
    assert "Decret" in page


@pytest.mark.parametrize("path", ["", "decret/", "decret/preview.pdf", "decret/edit/", "new/", "bring/"])
def test_the_outsider_sees_nothing(
    sign_in: SignIn, outsider: Any, town: Any, shared: None, path: str
) -> None:
    assert sign_in(outsider).get(f"{DESK}/{path}").status_code == 404


@pytest.mark.parametrize("verb", ["publish", "adapt", "take", "stay", "retire", "return"])
def test_a_clerk_and_the_outsider_do_no_act(
    sign_in: SignIn, clerk: Any, outsider: Any, shared: None, verb: str
) -> None:
    assert sign_in(clerk).post(f"{DESK}/decret/{verb}/").status_code in (403, 302)
    assert sign_in(outsider).post(f"{DESK}/decret/{verb}/").status_code == 404
    assert sign_in(clerk).get(f"{DESK}/new/").status_code == 403
    assert sign_in(clerk).post(f"{DESK}/standard/").status_code == 403


def test_a_new_template_is_written_looked_at_and_put_in_use(
    sign_in: SignIn, town: Any, secretary: Any, clerk: Any
) -> None:
    browser = sign_in(secretary)
    assert "{{ party.name }}" in _text(browser.get(f"{DESK}/new/"))

    saved = browser.post(f"{DESK}/new/", _written())

    assert saved["Location"].endswith("/templates/carta/?version=1")
    assert "Forn de l’Església" in _text(browser.get(saved["Location"]))
    used = browser.post(f"{DESK}/carta/publish/", {"version": "1"}, follow=True)
    assert used.status_code == 200
    with working_for(town):
        assert [one.code for one in selectors.usable_templates(clerk)] == ["carta"]


def test_what_is_wrong_is_saved_and_told_with_its_line(sign_in: SignIn, town: Any, secretary: Any) -> None:
    browser = sign_in(secretary)
    saved = browser.post(
        f"{DESK}/new/", _written(body_ca="<p>a</p><p>b {{ party.nam }}</p>", then="publish"), follow=True
    )

    text = _text(saved)
    assert saved.redirect_chain[-1][0].endswith("/templates/carta/edit/?language=ca")
    assert "party.name" in text
    assert "b {{ party.nam }}" in text
    with working_for(town):
        template = selectors.template_of("carta")
        assert template.published is None
        assert template.latest.number == 1


def test_bad_fields_are_told_and_what_was_written_is_not_lost(
    sign_in: SignIn, town: Any, secretary: Any
) -> None:
    page = sign_in(secretary).post(f"{DESK}/new/", _written(name_ca="", series_codes="Z999"))

    assert page.status_code == 422
    assert "Hola {{ party.name }}" in _text(page)
    assert "Z999" in _text(page)


def test_what_somebody_wrote_meanwhile_is_not_lost_and_neither_is_mine(
    sign_in: SignIn, town: Any, secretary: Any
) -> None:
    with working_for(town):
        template = services.create_template(
            by=secretary, kind="text", name_ca="Carta", words=Words("<p>u</p>")
        )
        read = template.version
        services.write_template(template, by=secretary, words=Words("<p>dos</p>"))
    browser = sign_in(secretary)
    mine = _written(body_ca="<p>tres</p>", edition=str(read))

    refused = browser.post(f"{DESK}/carta/edit/", mine)

    assert refused.status_code == 422
    assert "tres" in _text(refused)
    again = browser.post(f"{DESK}/carta/edit/", mine | {"edition": str(template.version)})
    assert again.status_code == 302
    with working_for(town):
        bodies = [one.body_ca for one in selectors.versions_of(selectors.template_of("carta"))]
    assert bodies == ["<p>tres</p>", "<p>dos</p>", "<p>u</p>"]


def test_without_script_the_text_is_written_in_plain_words(
    sign_in: SignIn, town: Any, secretary: Any
) -> None:
    table = "<table><tr><td>{{ party.name }}</td></tr></table>"
    browser = sign_in(secretary)
    browser.post(f"{DESK}/new/", _written(body_ca=f"<h2>Títol</h2><p>u</p>{table}", body_es="<p>uno</p>"))
    page = browser.get(f"{DESK}/carta/edit/?language=ca")
    plain = page.context["form"].plain_words
    assert "# Títol" in plain

    browser.post(
        f"{DESK}/carta/edit/",
        _written(
            body_ca=page.context["form"]["body_ca"].value(),
            body_es="<p>uno</p>",
            language="ca",
            plain=plain.replace("u\n", "u {{ case.number }}\n") + "\n\nfinal",
        ),
    )

    with working_for(town):
        latest = selectors.template_of("carta").latest
    assert "<h2>Títol</h2>" in latest.body_ca
    assert "u {{ case.number }}" in latest.body_ca
    assert "<td>" in latest.body_ca
    assert latest.body_ca.endswith("<p>final</p>")
    assert latest.body_es == "<p>uno</p>"


def test_turning_to_the_other_language_saves_before(sign_in: SignIn, town: Any, secretary: Any) -> None:
    turned = sign_in(secretary).post(f"{DESK}/new/", _written(then="es", language="ca"))

    assert turned["Location"].endswith("/templates/carta/edit/?language=es")


def test_a_town_adapts_sees_the_drift_and_takes_the_newer_one(
    sign_in: SignIn, town: Any, province: Entity, secretary: Any, shared: None
) -> None:
    browser = sign_in(secretary)
    adapted = browser.post(f"{DESK}/decret/adapt/")
    assert adapted["Location"].endswith("/decret/edit/")
    browser.post(
        f"{DESK}/decret/edit/", _written(name_ca="Decret", body_ca="<p>El nostre</p>", then="publish")
    )
    keeper = Actor.system("keeper", province.pk)
    with working_for(province):
        theirs = selectors.template_of("decret")
        services.write_template(theirs, by=keeper, words=Words("<p>Decret nou</p>"))
        services.publish_template(theirs, by=keeper)

    page = _text(browser.get(f"{DESK}/decret/"))
    assert f"{DESK}/decret/compare/" in page
    compared = _text(browser.get(f"{DESK}/decret/compare/?of=above"))
    assert "nou" in compared
    assert "El nostre" in _text(browser.get(f"{DESK}/decret/compare/"))
    taken = browser.post(f"{DESK}/decret/take/", follow=True)
    assert "Decret nou" in _text(taken)


def test_a_decree_without_appeals_is_told(sign_in: SignIn, town: Any, secretary: Any, shared: None) -> None:
    with working_for(town):
        services.create_template(
            by=secretary,
            kind="text",
            name_ca="Decret nu",
            document_type="DECREE",
            words=Words("<p>Resolc</p>"),
        )
    browser = sign_in(secretary)

    assert "art. 40.2" in _text(browser.get(f"{DESK}/decret-nu/"))
    assert "art. 40.2" not in _text(browser.get(f"{DESK}/decret/"))


def test_a_word_document_is_brought_and_what_is_not_one_is_refused(
    sign_in: SignIn, town: Any, secretary: Any
) -> None:
    from docx import Document as Word

    word, out = Word(), io.BytesIO()
    word.add_paragraph("De Word")
    word.sections[0].header.paragraphs[0].text = "Capçalera vella"
    word.save(out)
    browser = sign_in(secretary)
    said = {"name_ca": "De Word", "kind": "text", "language": "ca"}

    bad = browser.post(f"{DESK}/bring/", said | {"file": SimpleUploadedFile("x.docx", b"no")})
    good = browser.post(
        f"{DESK}/bring/", said | {"file": SimpleUploadedFile("x.docx", out.getvalue())}, follow=True
    )

    assert bad.status_code == 422
    assert good.status_code == 200
    assert "De Word" in _text(good)


def test_an_empty_house_offers_those_that_come_with_it(
    sign_in: SignIn, town: Any, administrator: Any
) -> None:
    browser = sign_in(administrator)
    assert f"{DESK}/standard/" in _text(browser.get(f"{DESK}/"))

    brought = browser.post(f"{DESK}/standard/", follow=True)

    assert "Decret d’alcaldia" in _text(brought)
