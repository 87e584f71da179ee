"""Correcting from the folder: exactly what is asked, of whoever is asked; the answer lands in the case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases.correcting.acts import PointSaid, ask_correction, record_notified
from consistori.cases.correcting.ports import Askable
from consistori.cases.models import CaseDocument, CaseFile, CorrectionRequest
from consistori.eoffice.correcting import offering
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.tests.folder.conftest import JOAN, ROSARIO, case_of, entry_of, inside, parties, read
from consistori.kernel.clock import now, today
from consistori.registry.models import RegistryEntry
from consistori.signature.models import SignatureRequest
from consistori.tenancy.scope import working_for

__all__ = ["case_of", "entry_of", "inside", "parties"]
FORM = {
    "pages": [
        {
            "key": "work",
            "title": {"ca": "L’obra", "es": "La obra"},
            "fields": [
                {"key": "cost", "type": "money", "label": {"ca": "Què val", "es": "Qué vale"}, "min": 1},
                {"key": "who", "type": "text", "label": {"ca": "Qui la fa", "es": "Quién la hace"}},
            ],
        }
    ]
}


@pytest.fixture
def asked(
    town: Any, case_of: Any, entry_of: Any, parties: Any, clerk: Any, mayor: Any, monkeypatch: Any
) -> Any:
    """Joan is asked for the cost, a sketch, and something else; notified today."""
    from consistori.cases.entries import accept_into_case

    monkeypatch.setattr(offering, "form_of", lambda code: read_form(FORM))
    monkeypatch.setattr("consistori.eoffice.correcting.web.form_of", lambda code: read_form(FORM))
    case, entry = case_of("joan"), entry_of("joan")
    with working_for(town):
        accept_into_case(entry, case, by=clerk, with_people=False)
        points = [
            PointSaid("field", "Què val", "Al pressupost hi diu 8.500 €", "cost", "850 €"),
            PointSaid("paper", "Dibuix", "Cal que l’aporteu", "paper:sketch"),
            PointSaid("free", "El veí", "Digueu si hi està d’acord"),
        ]
        made = ask_correction(case, by=clerk, party=parties["joan"], points=points, entry=entry)
        SignatureRequest.objects.create(
            document=made.document, version=made.document.version, signer_id=mayor.person_id, state="signed",
            signed_sha256="a" * 64, stamped_at=now(),
        )  # fmt: skip
        return record_notified(made, by=clerk, on=today(), how="hand", reference="Rebut 1")


def path_of(made: CorrectionRequest) -> str:
    return f"expedients/{made.case.number}/esmena/{made.pk}/"


def names_of(town: Any, made: CorrectionRequest) -> list[str]:
    with working_for(town):
        return [str(point.pk) for point in made.points.all()]


def send(browser: Any, town: Any, made: CorrectionRequest, **said: Any) -> Any:
    return browser.post(f"/e/{town.slug}/carpeta/{path_of(made)}", {"_asked": "cost", "token": "t", **said})


def test_the_folder_shows_what_is_wrong_and_only_to_whom_it_is_asked(
    town: Any, inside: Any, asked: Any, case_of: Any, parties: Any, clerk: Any
) -> None:
    from consistori.cases.services import add_party

    with working_for(town):
        add_party(asked.case, parties["rosario"], by=clerk, role="interested")
    page = read(inside(JOAN), town)
    one = read(inside(JOAN), town, path_of(asked))

    assert "Ens falten 3 coses per continuar" in page and "Al pressupost hi diu 8.500 €" in page
    assert page.index("Us toca a vós") < page.index(asked.case.number) < page.index("Ens toca a nosaltres")
    assert page.index("Ens toca a nosaltres") > page.rindex(asked.case.number)
    cost, sketch, other = names_of(town, asked)
    assert "850 €" in one and 'name="cost"' in one
    assert f"file-{sketch}" in one and f"text-{other}" in one
    assert f"text-{sketch}" not in one and f"text-{cost}" not in one
    read(inside(ROSARIO), town, path_of(asked), status=404)
    assert "8.500" not in read(inside(ROSARIO), town)


def test_the_answer_is_an_entry_that_lands_in_the_case_once(town: Any, inside: Any, asked: Any) -> None:
    browser = inside(JOAN)
    sketch = SimpleUploadedFile("dibuix.txt", b"un dibuix")
    first = send(browser, town, asked, cost="8.500,00", **{f"file-{names_of(town, asked)[1]}": sketch})
    again = send(browser, town, asked, cost="8.500,00")

    assert first.status_code == 302 and "/carpeta/assentaments/E" in first["Location"]
    assert again["Location"] == first["Location"]
    with working_for(town):
        answer = asked.answers.get()
        points = list(asked.points.all())
        entry: RegistryEntry = answer.entry
        titles = set(CaseDocument.objects.filter(case=asked.case).values_list("document__title", flat=True))
    assert entry.heading == "correction" and entry.answers["correction"] == str(asked.pk)
    assert (points[0].value, points[0].words) == ("8500.00", "8.500,00 €")
    assert points[1].words == "dibuix.txt" and not points[2].is_answered
    assert {"Dibuix", "Resposta al requeriment d’esmena"} <= titles
    page = read(browser, town, path_of(asked))
    assert "El que ja heu enviat" in page and f"text-{points[2].pk}" in page


def test_what_was_corrected_is_not_asked_again_as_it_was(
    town: Any, inside: Any, asked: Any, monkeypatch: Any
) -> None:
    from consistori.cases.correcting import selectors

    monkeypatch.setattr(offering, "_lacking", lambda entry, form, language: [])
    send(inside(JOAN), town, asked, cost="8.500,00")

    with working_for(town):
        found = {one.key: one.said for one in selectors.askables_of(asked.entry, "ca")}
    assert found["cost"] == "8.500,00 €"


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_entered(
    town: Any, inside: Any, asked: Any
) -> None:
    browser = inside(JOAN)
    wrong = send(
        browser, town, asked, cost="força", **{f"text-{names_of(town, asked)[2]}": "Hi està d’acord"}
    )
    nothing = send(browser, town, asked, cost="")

    assert wrong.status_code == 422 and 'id="f-cost-error"' in wrong.content.decode()
    assert "Hi està d’acord" in wrong.content.decode() and "força" in wrong.content.decode()
    assert nothing.status_code == 422 and "com a mínim una" in nothing.content.decode()
    with working_for(town):
        assert not asked.answers.exists()


def test_late_it_still_counts_and_ended_it_is_not_taken(
    town: Any, inside: Any, asked: Any, clerk: Any
) -> None:
    from consistori.cases.correcting.answers import end_correction
    from consistori.deadlines.models import Deadline

    with working_for(town):
        Deadline.objects.filter(pk=asked.term_id).update(last_day=today() - timedelta(days=1))
    browser = inside(JOAN)
    assert "article 73.3" in read(browser, town, path_of(asked))
    assert send(browser, town, asked, cost="8500").status_code == 302
    with working_for(town):
        assert asked.answers.get().is_late
        end_correction(asked, by=clerk, ending="enough")

    assert send(browser, town, asked, token="u", cost="9000").status_code == 409
    assert "ja no esperem res de vós" in read(browser, town, path_of(asked))
    assert asked.case.number in read(browser, town)


def test_what_may_be_asked_is_what_was_answered_and_what_did_not_come(
    town: Any, entry_of: Any, monkeypatch: Any
) -> None:
    entry = entry_of("joan")
    entry.procedure, entry.answers = "URB-02", {"cost": "850.00", "who": "Reformes Vall"}
    monkeypatch.setattr(offering, "form_of", lambda code: read_form(FORM))
    monkeypatch.setattr(offering, "_lacking", lambda entry, form, language: [])
    with working_for(town):
        found = offering.askables_of(entry, "ca")

    assert found == [
        Askable("field", "cost", "Què val", "850,00 €", "L’obra"),
        Askable("field", "who", "Qui la fa", "Reformes Vall", "L’obra"),
    ]


def test_whose_power_has_ended_answers_no_more_although_they_are_in_the_case(
    town: Any, inside: Any, asked: Any, parties: Any, clerk: Any
) -> None:
    from consistori.cases.services import add_party

    with working_for(town):
        add_party(asked.case, parties["rosario"], by=clerk, role="interested")
        power = add_party(
            asked.case, parties["rosario"], by=clerk, role="representative",
            represents=asked.case.parties.get(party=parties["joan"]), power="@podera", power_until=today(),
        )  # fmt: skip
    read(inside(ROSARIO), town, path_of(asked))
    with working_for(town):
        power.power_until = today() - timedelta(days=1)
        power.save(update_fields=["power_until"])

    read(inside(ROSARIO), town, path_of(asked), status=404)


def test_a_character_that_no_database_keeps_is_left_out(town: Any, inside: Any, asked: Any) -> None:
    words = {f"text-{names_of(town, asked)[2]}": "Hi està\0 d’acord"}
    assert send(inside(JOAN), town, asked, cost="", **words).status_code == 302
    with working_for(town):
        assert asked.points.get(label="El veí").words == "Hi està d’acord"


def test_of_a_case_that_is_closed_nothing_is_awaited(town: Any, inside: Any, asked: Any) -> None:
    browser = inside(JOAN)
    assert 'name="text-' in read(browser, town, path_of(asked))
    with working_for(town):
        CaseFile.objects.filter(pk=asked.case_id).update(
            situation="closed", closed_at=now(), ending="resolved"
        )

    page = read(browser, town, path_of(asked))
    assert "ja no esperem res de vós" in page and 'name="text-' not in page
