"""What goes wrong at the worst moment: a session that ends, a harmful file, a store or a seal away, the last second."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation import gettext

from consistori.documents import blobs
from consistori.documents.blobs.quarantine import write_verdict
from consistori.documents.blobs.scanning import Verdict
from consistori.documents.models import Blob
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receiving
from consistori.documents.waiting import let_wait
from consistori.eoffice.filing.papers import MOST, papers_of
from consistori.eoffice.filing.terms import answer_by, effect_of
from consistori.eoffice.models import Draft, DraftPaper
from consistori.eoffice.tests.filing.conftest import CODE, SHEET, a_citizen, put
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput
from consistori.registry import ports
from consistori.registry.models import RegistryEntry
from consistori.registry.receipts import make_receipt
from consistori.registry.services import registering
from consistori.tenancy.scope import working_for

HOME = f"/e/vall-llobera/tramits/{CODE}/fer/"
MADRID = ZoneInfo("Europe/Madrid")
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ONE_PAGE = """
[[form.pages]]
key = "more{n}"
title = {{ca = "Pàgina {n}", es = "Página {n}"}}

[[form.pages.fields]]
key = "said{n}"
type = "text"
label = {{ca = "Què hi dieu?", es = "¿Qué dice?"}}
"""
LONG = SHEET + "".join(ONE_PAGE.format(n=n) for n in range(4, 9))


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    """What harms leaves its mark in the store, and what fails leaves pieces: in no store of another test."""
    settings.BLOB_ROOT = tmp_path / "blobs"


@pytest.fixture
def ready(town: Any, db: None, request: Any) -> Any:
    """The procedure in force, and no scope open: the pages open theirs."""
    from consistori.catalogue.procedures.services import create_procedure, publish
    from consistori.kernel.actor import Actor

    with working_for(town):
        by = Actor.program(town.pk)
        publish(create_procedure(by=by, text=getattr(request, "param", SHEET)), by=by)
    return town


@pytest.fixture
def url(ready: Any, client: Any, come_in: Any) -> str:
    come_in(a_citizen())
    return str(client.post(HOME, {"email": "laia@example.cat"})["Location"])


@pytest.fixture
def filled_url(client: Any, url: str) -> str:
    client.post(f"{url}1/", {"bar": "Bar de la Plaça", "covered": "no"})
    client.post(f"{url}3/", {"tables": "6"})
    client.post(
        f"{url}papers/", {"paper.sketch": SimpleUploadedFile("croquis.txt", b"croquis"), "upload": "1"}
    )
    client.post(f"{url}papers/", {})
    return url


def _late() -> Any:
    return a_citizen(entered_at=(now() - timedelta(hours=3)).isoformat())


@pytest.mark.parametrize("ready", [LONG], indirect=True, ids=["eight pages"])
def test_the_session_ends_on_page_seven(client: Any, url: str, come_in: Any) -> None:
    client.post(f"{url}1/", {"bar": "Bar", "covered": "no"})
    client.post(f"{url}3/", {"tables": "6"})
    for n in range(4, 7):
        client.post(f"{url}{n}/", {f"said{n}": f"el que dic a la {n}"})
    come_in(_late())

    answer = client.post(f"{url}7/", {"said7": "el que dic a la 7"})

    assert "/entrar/" in answer["Location"]
    come_in(a_citizen())
    assert client.get(url)["Location"].endswith("/8/"), "one goes on where one was"
    assert "el que dic a la 7" in client.get(f"{url}7/").content.decode()


def test_a_file_with_the_mark_of_a_virus_is_named_taken_out_and_the_rest_is_sent(
    client: Any, filled_url: str, ready: Any
) -> None:
    client.post(
        f"{filled_url}papers/", {"paper.insurance": SimpleUploadedFile("polissa.txt", EICAR), "upload": "1"}
    )
    with working_for(ready):
        (paper,) = [one for one in papers_of(Draft.objects.get()) if one.key == "insurance"]
        write_verdict(paper.file.sha256, Verdict(False, "Eicar-Test-Signature"))

    answer = client.post(f"{filled_url}envia/", {"accepts": "yes"})

    assert answer.status_code == 422
    assert "polissa.txt" in answer.content.decode()
    with working_for(ready):
        assert not RegistryEntry.objects.exists()
    client.post(f"{filled_url}papers/{paper.id}/treu/")
    assert client.post(f"{filled_url}envia/", {"accepts": "yes"})["Location"].endswith("/rebut/")


def test_the_store_away_at_send_it_is_registered_once_and_says_that_the_receipt_follows(
    client: Any, filled_url: str, ready: Any, monkeypatch: Any
) -> None:
    def away(*_said: Any) -> None:
        raise blobs.StoreUnreachable("it does not answer")

    monkeypatch.setattr(receiving.blobs, "keep", away)
    answers = [client.post(f"{filled_url}envia/", {"accepts": "yes"}) for _ in range(2)]

    assert {one["Location"] for one in answers} == {f"{filled_url}rebut/"}
    page = client.get(f"{filled_url}rebut/").content.decode()
    with translation.override("ca"):
        assert gettext("It is registered. The receipt is late: what seals it does not answer now.") in page
    with working_for(ready):
        assert RegistryEntry.objects.count() == 1


def test_the_seal_away_at_send_the_receipt_is_late_and_comes_by_itself(
    client: Any, filled_url: str, ready: Any, monkeypatch: Any
) -> None:
    def away(*_said: Any) -> Any:
        raise ports.NotSealed("No respon.", again=False)

    client.post(f"{filled_url}envia/", {"accepts": "yes"})
    with working_for(ready):
        entry = str(RegistryEntry.objects.get().pk)
    with monkeypatch.context() as patch:
        patch.setattr(ports, "sealers", [away])
        make_receipt(entity=ready, entry_id=entry)
        page = client.get(f"{filled_url}rebut/").content.decode()
        with translation.override("ca"):
            assert (
                gettext("It is registered. The receipt is late: what seals it does not answer now.") in page
            )
        assert client.get(f"{filled_url}rebut.pdf").status_code == 404

    make_receipt(entity=ready, entry_id=entry)

    assert client.get(f"{filled_url}rebut.pdf").status_code == 200


@pytest.mark.parametrize(
    ("at", "effective", "begins"),
    [
        (datetime(2026, 5, 9, 23, 59, 59, tzinfo=MADRID), "2026-05-11", "2026-05-11"),
        (datetime(2026, 5, 10, 23, 59, 59, tzinfo=MADRID), "2026-05-11", "2026-05-11"),
        (datetime(2026, 5, 8, 23, 59, 59, tzinfo=MADRID), "2026-05-08", "2026-05-08"),
    ],
    ids=["saturday", "sunday", "friday, still in time"],
)
def test_the_last_second_of_a_holiday_and_of_a_working_day(
    filled: Any,
    form: Any,
    shown: Any,
    citizen: Any,
    monkeypatch: Any,
    at: datetime,
    effective: str,
    begins: str,
) -> None:
    from consistori.eoffice.filing.sending import sign_and_send

    monkeypatch.setattr(registering, "now", lambda: at)

    entry = sign_and_send(filled, shown, form, citizen=citizen, accepted=True)

    assert entry.registered_at == at, "the hour at which it really came is kept"
    assert entry.effective_at.astimezone(MADRID).date().isoformat() == effective
    answer = answer_by(entry, shown.sheet)
    assert answer is not None and answer.begins.isoformat() == begins
    assert bool(entry.skipped_days) == (effective != at.date().isoformat())
    assert "31.2" in effect_of(entry)


def test_the_thousandth_paper_is_told_to_come_after(begun: Any) -> None:
    file = let_wait(ReceivedFile.from_bytes("a.txt", b"a"))
    Blob.objects.get_or_create(sha256="0" * 64, defaults={"size": 1})
    DraftPaper.objects.bulk_create(
        DraftPaper(draft=begun, key="others", position=n, sha256=f"{n:064x}", size=file.size, sealed=b"x")
        for n in range(MOST)
    )

    with pytest.raises(BadInput) as refusal:
        put(begun, "una-mes.txt", b"una altra")

    assert str(MOST) in str(refusal.value)


def test_a_form_with_an_error_is_refused_with_its_line_and_the_old_one_serves(
    shown: Any, begun: Any, at_work: Any
) -> None:
    from consistori.catalogue.procedures.models import Procedure
    from consistori.catalogue.procedures.reading import SheetFault
    from consistori.catalogue.procedures.selectors import procedure
    from consistori.catalogue.procedures.services import publish, write_draft
    from consistori.kernel.actor import Actor

    by, row = Actor.program(at_work.pk), Procedure.objects.get(pk=shown.procedure_id)
    wrong = SHEET.replace('type = "number"', 'type = "numbr"')
    write_draft(row, by=by, text=wrong)

    with pytest.raises(SheetFault) as refusal:
        publish(Procedure.objects.get(pk=row.pk), by=by)

    assert refusal.value.line == wrong.splitlines().index('type = "numbr"') + 1
    assert procedure(CODE).version_id == shown.version_id == begun.version_id
