"""What a clerk does with the pages of papers: order, division, scans, copies, and all of it undone."""

from __future__ import annotations

import re
from typing import Any

from tests.torture.desk import DeskClerk
from tests.torture.ledger import KnownDocument
from tests.torture.making import pages_pdf, scan, word_file

PLANS, SCAN, ORIGINAL, LETTER = "projecte.pdf", "escaneig.png", "original.png", "carta.docx"
UNDO = re.compile(r"pages/undo/([0-9a-f-]{36})/")


class PaperClerk(DeskClerk):
    """All that the others do, and what is done with papers."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.acts += [
            self.bring_pages, self.change_pages, self.change_pages, self.undo_pages, self.divide, self.bring_scan,
            self.read_scan, self.bring_original, self.copy_with_other_format, self.bring_word_file,
            self.open_word_file,
        ]  # fmt: skip

    # Pages of papers

    def _bring(self, name: str, data: bytes, *, pages: int = 0, **said: str) -> None:
        if case := self.case():
            answer = self._post_file(f"bring {name}", f"cases/{case.id}/documents", name, data, data=said)
            if answer.is_success:
                self.keeps(case, answer.json(), data, "")
                known = self.ledger.documents[answer.json()["document"]]
                known.pages, known.paper = pages, name

    def _paper(self, name: str) -> KnownDocument | None:
        """One of hers that came with that name."""
        mine = {one.id for one in self.mine if one.situation == "open" and not one.reserved}
        found = [
            one for one in list(self.ledger.documents.values())
            if one.case in mine and one.paper == name and one.sha256 and not one.is_discarded
        ]  # fmt: skip
        return self.chance.choice(found) if found else None

    def bring_pages(self) -> None:
        self._bring(PLANS, pages_pdf(self.chance.random()), pages=3)

    def change_pages(self) -> None:
        if document := self._paper(PLANS):
            order = [f"{n}.{self.chance.choice('0123')}" for n in range(1, document.pages + 1)]
            self.chance.shuffle(order)
            self._on_pages("change pages", document, {"plan": " ".join(order)}, document.pages)

    def divide(self) -> None:
        document = self._paper(PLANS)
        if document and document.pages > 1:
            self._on_pages("divide a paper", document, {"plan": "1 / 2"}, 1)

    def undo_pages(self) -> None:
        document = self._paper(PLANS)
        if not document or not document.before:
            return
        shown = self.ask_page("look at pages", f"documents/{document.id}/pages/")
        if shown is None or not (found := UNDO.search(shown.text)):
            return
        sha256, pages = document.before
        self._on_pages(
            "undo an act on pages", document, {}, pages, page=f"undo/{found.group(1)}/", expected=sha256
        )

    def _on_pages(
        self, act: str, document: KnownDocument, sent: dict[str, str], pages: int, *, page: str = "", expected: str = ""
    ) -> None:  # fmt: skip
        """Do it and look. What was answered must be there; what nobody answered is whole or is not."""
        before = (document.sha256, document.pages)
        answer = self.ask_page(act, f"documents/{document.id}/pages/{page}", sent)
        if answer is None:  # done or not, whole; afterwards it is looked at with all that the house keeps
            document.sha256 = ""
            return
        told = self.read(f"look after {act}", f"documents/{document.id}")
        if not told.is_success:
            return
        now = told.json()["current"]
        is_done = now["sha256"] != before[0]
        if answer.status_code == 302 and not is_done and not expected:
            self.ledger.faults.append(f"document {document.id}: {act} was acknowledged and is not there")
        if is_done and (now["pages"] != pages or (expected and now["sha256"] != expected)):
            self.ledger.faults.append(
                f"document {document.id}: after {act} it has {now['pages']} pages, not {pages}, or other bytes"
            )
        if is_done:
            document.sha256, document.pages = now["sha256"], now["pages"]
            document.before = None if expected else before

    def bring_scan(self) -> None:
        self._bring(SCAN, scan(f"{self.words(3)} {self.chance.random()}"))

    def read_scan(self) -> None:
        """The words of a scanned paper are read by a job."""
        if document := self._paper(SCAN):
            document.sha256 = ""  # the job makes a version of it, whenever it does
            self.ask_page("read a scan", f"documents/{document.id}/pages/read/", {})

    def bring_original(self) -> None:
        self._bring(ORIGINAL, scan(f"{self.words(2)} {self.chance.random()}"), elaboration="EE01")

    def copy_with_other_format(self) -> None:
        """An authentic copy, which the seal of the town signs by a job."""
        if document := self._paper(ORIGINAL):
            self.ask_page("make an authentic copy", f"signature/copies/{document.id}/format/", {})

    def bring_word_file(self) -> None:
        self._bring(LETTER, word_file(f"{self.words(20)} {self.chance.random()}"))

    def open_word_file(self) -> None:
        """A job makes its readable copy when it is first opened."""
        if (document := self._paper(LETTER)) and self.chance.random() < 0.3:
            self.ask_page("open a letter of Word", f"documents/{document.id}/")
