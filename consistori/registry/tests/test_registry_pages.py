"""The books as the registrar sees them, and as others do not."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.documents.models import VersionBlob
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for

BASE = "/e/vall-llobera/desk/registry/"


def test_the_book_is_read_and_found_by_number_name_and_word(
    register: Any, registrar: Any, sign_in: Any
) -> None:
    entry, other = register(), register("Terrassa d’estiu")
    browser = sign_in(registrar)

    assert browser.get(BASE).status_code == 200
    for words in (entry.reference, "riubru", "escoles"):
        page = browser.get(BASE, {"q": words}).content.decode()
        assert entry.reference in page
    assert other.reference not in browser.get(BASE, {"q": "escoles"}).content.decode()


def test_an_entry_is_registered_by_hand_with_its_papers(
    town: Any, laia: Any, registrar: Any, sign_in: Any
) -> None:
    answer = sign_in(registrar).post(
        f"{BASE}new/",
        {
            "party": str(laia.pk), "subject": "Demana un gual", "heading": "application", "channel": "post",
            "paper": "returned", "files": SimpleUploadedFile("sol.txt", b"demano"),
        },
        follow=True,
    )  # fmt: skip

    assert answer.status_code == 200
    with working_for(town):
        entry = RegistryEntry.objects.get()
        assert entry.documents.get().name == "sol.txt"
    assert entry.reference in answer.content.decode()


def test_without_anybody_it_says_so_and_keeps_what_was_written(
    town: Any, registrar: Any, sign_in: Any
) -> None:
    answer = sign_in(registrar).post(
        f"{BASE}new/",
        {"subject": "Demana un gual", "heading": "application", "channel": "post", "paper": "none"},
    )

    assert answer.status_code == 200 or answer.status_code == 422
    page = answer.content.decode()
    assert "Demana un gual" in page
    assert 'class="error"' in page


def test_without_scripts_people_are_looked_for_with_a_button(laia: Any, registrar: Any, sign_in: Any) -> None:
    answer = sign_in(registrar).post(f"{BASE}new/", {"who": "riub", "find": "1", "subject": "Demana un gual"})

    page = answer.content.decode()
    assert str(laia.pk) in page
    assert "Demana un gual" in page


def test_an_entry_shows_its_annotations_and_the_reading_is_written(
    register: Any, registrar: Any, sign_in: Any, town: Any
) -> None:
    entry = register()
    browser = sign_in(registrar)

    browser.post(
        f"{BASE}{entry.reference}/annotate/",
        {"what": "correction", "field": "subject", "new": "Gual permanent", "reason": "curt"},
    )
    page = browser.get(f"{BASE}{entry.reference}/").content.decode()

    assert "Gual permanent" in page
    assert "Gual a Escoles 8" in page
    from consistori.trail.models import Reading

    with working_for(town):
        assert Reading.objects.filter(kind="registry-entry", record_id=entry.pk).exists()


def test_a_heading_is_corrected_by_choosing_and_read_in_words(
    register: Any, registrar: Any, sign_in: Any
) -> None:
    entry = register()
    browser = sign_in(registrar)

    browser.post(
        f"{BASE}{entry.reference}/annotate/",
        {"what": "correction", "field": "heading", "heading": "complaint", "reason": "és una queixa"},
    )
    page = browser.get(f"{BASE}{entry.reference}/").content.decode()

    assert "<s>Sol·licitud</s> → Queixa" in page


def test_the_table_taken_out_has_no_formulas(register: Any, registrar: Any, sign_in: Any) -> None:
    register("=HYPERLINK(1)")

    sheet = sign_in(registrar).get(f"{BASE}taken-out.csv").content.decode()

    assert "'=HYPERLINK(1)" in sheet


def test_the_outsider_finds_no_registry_here(register: Any, outsider: Any, sign_in: Any) -> None:
    entry = register()
    browser = sign_in(outsider)

    for path in ("", "new/", f"{entry.reference}/", f"{entry.reference}/annotate/", "taken-out.csv"):
        assert browser.get(f"{BASE}{path}").status_code == 404


def test_where_it_is_switched_off_it_does_not_exist(other_town: Any, hire: Any, sign_in: Any) -> None:
    registrar = hire(other_town, "registrar", "Pau", "Serra")

    assert sign_in(registrar).get("/e/els-molinars/desk/registry/").status_code == 404


def test_what_nobody_has_signed_goes_out_with_a_warning(
    town: Any, paper: Any, clerk: Any, sign_in: Any
) -> None:
    document = paper("Ofici")
    form = f"{BASE}exits/new/?document={document.pk}"
    warned = sign_in(clerk).get(form).content.decode()
    with working_for(town):
        text = document.version.blobs.get()
        VersionBlob.objects.create(
            version=document.version, position=1, kind="signature", sha256=text.sha256, size=text.size
        )

    assert "Aquí no l’ha signat ningú." in warned and "26.2" in warned
    assert "Aquí no l’ha signat ningú." not in sign_in(clerk).get(form).content.decode()
