"""From the first page to the receipt with nothing but links and forms: what is written is never lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.models import Draft
from consistori.eoffice.tests.filing.conftest import CODE, SHEET, a_citizen
from consistori.kernel.clock import now
from consistori.registry.models import RegistryEntry
from consistori.registry.receipts import make_receipt
from consistori.tenancy.scope import working_for

HOME = f"/e/vall-llobera/tramits/{CODE}/fer/"


@pytest.fixture
def ready(town: Any, db: None) -> Any:
    """The procedure in force, and no scope open: the pages open theirs."""
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.kernel.actor import Actor

    with working_for(town):
        by = Actor.program(town.pk)
        publish(create_procedure(by=by, text=SHEET), by=by)
    return town


@pytest.fixture
def draft_url(ready: Any, come_in: Any) -> str:
    """Laia has begun a draft."""
    browser = come_in(a_citizen())
    answer = browser.post(HOME, {"email": "laia@example.cat", "phone": ""})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def _draft(town: Any, url: str) -> Draft:
    with working_for(town):
        return Draft.objects.select_related("entry").get(pk=url.rstrip("/").split("/")[-1])


def _answers(town: Any, url: str) -> dict[str, Any]:
    with working_for(town):
        return Content.of(_draft(town, url)).answers


def _fill(client: Any, url: str) -> None:
    client.post(f"{url}1/", {"bar": "Bar de la Plaça", "covered": "no"})
    client.post(f"{url}3/", {"tables": "6"})
    client.post(f"{url}papers/", {})


def test_whoever_has_not_come_in_is_led_to_the_door_and_back(ready: Any, client: Any) -> None:
    answer = client.get(HOME)

    assert answer.status_code == 302
    assert "next=%2Fe%2Fvall-llobera%2Ftramits%2FVIA-04%2Ffer%2F" in answer["Location"]


def test_all_the_way_without_script(ready: Any, client: Any, draft_url: str) -> None:
    assert client.get(draft_url)["Location"].endswith("/1/")
    assert "Com es diu el bar?" in client.get(f"{draft_url}1/").content.decode()
    answer = client.post(f"{draft_url}1/", {"bar": "Bar de la Plaça", "covered": "no"})
    assert answer["Location"].endswith("/3/"), "the page of the awning is not asked"
    answer = client.post(f"{draft_url}3/", {"tables": "6"})
    assert answer["Location"].endswith("/papers/")
    file = SimpleUploadedFile("croquis.txt", b"el croquis")
    assert client.post(f"{draft_url}papers/", {"paper.sketch": file, "upload": "1"}).status_code == 302
    assert "croquis.txt" in client.get(f"{draft_url}papers/").content.decode()
    assert client.post(f"{draft_url}papers/", {})["Location"].endswith("/revisa/")
    check = client.get(f"{draft_url}revisa/").content.decode()
    assert "Bar de la Plaça" in check
    assert re.search(r'href="[^"]+/3/#f-tables"', check)
    assert 'name="accepts" value="yes">' in check, "nothing is accepted beforehand"
    assert "is-done" not in check[check.rindex("<li", 0, check.index("</ol>")) :].split("</li>")[0]

    answer = client.post(f"{draft_url}envia/", {"accepts": "yes"})

    assert answer["Location"].endswith("/rebut/")
    receipt = client.get(answer["Location"]).content.decode()
    with working_for(ready):
        entry = RegistryEntry.objects.get()
    assert entry.reference in receipt
    assert "Llei 39/2015, art. 21.3" in receipt
    assert "<script" not in re.sub(r"<script[^>]+src=.*?</script>", "", receipt)


def test_what_is_wrong_is_told_and_what_was_written_stays(ready: Any, client: Any, draft_url: str) -> None:
    answer = client.post(f"{draft_url}3/", {"tables": "sis"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert 'value="sis"' in page
    assert 'value="sis"' in client.get(f"{draft_url}3/").content.decode(), "tomorrow, on another device"


def test_the_script_saves_on_the_way_and_another_device_goes_on(
    ready: Any, client: Any, draft_url: str
) -> None:
    assert client.post(f"{draft_url}1/desa/", {"bar": "Bar de la Pl"}).status_code == 200

    assert _answers(ready, draft_url)["bar"] == "Bar de la Pl"
    assert "place" not in _draft(ready, draft_url).done
    client.cookies.clear()
    assert client.get(f"{draft_url}1/").status_code == 302


def test_a_session_that_ended_on_the_way_keeps_what_was_sent(
    ready: Any, client: Any, draft_url: str, come_in: Any
) -> None:
    come_in(a_citizen(entered_at=(now() - timedelta(hours=3)).isoformat()))

    answer = client.post(f"{draft_url}3/", {"tables": "6"})

    assert "/entrar/?next=" in answer["Location"]
    assert _answers(ready, draft_url)["tables"] == 6
    assert "/entrar/" in client.get(f"{draft_url}3/")["Location"], "nothing is shown"
    assert "/entrar/" in client.post(f"{draft_url}envia/", {"accepts": "yes"})["Location"]
    with working_for(ready):
        assert not RegistryEntry.objects.exists()
    come_in(a_citizen(entered_at=(now() - timedelta(days=2)).isoformat()))
    client.post(f"{draft_url}3/", {"tables": "9"})
    assert _answers(ready, draft_url)["tables"] == 6


PAGES = ("", "qui/", "1/", "3/", "papers/", "revisa/", "rebut/", "rebut.pdf", "solicitud.pdf", "llenca/")


def test_somebody_elses_draft_is_not_here(ready: Any, client: Any, draft_url: str, come_in: Any) -> None:
    come_in(a_citizen("87654321X"))

    assert {client.get(draft_url + page).status_code for page in PAGES} == {404}
    for page in ("qui/", "1/", "1/desa/", "papers/", "envia/", "llenca/"):
        assert client.post(draft_url + page, {"bar": "x"}).status_code == 404
    assert _answers(ready, draft_url) == {}


def test_sent_twice_and_back_in_the_browser_there_is_one_receipt(
    ready: Any, client: Any, draft_url: str
) -> None:
    _fill(client, draft_url)
    first = client.post(f"{draft_url}envia/", {"accepts": "yes"})
    again = client.post(f"{draft_url}envia/", {"accepts": "yes"})

    assert first["Location"] == again["Location"]
    for page in ("", "qui/", "1/", "papers/", "revisa/", "llenca/"):
        assert client.get(draft_url + page)["Location"].endswith("/rebut/")
    assert client.post(f"{draft_url}1/", {"bar": "x"})["Location"].endswith("/rebut/")
    assert client.post(f"{draft_url}1/desa/", {"bar": "x"}).status_code == 409
    with working_for(ready):
        assert RegistryEntry.objects.count() == 1


def test_not_ticked_or_not_complete_it_says_so_and_nothing_is_sent(
    ready: Any, client: Any, draft_url: str
) -> None:
    answer = client.post(f"{draft_url}envia/", {"accepts": "yes"})
    assert answer.status_code == 422
    assert "/1/#f-bar" in answer.content.decode()
    _fill(client, draft_url)
    answer = client.post(f"{draft_url}envia/", {})
    assert answer.status_code == 422
    assert "f-accepts-error" in answer.content.decode()
    with working_for(ready):
        assert not RegistryEntry.objects.exists()


def test_a_wrong_file_is_told_at_its_row_and_the_others_stay(ready: Any, client: Any, draft_url: str) -> None:
    good = SimpleUploadedFile("croquis.txt", b"el croquis")
    bad = SimpleUploadedFile("polissa.exe", b"MZ\x90\x00 program")

    answer = client.post(f"{draft_url}papers/", {"paper.sketch": good, "paper.insurance": bad, "upload": "1"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.index('id="p-insurance"') < page.index("<b>polissa.exe</b>")
    assert "croquis.txt" in page
    row = client.post(
        f"{draft_url}papers/", {"paper.sketch": SimpleUploadedFile("a.txt", b"un altre")},
        headers={"X-Requested-With": "dropzone"},
    )  # fmt: skip
    assert row.status_code == 200 and "a.txt" in row.content.decode()


def test_a_paper_is_taken_out(ready: Any, client: Any, draft_url: str) -> None:
    client.post(
        f"{draft_url}papers/", {"paper.sketch": SimpleUploadedFile("a.txt", b"croquis"), "upload": "1"}
    )
    out = re.search(r'action="([^"]+/treu/)"', client.get(f"{draft_url}papers/").content.decode())
    assert out is not None

    client.post(out[1])

    assert "a.txt" not in client.get(f"{draft_url}papers/").content.decode()


def test_the_receipt_downloads_when_it_is_made(ready: Any, client: Any, draft_url: str) -> None:
    _fill(client, draft_url)
    client.post(f"{draft_url}envia/", {"accepts": "yes"})
    assert client.get(f"{draft_url}rebut.pdf").status_code == 404

    with working_for(ready):
        entry_id = str(RegistryEntry.objects.get().pk)
    make_receipt(entity=ready, entry_id=entry_id)

    answer = client.get(f"{draft_url}rebut.pdf")
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert answer["Cache-Control"] == "no-store"
    assert b"".join(client.get(f"{draft_url}solicitud.pdf").streaming_content)[:5] == b"%PDF-"


def test_thrown_away_after_asking(ready: Any, client: Any, draft_url: str) -> None:
    assert client.get(f"{draft_url}llenca/").status_code == 200
    client.post(f"{draft_url}llenca/")

    assert client.get(draft_url).status_code == 404


def test_every_page_reads_in_spanish(ready: Any, client: Any, draft_url: str) -> None:
    _fill(client, draft_url)
    client.cookies["language"] = "es"

    assert "Guardar y seguir" in client.get(f"{draft_url}1/").content.decode()
    assert "¿Cómo se llama el bar?" in client.get(f"{draft_url}revisa/").content.decode()
    assert "Firmar y enviar la solicitud" in client.get(f"{draft_url}revisa/").content.decode()
