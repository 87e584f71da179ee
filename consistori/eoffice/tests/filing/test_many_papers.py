"""A thousand papers in one filing: what is asked of the database does not grow with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from consistori.documents.models import Blob, Document
from consistori.documents.received import ReceivedFile
from consistori.documents.waiting import let_wait
from consistori.eoffice.filing.drafts import begin_draft, own_draft, save_answers
from consistori.eoffice.filing.papers import MOST, _bound
from consistori.eoffice.filing.sealing import close
from consistori.eoffice.filing.sending import sign_and_send
from consistori.eoffice.models import DraftPaper
from consistori.eoffice.tests.filing.conftest import CODE, a_citizen
from consistori.registry.models import EntryState

STATEMENTS_A_PAPER = 0.1
"""The rows go two hundred at a time."""


def _with_papers(shown: Any, count: int) -> Any:
    """A draft that is ready to be sent, with so many papers: one file in the store, many names in the draft."""
    draft = begin_draft(shown, citizen=a_citizen())
    draft = own_draft(a_citizen(), CODE, draft.pk, locked=True)
    save_answers(draft, {"bar": "Bar", "covered": False, "tables": 2}, page="place", is_right=True)
    file = let_wait(ReceivedFile.from_bytes("full.txt", b"un paper"))
    rows = []
    blobs = [Blob(sha256=f"{n:064x}", size=file.size) for n in range(count)]
    Blob.objects.bulk_create(blobs, ignore_conflicts=True)
    for n in range(count):
        sha256 = f"{n:064x}"
        row = DraftPaper(draft=draft, key="others", position=n, sha256=sha256, size=file.size)
        said = asdict(file) | {"name": f"full-{n:03}.txt", "sha256": sha256}
        row.sealed = close({"file": said, "hints": []}, bound_to=_bound(row))
        rows.append(row)
    DraftPaper.objects.bulk_create(rows)
    return draft


def test_a_paper_more_costs_next_to_nothing(shown: Any, form: Any, citizen: Any, statements: Any) -> None:
    few_of_them, many_of_them = _with_papers(shown, 5), _with_papers(shown, 105)
    sign_and_send(_with_papers(shown, 1), shown, form, citizen=citizen, accepted=True)

    with statements() as few:
        sign_and_send(few_of_them, shown, form, citizen=citizen, accepted=True)
    with statements() as many:
        sign_and_send(many_of_them, shown, form, citizen=citizen, accepted=True)

    assert (many.count - few.count) / 100 <= STATEMENTS_A_PAPER


def test_a_thousand_are_all_there_in_their_order_and_have_a_receipt(
    shown: Any, form: Any, citizen: Any
) -> None:
    entry = sign_and_send(_with_papers(shown, MOST), shown, form, citizen=citizen, accepted=True)

    rows = list(entry.documents.select_related("document__version"))
    assert [row.name for row in rows[1:]] == [f"full-{n:03}.txt" for n in range(MOST)]
    assert {row.document.version.sha256 for row in rows[1:]} == {f"{n:064x}" for n in range(MOST)}
    assert {row.document.origin for row in rows} == {Document.Origin.CITIZEN}
    assert EntryState.objects.get(entry=entry).receipt_state == "waiting"


def test_what_is_not_in_the_store_yet_is_put_there(shown: Any) -> None:
    from consistori.documents.services import receive_waiting
    from consistori.kernel.actor import Actor

    by = Actor.program(shown.entity_id)
    files = [
        (ReceivedFile.from_bytes("nou.txt", b"encara no hi era"), "Nou"),
        (ReceivedFile.from_bytes("planol_de_la_placa.txt", b"tampoc"), ""),
    ]

    first, second = receive_waiting(by=by, files=files, origin="citizen")

    assert (first.title, second.title) == ("Nou", "Planol de la placa")
    assert Blob.objects.filter(sha256=first.version.sha256).exists()
    assert [one.version.number for one in (first, second)] == [1, 1]
