"""Clerks at work over HTTP. They insist as people do: the same request, with the same key, until it is answered."""

from __future__ import annotations

import hashlib
import random
import re
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from tests.torture.house import House
from tests.torture.ledger import KnownCase, KnownDocument, Ledger

PATIENCE = 240.0
"""Seconds after which a clerk gives something up: it is then not known whether it was done."""

TOKEN = "t" * 32
"""Of a form: the cookie and the header say the same."""

COMES_BACK = frozenset({429, 500, 502, 503, 504, 507})
WORDS = [
    "terrassa",
    "gual",
    "llicència",
    "obres",
    "subvenció",
    "recurs",
    "padró",
    "contracte",
    "conveni",
    "expropiació",
    "cementiri",
    "mercat",
]


class GaveUp(Exception):
    """Nobody answered in all that time."""


class Clerk(threading.Thread):
    """One who does acts by chance, each on the cases that she opened herself."""

    def __init__(self, house: House, ledger: Ledger, known: dict[str, Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.house, self.ledger, self.known = house, ledger, known
        self.chance = random.Random(seed)
        self.over, self.is_idle = threading.Event(), False
        self.mine: list[KnownCase] = []
        self.client = httpx.Client(timeout=40)
        self.acts: list[Callable[[], None]] = []

    def run(self) -> None:
        while not self.over.is_set():
            self.is_idle = self.house.is_resting
            if self.is_idle:
                self.over.wait(0.5)
                continue
            act = self.chance.choice(self.acts)
            try:
                act()
            except GaveUp as error:
                self.ledger.faults.append(f"{act.__name__}: {error}")
            except Exception as error:
                self.ledger.faults.append(f"{act.__name__}: {error!r}")
            self.over.wait(self.chance.uniform(0, 0.2) + self.house.pause)

    # How she asks

    def send(self, act: str, method: str, path: str, *, subject: str = "", **sent: Any) -> httpx.Response:
        """Ask again and again until there is an answer that says something. What she gives up is marked as unsure."""
        headers = {
            "Authorization": f"Bearer {self.known['secret']}",
            "X-Entity": self.known["entity"],
            "Accept-Language": "en",
        } | sent.pop("headers", {})
        if method == "POST":
            headers["Idempotency-Key"] = secrets.token_hex(12)
        ends, tries = time.monotonic() + PATIENCE, 0
        while time.monotonic() < ends:
            tries += 1
            try:
                answer = self.client.request(
                    method, f"{self.house.url}/api/v1/{path}", headers=headers, **sent
                )
            except httpx.HTTPError:
                self.ledger.again["nobody answered"] += 1
                time.sleep(0.4)
                continue
            if not self._comes_back(act, answer):
                self._count(act, answer)
                answer.extensions["tries"] = tries
                return answer
            time.sleep(0.4)
        self.ledger.unsure.add(subject or path)
        raise GaveUp(f"no answer to {method} {path} in {PATIENCE:.0f} s")

    def _comes_back(self, act: str, answer: httpx.Response) -> bool:
        if answer.status_code in COMES_BACK:
            self.ledger.again[str(answer.status_code)] += 1
            if answer.status_code == 500:
                self.ledger.faults.append(f"{act}: 500 {answer.text[:200]}")
            return True
        return answer.status_code == 409 and "idempotency-key-in-use" in answer.text

    def _count(self, act: str, answer: httpx.Response) -> None:
        with self.ledger.lock:
            if answer.status_code < 400:
                self.ledger.acts[act] += 1
            else:
                said = answer.text if "json" in answer.headers.get("content-type", "") else ""
                said = re.sub(r"[0-9a-f-]{36}", "…", re.sub(r"\s+", " ", said))
                self.ledger.refused[f"{act}: {answer.status_code} {said[:160]}"] += 1

    def read(self, act: str, path: str) -> httpx.Response:
        return self.send(act, "GET", path)

    def change(self, act: str, path: str, sent: dict[str, Any], *, method: str = "PATCH") -> httpx.Response:
        """With the mark of what was read. Asked twice, the second is told that it was changed: then it is looked at."""
        found = self.send(f"read to {act}", "GET", path)
        more: dict[str, Any] = {"json": sent} if sent else {}
        return self.send(act, method, path, headers={"If-Match": found.headers.get("ETag", "")}, **more)

    def ask_page(
        self, act: str, page: str, sent: dict[str, Any] | None = None, *, who: str = "secretary",
        insists: bool = False, window: str = "",
    ) -> httpx.Response | None:  # fmt: skip
        """What a page of the desk answers, or None if nobody does.

        A form has no key of its own: she sends it once, unless `insists` (done twice, it says the same).
        """
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            answer = self._asked(page, sent, who, window)
            if answer is not None and "/accounts/" in answer.headers.get("location", ""):
                self.house.enter_again(self.known)
                continue
            if answer is not None and answer.status_code not in COMES_BACK:
                self._count(act, answer)
                return answer
            if answer is not None and answer.status_code == 500:
                self.ledger.faults.append(f"{act}: 500")
            if sent is not None and not insists:
                return None
            time.sleep(0.4)
        raise GaveUp(f"no answer to {act} in {PATIENCE:.0f} s")

    def _asked(self, page: str, sent: dict[str, Any] | None, who: str, window: str) -> httpx.Response | None:
        headers = {"X-CSRFToken": TOKEN} | ({"X-Requested-With": window} if window else {})
        cookies = {"sessionid": self.known["sessions"][who], "csrftoken": TOKEN}
        address = f"{self.house.url}/e/{self.known['entity']}/desk/{page}"
        method = "GET" if sent is None else "POST"
        try:
            answer = httpx.request(method, address, data=sent, headers=headers, cookies=cookies, timeout=60)
        except httpx.HTTPError:
            self.ledger.again["nobody answered"] += 1
            return None
        if answer.status_code in COMES_BACK:
            self.ledger.again[str(answer.status_code)] += 1
        return answer

    # What she has

    def case(self) -> KnownCase | None:
        """One of hers that is open."""
        found = [one for one in self.mine if one.situation == "open" and not one.reserved]
        return self.chance.choice(found) if found else None

    def document(self, *, discarded: bool = False, pdf: bool = False) -> KnownDocument | None:
        mine = {one.id for one in self.mine if one.situation == "open" and not one.reserved}
        found = [
            one for one in self.ledger.documents.values()
            if one.case in mine and one.is_discarded == discarded and one.sha256
            and not one.paper and not (pdf and one.word)
        ]  # fmt: skip
        return self.chance.choice(found) if found else None

    def words(self, many: int = 12) -> str:
        return " ".join(self.chance.choices(WORDS, k=many))

    def paper(self) -> tuple[bytes, str]:
        """A text that nobody else has, and a word of it by which it is found."""
        mark = f"paper{secrets.token_hex(6)}"
        return f"{self.words(60)} {mark} {self.words(20)}".encode(), mark

    def keeps(self, case: KnownCase, told: dict[str, Any], data: bytes, mark: str) -> None:
        known = KnownDocument(
            told["document"], case.id, told["title"], hashlib.sha256(data).hexdigest(), word=mark
        )
        with self.ledger.lock:
            self.ledger.documents[known.id] = known
            case.documents.add(known.id)
