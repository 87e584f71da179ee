"""`python -m tests.torture --minutes 60`: a town at work under torture, and what is left of it afterwards."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.torture.acts import ActingClerk
from tests.torture.harms import Harms
from tests.torture.house import House
from tests.torture.ledger import KnownCase, KnownDocument, Ledger

CLERKS = 3
CALM_SECONDS = 300


def main() -> int:
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", default="", help="a folder that is kept; otherwise one that is thrown away")
    options = parser.parse_args()
    home = Path(options.home or tempfile.mkdtemp(prefix="torture-"))
    tell(f"{options.minutes:g} minutes, seed {options.seed}, in {home}")
    house, ledger = House(home, tell), Ledger()
    try:
        house.start()
        known = house.inside("prepare")
        tell(f"the house is at {house.url}" + ("" if house.limited else "; not root: its disk is not filled"))
        harms = Harms(house, options.seed)
        clerks = [ActingClerk(house, ledger, known, options.seed + n) for n in range(1, CLERKS + 1)]
        for one in (harms, *clerks):
            one.start()
        _work(options.minutes, ledger)
        harms.put_right()
        for clerk in clerks:
            clerk.over.set()
        for clerk in clerks:
            clerk.join(300)
        tell("no more harm; waiting until all is calm")
        _calm_down(house)
        faults = _afterwards(house, ledger, known)
        _report(ledger, harms, faults)
        ended_well = not (faults or ledger.faults or harms.trouble)
    finally:
        house.stop()
    if ended_well and not options.home:
        shutil.rmtree(home, ignore_errors=True)
    return 0 if ended_well else 1


def tell(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def _work(minutes: float, ledger: Ledger) -> None:
    ends = time.monotonic() + minutes * 60
    while time.monotonic() < ends:
        time.sleep(min(60, max(0.1, ends - time.monotonic())))
        tell(f"{sum(ledger.acts.values())} acts acknowledged, {sum(ledger.again.values())} asked again")


def _calm_down(house: House) -> None:
    """Until it answers and no job waits, as long as they grow fewer; those of the dead are taken up after a minute."""
    house.wait_until(house.answers, 120)
    ends, calm, fewest = time.monotonic() + CALM_SECONDS, 0, 10**9
    while time.monotonic() < ends and calm < 2:
        time.sleep(5)
        left = house.inside("waiting")
        still = left["todo"] + left["doing"]
        if still < fewest:
            ends, fewest = time.monotonic() + CALM_SECONDS, still
        calm = 0 if still else calm + 1
        tell(f"  {left['todo']} jobs to do, {left['doing']} being done")


def _afterwards(house: House, ledger: Ledger, known: dict[str, Any]) -> list[str]:
    """What was acknowledged and is not there, and what the rows of the house say against themselves."""
    headers = {
        "Authorization": f"Bearer {known['secret']}",
        "X-Entity": known["entity"],
        "Accept-Language": "en",
    }
    faults: list[str] = []
    with httpx.Client(base_url=f"{house.url}/api/v1/", headers=headers, timeout=60) as client:
        for case in ledger.cases.values():
            binned = {
                one.id for one in ledger.documents.values() if one.is_discarded or one.id in ledger.unsure
            }
            faults += [f"case {case.number}: {fault}" for fault in _case(client, case, binned)]
        for document in ledger.documents.values():
            if document.id not in ledger.unsure:
                faults += [f"document {document.id}: {fault}" for fault in _document(client, document)]
        for key, state in ledger.requests.items():
            if state == "signed" and client.get(f"signature-requests/{key}").json().get("state") != "signed":
                faults.append(f"request {key} was signed, and is not")
    looked = house.inside("look")
    tell("  " + ", ".join(f"{figure} {name}" for name, figure in looked["figures"].items()))
    return faults + list(looked["faults"])


def _case(client: httpx.Client, case: KnownCase, binned: set[str]) -> list[str]:
    answer = client.get(f"cases/{case.id}")
    if answer.status_code != 200:
        return [] if case.reserved else [f"it answers {answer.status_code}"]
    told = answer.json()
    found = []
    if case.id and told["number"] != case.number:
        found.append(f"its number is {told['number']}")
    if told["title"] != case.title:
        found.append(f"its title is {told['title']}, and {case.title} was acknowledged")
    if told["situation"] != case.situation:
        found.append(f"it is {told['situation']}, and {case.situation} was acknowledged")
    notes = {row["text"] for row in _all(client, f"cases/{case.id}/comments")}
    if not case.notes <= notes:
        found.append(f"{len(case.notes - notes)} notes are lost")
    documents = {row["document"] for row in _all(client, f"cases/{case.id}/documents")}
    lost = {key for key in case.documents if key not in documents and key not in binned}
    if lost:
        found.append(f"{len(lost)} documents are lost: {sorted(lost)[:3]}")
    if len(documents) > len(set(documents)):
        found.append("a document is there twice")
    return found


def _all(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = client.get(path, params={"limit": 100, **({"cursor": cursor} if cursor else {})})
        if answer.status_code != 200:
            return rows
        rows += answer.json()["items"]
        cursor = answer.json()["next"]
        if not cursor:
            return rows


def _document(client: httpx.Client, document: KnownDocument) -> list[str]:
    import hashlib

    answer = client.get(f"documents/{document.id}")
    if answer.status_code != 200:
        return [f"it answers {answer.status_code}"]
    found = []
    if answer.json()["title"] != document.title:
        found.append(f"its title is {answer.json()['title']}, and {document.title} was acknowledged")
    content = client.get(f"documents/{document.id}/content")
    if content.status_code != 200:
        found.append(f"its bytes answer {content.status_code}")
    elif document.sha256 and hashlib.sha256(content.content).hexdigest() != document.sha256:
        found.append("its bytes are others than those that were acknowledged")
    return found


def _report(ledger: Ledger, harms: Harms, faults: list[str]) -> None:
    tell("harm done: " + ", ".join(f"{times} × {what}" for what, times in harms.done.most_common()))
    tell("acts acknowledged: " + ", ".join(f"{times} {act}" for act, times in ledger.acts.most_common()))
    tell("asked again: " + ", ".join(f"{times} × {why}" for why, times in ledger.again.most_common()))
    for refusal, times in ledger.refused.most_common(15):
        tell(f"  refused {times} × {refusal}")
    for fault in [*ledger.faults, *faults, *([harms.trouble] if harms.trouble else [])][:200]:
        tell(f"  FAULT {fault}")
    total = sum(ledger.acts.values())
    if faults or ledger.faults:
        tell(f"{len(faults) + len(ledger.faults)} faults in {total} acts acknowledged")
    else:
        tell(f"nothing that was acknowledged is lost, in {total} acts and {sum(harms.done.values())} harms")


if __name__ == "__main__":
    sys.exit(main())
