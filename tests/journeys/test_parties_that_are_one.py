"""Núria brings the sheet of the market, finds who was there twice, unites them, works on, and undoes it all."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.cases.models import CaseParty
from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.parties.jobs import enter_sheet, take_out_sheet
from consistori.parties.models import Party, PartyImport, PartyMerge
from consistori.parties.services import add_party
from consistori.tenancy.models import JobRun
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/parties/"
MARKET = """NIF;Cognoms i nom;Correu electrònic;Telèfon
;Riubrugent Pou, Laia;laia@example.cat;600000000
B17999996;Forn de l’Església, SL;forn@example.cat;
12345678A;Puig, Joan;;
"""


def test_the_sheet_the_twin_the_case_and_back(town: Any, clerk: Any, sign_in: Any) -> None:
    with working_for(town):
        known = add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z")
    browser = sign_in(clerk)

    sheet = SimpleUploadedFile("mercat.csv", MARKET.encode(), "text/csv")
    here = browser.post(f"{DESK}import/", {"file": sheet})["Location"]
    columns = {f"column-{n}": c for n, c in enumerate(("identifier", "full_name", "email", "phone"))}
    browser.post(here, columns | {"act": "columns"})
    page = browser.get(here).content.decode()
    assert "La lletra no correspon: hauria de ser Z." in page
    browser.post(here, {"act": "enter"})
    run(town, clerk, enter_sheet)
    assert "2 files donades d’alta · 1 fila s’ha quedat fora" in browser.get(here).content.decode()

    with working_for(town):
        brought = Party.objects.get(surname2="Pou")
        case = open_case(by=clerk, title="Parada del mercat", series=make_series(), parties=[brought])
    compared = f"{DESK}{known.pk}/unite/{brought.pk}/"
    assert "Gairebé el mateix nom" in browser.get(compared).content.decode()
    browser.post(compared, {"kept": str(known.pk), "take-name": str(brought.pk)})
    assert browser.get(f"{DESK}{brought.pk}/")["Location"].endswith(f"{known.pk}/")
    united = browser.get(f"{DESK}{known.pk}/").content.decode()
    assert "Laia Riubrugent Pou" in united
    assert "Parada del mercat" in united

    browser.post(here, {"act": "undo"})
    run(town, clerk, take_out_sheet)
    assert "Es va unir amb una altra." in browser.get(here).content.decode()
    with working_for(town):
        merge = PartyMerge.objects.get()
        assert not Party.objects.filter(identifier="B17999996").exists()
    undoing = f"{DESK}merges/{merge.pk}/undo/"
    assert "Què torna a Laia Riubrugent Pou" in browser.get(undoing).content.decode()
    browser.post(undoing)

    with working_for(town):
        assert Party.objects.get(pk=known.pk).display_name == "Laia Riubrugent"
        assert CaseParty.objects.get(case=case).party == brought
        assert Party.objects.get(pk=brought.pk).standing == brought


def test_the_auditor_looks_and_changes_nothing(town: Any, clerk: Any, hire: Any, sign_in: Any) -> None:
    with working_for(town):
        one, other = (add_party(by=clerk, name="Laia", surname1="Mas") for _time in range(2))
    browser = sign_in(hire(town, "auditor", "Anna", "Ull"))

    assert browser.get(f"{DESK}duplicates/").status_code == 200
    assert browser.get(f"{DESK}import/").status_code == 403
    assert browser.post(f"{DESK}{one.pk}/unite/{other.pk}/", {"kept": str(one.pk)}).status_code == 403


def run(town: Any, clerk: Any, job: Any) -> None:
    """The worker, at once: the test lives in one transaction."""
    with working_for(town):
        sheet, waiting = PartyImport.objects.get(), JobRun.objects.order_by("-created_at").first()
        arguments = {
            "sheet_id": str(sheet.pk),
            "person_id": str(clerk.person_id),
            "name": clerk.name,
            "language": "ca",
        }
    job(entity=town, run_id=str(waiting.pk), **arguments)
