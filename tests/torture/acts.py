"""Thirty acts of a town hall, each with what it leaves written in the ledger once it is acknowledged."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from tests.torture.clerks import Clerk
from tests.torture.ledger import KnownCase


class ActingClerk(Clerk):
    """Knows all the acts; those that begin things come oftener."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.acts = [
            self.open_case, self.open_case, self.open_with_party, self.bring, self.bring, self.bring, self.bring_pdf,
            self.bring_version, self.rename_case, self.change_state, self.describe, self.throw_away, self.take_out,
            self.enter_party, self.add_party, self.take_party_out, self.label, self.unlabel, self.note, self.relate,
            self.untie,
            self.hand_over, self.reserve, self.close, self.reopen, self.ask_signature, self.ask_signature, self.sign,
            self.sign, self.withdraw, self.download, self.list_cases, self.find_case, self.timeline, self.look_at_tray,
            self.search_texts, self.trail,
        ]  # fmt: skip

    # Cases

    def open_case(self) -> None:
        self._opened(self.send("open a case", "POST", "cases", json=self._said()))

    def open_with_party(self) -> None:
        said = self._said() | {"parties": [{"name": f"Empresa {self.words(2)}", "kind": "legal"}]}
        self._opened(self.send("open with a party", "POST", "cases", json=said))

    def _said(self) -> dict[str, Any]:
        return {"title": f"Cas {self.words(2)}", "series": self.known["series"]}

    def _opened(self, answer: Any) -> None:
        if not answer.is_success:
            return
        told = answer.json()
        known = KnownCase(told["id"], told["number"], told["title"])
        with self.ledger.lock:
            self.ledger.cases[known.id] = known
        self.mine.append(known)

    def rename_case(self) -> None:
        if case := self.case():
            title = f"Cas {self.words(3)}"
            if self._changed("rename a case", case, {"title": title}, lambda told: told["title"] == title):
                case.title = title

    def change_state(self) -> None:
        if case := self.case():
            self._changed("change the state of a case", case, {"state": "instruction"}, lambda told: True)

    def _changed(self, act: str, case: KnownCase, sent: dict[str, Any], holds: Any) -> bool:
        answer = self.change(act, f"cases/{case.id}", sent)
        if answer.status_code == 412:
            answer = self.read(f"look whether it did {act}", f"cases/{case.id}")
        return bool(answer.is_success and holds(answer.json()))

    def hand_over(self) -> None:
        if case := self.case():
            self.send(
                "hand over",
                "POST",
                f"cases/{case.id}/hand-over",
                json={"to": self.known["person"], "note": "Teu"},
            )

    def reserve(self) -> None:
        if (case := self.case()) and self.chance.random() < 0.2:
            case.reserved = True
            if not self.send(
                "reserve", "POST", f"cases/{case.id}/reserve", json={"reason": "Menors"}
            ).is_success:
                case.reserved = False

    def close(self) -> None:
        if (case := self.case()) and self.chance.random() < 0.4:
            answer = self.send(
                "close a case", "POST", f"cases/{case.id}/close", json={"ending": "withdrawal"}
            )
            if answer.is_success:
                case.situation = "closed"

    def reopen(self) -> None:
        closed = [one for one in self.mine if one.situation == "closed"]
        if closed and self.chance.random() < 0.5:
            case = self.chance.choice(closed)
            if self.send(
                "reopen a case", "POST", f"cases/{case.id}/reopen", json={"reason": "Error"}
            ).is_success:
                case.situation = "open"

    # Their papers

    def bring(self) -> None:
        if case := self.case():
            data, mark = self.paper()
            answer = self._post_file("bring a document", f"cases/{case.id}/documents", "informe.txt", data)
            if answer.is_success:
                self.keeps(case, answer.json(), data, mark)

    def bring_pdf(self) -> None:
        if case := self.case():
            data = self.known_pdf()
            answer = self._post_file("bring a PDF", f"cases/{case.id}/documents", "informe.pdf", data)
            if answer.is_success:
                self.keeps(case, answer.json(), data, "")

    def known_pdf(self) -> bytes:
        from consistori.formats.tests.makers import typst_pdf

        return bytes(typst_pdf()) + f"% {self.chance.random()}\n".encode()

    def _post_file(self, act: str, path: str, name: str, content: bytes, **more: Any) -> Any:
        return self.send(
            act, "POST", path, files={"file": (name, content, "application/octet-stream")}, **more
        )

    def bring_version(self) -> None:
        if document := self.document():
            data, mark = self.paper()
            found = self.read("read to bring a version", f"documents/{document.id}")
            match = {"If-Match": found.headers.get("ETag", "")}
            answer = self._post_file(
                "bring a version",
                f"documents/{document.id}/versions",
                "v.txt",
                data,
                headers=match,
                subject=document.id,
            )
            if answer.is_success:
                document.sha256, document.word = _sha256(data), mark

    def describe(self) -> None:
        if document := self.document():
            title = f"Informe {self.words(2)}"
            answer = self.change("describe a document", f"documents/{document.id}", {"title": title})
            if answer.status_code == 412:
                answer = self.read("look whether it was described", f"documents/{document.id}")
            if answer.is_success and answer.json()["title"] == title:
                document.title = title

    def throw_away(self) -> None:
        if (document := self.document()) and self.chance.random() < 0.5:
            answer = self.change("throw a document away", f"documents/{document.id}", {}, method="DELETE")
            document.is_discarded = answer.is_success or self._is_in_bin(document.id)

    def take_out(self) -> None:
        document = self.document(discarded=True)
        if (
            document
            and self.send("take out of the bin", "POST", f"documents/{document.id}/restore").is_success
        ):
            document.is_discarded = False

    def _is_in_bin(self, document_id: str) -> bool:
        answer = self.read("look whether it is in the bin", f"documents/{document_id}")
        return bool(answer.is_success and answer.json().get("discarded_at"))

    def download(self) -> None:
        if document := self.document():
            answer = self.read("download", f"documents/{document.id}/content")
            if answer.is_success and document.sha256 and _sha256(answer.content) != document.sha256:
                self.ledger.faults.append(f"downloaded other bytes of {document.id}")

    # People, marks, ties

    def enter_party(self) -> None:
        name = f"Firma {self.words(2)}"
        answer = self.send("enter a party", "POST", "parties", json={"name": name, "kind": "legal"})
        if answer.is_success:
            with self.ledger.lock:
                self.ledger.parties[answer.json()["id"]] = name

    def add_party(self) -> None:
        case, parties = self.case(), list(self.ledger.parties)
        if case and parties:
            party = self.chance.choice(parties)
            answer = self.send(
                "add a party", "POST", f"cases/{case.id}/parties", json={"id": party, "role": "interested"}
            )
            if answer.is_success:
                case.parties.add(answer.json()["id"])

    def take_party_out(self) -> None:
        case = self.case()
        if case and case.parties:
            row = self.chance.choice(sorted(case.parties))
            answer = self.send("take a party out", "DELETE", f"cases/{case.id}/parties/{row}")
            if answer.is_success or answer.status_code == 404:
                case.parties.discard(row)

    def label(self) -> None:
        if case := self.case():
            name = self.chance.choice(["urgent", "ple", "obres"])
            if self.send("put a label", "POST", f"cases/{case.id}/labels", json={"name": name}).is_success:
                case.labels.add(name)

    def unlabel(self) -> None:
        case = self.case()
        if case and case.labels:
            name = self.chance.choice(sorted(case.labels))
            answer = self.send("take a label off", "DELETE", f"cases/{case.id}/labels/{name}")
            if answer.is_success or answer.status_code == 404:
                case.labels.discard(name)

    def note(self) -> None:
        if case := self.case():
            text = f"Nota {self.chance.random()}"
            if self.send("write a note", "POST", f"cases/{case.id}/comments", json={"text": text}).is_success:
                case.notes.add(text)

    def relate(self) -> None:
        case, other = self.case(), self.case()
        if case and other and case is not other:
            answer = self.send(
                "relate two cases", "POST", f"cases/{case.id}/relations", json={"other": other.number}
            )
            if answer.is_success:
                case.relations.add(answer.json()["id"])

    def untie(self) -> None:
        case = self.case()
        if case and case.relations:
            tie = self.chance.choice(sorted(case.relations))
            answer = self.send("untie two cases", "DELETE", f"cases/{case.id}/relations/{tie}")
            if answer.is_success or answer.status_code == 404:
                case.relations.discard(tie)

    # Signatures

    def ask_signature(self) -> None:
        if document := self.document(pdf=True):
            sha256, document.sha256 = (
                document.sha256,
                "",
            )  # from here on its text is another: the one that is signed
            sent = {"document": document.id, "signers": [self.known["person"]]}
            answer = self.send("ask for a signature", "POST", "signature-requests", json=sent)
            if answer.is_success:
                with self.ledger.lock:
                    self.ledger.requests |= {row["id"]: "waiting" for row in answer.json()["items"]}
            elif answer.status_code != 409:
                document.sha256 = sha256

    def withdraw(self) -> None:
        waiting = [key for key, state in self.ledger.requests.items() if state == "waiting"]
        if waiting and self.chance.random() < 0.3:
            key = self.chance.choice(waiting)
            if self.send("withdraw a request", "POST", f"signature-requests/{key}/withdraw").is_success:
                self.ledger.requests[key] = "withdrawn"

    def sign(self) -> None:
        """On the page, as the mayor does, with one passphrase; what is signed is told by the API a moment later."""
        waiting = [key for key, state in self.ledger.requests.items() if state == "waiting"][:20]
        if not waiting:
            return
        sent = {"request": waiting, "passphrase": self.known["passphrase"], "key": self.known["key"]}
        self.ask_page("sign a batch", "signature/sign/", sent, who="mayor")
        if self.chance.random() < 0.15:
            self.kill_the_signer()
        for _ in range(20):
            time.sleep(0.5)
            states = [self._state_of(key) for key in waiting]
            if "waiting" not in states or self.over.is_set():
                return

    def kill_the_signer(self) -> None:
        """While it signs what she asked."""
        time.sleep(self.chance.uniform(0, 1.5))
        for pid in self.house.processes("signer"):
            self.house.kill(pid)
        self.ledger.again["the signer killed in the middle of a batch"] += 1

    def _state_of(self, key: str) -> str:
        answer = self.read("look at a request", f"signature-requests/{key}")
        state = str(answer.json().get("state", "")) if answer.is_success else ""
        if state == "signed":
            self.ledger.requests[key] = state
        return state

    # Looking

    def list_cases(self) -> None:
        self.read("list cases", "cases?limit=50")

    def find_case(self) -> None:
        if case := self.case():
            answer = self.read("find a case", f"cases?q={case.number}")
            if answer.is_success and case.number not in answer.text:
                self.ledger.faults.append(f"{case.number} was not found")

    def timeline(self) -> None:
        if case := self.case():
            self.read("look at what happened", f"cases/{case.id}/timeline")

    def trail(self) -> None:
        self.read("read the trail", "trail-events?limit=20")

    def look_at_tray(self) -> None:
        self.ask_page("look at the tray", "signature/", who="mayor")

    def search_texts(self) -> None:
        self.ask_page("search in the texts", f"search/?q={self.words(2)}")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
