"""Afterwards: each thing that was acknowledged is asked for, and the house is asked what its rows say."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx

from tests.torture.house import House, Tell
from tests.torture.ledger import KnownCase, KnownDocument, Ledger
from tests.torture.making import words_of


def afterwards(house: House, ledger: Ledger, known: dict[str, Any], tell: Tell) -> list[str]:
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
        faults += _texts(house, client, ledger, known)
        for key in ledger.harmful:
            if client.get(f"documents/{key}/content").status_code != 423:
                faults.append(f"document {key}: what harms is opened")
    for address, asked in ledger.letters.items():
        if house.mailbox.last.get(address, 0) < asked:
            faults.append(f"the letter to {address} never came")
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


def _texts(house: House, client: httpx.Client, ledger: Ledger, known: dict[str, Any]) -> list[str]:
    """The last words that were acknowledged are in the text; in its paper, once it was fixed."""
    found = []
    cookies = {"sessionid": house.inside("sessions")["secretary"]}
    for text in ledger.texts.values():
        if text.is_unsure or not text.mark:
            continue
        if text.is_frozen:
            answer = client.get(f"documents/{text.id}/content")
            is_there = answer.status_code == 200 and text.mark in words_of(answer.content)
        else:
            page = f"{house.url}/e/{known['entity']}/desk/documents/{text.id}/text/"
            answer = httpx.get(page, cookies=cookies, timeout=60)
            is_there = answer.status_code == 200 and text.mark in answer.text
        if not is_there:
            found.append(f"text {text.id}: its last words are lost ({answer.status_code})")
    return found
