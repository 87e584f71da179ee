"""What a clerk does on the pages of her desk: texts, whole cases, letters, and what harms.

A form has no key of its own, as a request of the API has: when nobody answers it is not known whether it was done. So
the clerk does as people do, looks, and goes on from what she finds.
"""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

from tests.torture.acts import ActingClerk
from tests.torture.clerks import GaveUp
from tests.torture.ledger import KnownCase, KnownDocument, KnownText
from tests.torture.making import words_of

LEAF = re.compile(r'name="leaf" value="([0-9a-f-]{36})"')


class DeskClerk(ActingClerk):
    """All that she does by the API, and the rest of her day on the pages."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.texts: list[KnownText] = []
        self.acts += [
            self.begin_text, self.begin_text, self.write, self.write, self.write, self.write, self.keep_version,
            self.look_at_paper, self.freeze_text, self.freeze_text, self.describe_together, self.take_case,
            self.finish_case, self.finish_case, self.send_letter, self.bring_harm, self.send_and_sign,
        ]  # fmt: skip

    # Texts

    def begin_text(self) -> None:
        if not (case := self.case()):
            return
        title = f"Decret {self.words(2)} {uuid.uuid4().hex[:8]}"
        sent = {"template": "blank", "language": "ca", "title": title}
        answer = self.ask_page("begin a text", f"cases/{case.number}/write/begin/", sent)
        if answer is None or "/documents/" not in answer.headers.get("location", ""):
            return  # a refusal (no room, say) goes back to the case with its words
        key = answer.headers["location"].split("/documents/")[1].split("/")[0]
        text = KnownText(key, case.id)
        with self.ledger.lock:
            self.ledger.texts[key] = text
            self.ledger.documents[key] = KnownDocument(key, case.id, title, "")
            case.documents.add(key)
        self.texts.append(text)

    def text(self) -> KnownText | None:
        """One of hers that is still written, in a case that is open."""
        open_ones = {one.id for one in self.mine if one.situation == "open" and not one.reserved}
        found = [one for one in self.texts if one.case in open_ones and not (one.is_frozen or one.is_unsure)]
        return self.chance.choice(found) if found else None

    def write(self) -> None:
        """Save what is in the window: the same words with the same token until it is answered, as the window does."""
        if not (text := self.text()):
            return
        mark = f"mot{uuid.uuid4().hex[:12]}"
        text.html += f"<p>{self.words(20)} {mark}.</p>"
        sent = {"html": text.html, "edition": str(text.edition), "token": text.window}
        page = f"documents/{text.id}/text/save/"
        try:
            answer = self.ask_page("write in a text", page, sent, insists=True, window="text")
        except GaveUp:
            text.is_unsure = True
            raise
        if answer is None or answer.status_code != 200:
            text.html = text.html.rsplit("<p>", 1)[0]
            return
        told = answer.json()
        if told.get("draft"):
            self.ledger.faults.append(f"text {text.id}: its only writer was given a second draft")
        text.edition, text.mark = told["edition"], mark

    def keep_version(self) -> None:
        if text := self.text():
            self.ask_page("keep a version", f"documents/{text.id}/text/keep/", {}, insists=True)

    def look_at_paper(self) -> None:
        if text := self.text():
            answer = self.ask_page("look at the paper", f"documents/{text.id}/text/paper/?pdf")
            is_drawn = answer is not None and answer.status_code == 200 and text.mark
            if answer is not None and is_drawn and text.mark not in words_of(answer.content):
                self.ledger.faults.append(f"text {text.id}: what was saved is not on its paper")

    def freeze_text(self) -> None:
        """Fix it as a PDF and ask the mayor to sign it."""
        text = self.text()
        if text and text.mark:
            sent = {"document": text.id, "signers": [self.known["person"]]}
            answer = self.send("freeze and send", "POST", "signature-requests", json=sent)
            if answer.is_success or answer.status_code == 409:
                text.is_frozen = True
            if answer.is_success:
                with self.ledger.lock:
                    self.ledger.requests |= {row["id"]: "waiting" for row in answer.json()["items"]}

    def send_and_sign(self) -> None:
        """Several in one gesture."""
        for _ in range(3):
            self.freeze_text()
            self.ask_signature()
        self.sign()

    # Cases

    def describe_together(self) -> None:
        """The same of many papers at once."""
        if not (case := self.case()) or not case.documents:
            return
        shown = self.ask_page("look at the papers", f"cases/{case.number}/papers/")
        leaves = LEAF.findall(shown.text) if shown is not None else []
        if leaves:
            place = f"Armari {self.chance.randrange(10**6)}"
            sent: dict[str, Any] = {"leaf": leaves[:5], "paper_place": place}
            page = f"cases/{case.number}/papers/describe/"
            self.ask_page("describe together", page, sent, insists=True, window="swap")

    def take_case(self) -> None:
        """A ZIP with all of it, made by a job."""
        if self.chance.random() < 0.3 and (case := self.case()):
            self.ask_page("take a case", f"cases/{case.number}/take/now/", {}, window="swap")

    def finish_case(self) -> None:
        """Open one, bring what it must have, and close it: from then on nothing in it changes."""
        if self.chance.random() > 0.5:
            return
        answer = self.send("open a case", "POST", "cases", json=self._said())
        if not answer.is_success:
            return
        told = answer.json()
        case = KnownCase(told["id"], told["number"], told["title"])
        with self.ledger.lock:
            self.ledger.cases[case.id] = case
        data, mark = self.paper()
        said = {"type": self.known["type"], "date_on": "2026-01-07", "origin": "administration",
                "elaboration": "EE01", "language": "ca", "state": "final"}  # fmt: skip
        paper = self._post_file(
            "bring a document", f"cases/{case.id}/documents", "informe.txt", data, data=said
        )
        if paper.is_success:
            self.keeps(case, paper.json(), data, mark)
        sent = {"ending": "internal", "note": "No és cap procediment."}
        if self.send("close a whole case", "POST", f"cases/{case.id}/close", json=sent).is_success:
            case.situation = "closed"
        self.mine.append(case)

    # Letters and what harms

    def send_letter(self) -> None:
        """A link to enter again, by mail."""
        person = self.chance.choice(self.known["people"])
        asked = time.monotonic()
        answer = self.ask_page(
            "send a letter", f"people/{person['id']}/account/link/", {}, who="administrator"
        )
        if answer is not None and answer.status_code == 302:
            with self.ledger.lock:
                self.ledger.letters[person["email"]] = asked

    def bring_harm(self) -> None:
        """What the scanner must find: nobody ever opens it."""
        if self.chance.random() > 0.3 or not (case := self.case()):
            return
        from consistori.connectors.scanner.fake import EICAR

        data = EICAR + f" {self.chance.random()}".encode()
        answer = self._post_file("bring what harms", f"cases/{case.id}/documents", "factura.txt", data)
        if answer.is_success:
            key = answer.json()["document"]
            with self.ledger.lock:
                self.ledger.harmful.add(key)
                case.documents.add(key)
            if self.read("open what harms", f"documents/{key}/content").is_success:
                self.ledger.faults.append(f"document {key}: what harms was opened")
