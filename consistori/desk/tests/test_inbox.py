"""The pages of the inbox: read, decide, next; without script and with what is wrong at its field."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from consistori.cases.entries import send_entry
from consistori.cases.models import EntryTaken
from consistori.directory.models import Person
from consistori.documents.received import ReceivedFile
from consistori.documents.services import receive_document
from consistori.formats.sicres import read_exchange
from consistori.registry.models import EntryState
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

INBOX = "/e/vall-llobera/desk/inbox/"


@pytest.fixture
def enter(town: Any, secretary: Any) -> Any:
    """`enter("Gual")` registers it, with a paper."""

    def make(subject: str, **said: Any) -> Any:
        with working_for(town):
            received = ReceivedFile.from_bytes("escrit.txt", subject.encode())
            paper = receive_document(by=secretary, received=received, title="Escrit", origin="citizen")
            people = [EntryPersonSaid(name="Colla de Diables")]
            return register_entry(by=secretary, subject=subject, people=people, documents=[paper], **said)

    return make


def state_of(town: Any, entry: Any) -> EntryState:
    with working_for(town):
        return EntryState.objects.get(entry=entry)


def test_she_reads_decides_and_goes_to_the_next(enter, town, secretary, clerk, sign_in) -> None:
    first, second = enter("Fanal apagat"), enter("Factura d’enllumenat")
    browser = sign_in(secretary)

    text = browser.get(INBOX).content.decode()
    assert "Fanal apagat" in text and "Factura d’enllumenat" in text and "Colla de Diables" in text
    assert 'style="' not in text

    gone = browser.post(
        f"{INBOX}{second.reference}/give/",
        {"action": "decide", "to": [str(clerk.person_id)], "note": "Mira-ho"},
    )

    assert gone["Location"].endswith(f"/inbox/{first.reference}/")
    assert state_of(town, second).held_by_id == clerk.person_id
    assert "Mira-ho" in sign_in(clerk).get(f"{INBOX}{second.reference}/").content.decode()


def test_what_is_wrong_comes_back_with_all_that_was_written(enter, town, secretary, sign_in) -> None:
    entry = enter("Queixa pel soroll")

    page = sign_in(secretary).post(
        f"{INBOX}{entry.reference}/give/", {"action": "add", "case": "X9999", "note": "Una nota llarga"}
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert "X9999" in text and "Una nota llarga" in text and 'role="alert"' in text
    assert state_of(town, entry).handled == "waiting"


def test_without_ticking_anybody_she_opens_the_case_herself(
    enter, town, secretary, sign_in, open_a_case
) -> None:
    with working_for(town):
        series = open_a_case(secretary, "Una altra").series
    entry = enter("Terrassa a la plaça")

    page = sign_in(secretary).post(
        f"{INBOX}{entry.reference}/give/",
        {"action": "open", "series": str(series.pk), "title": "Terrassa a la plaça"},
    )

    assert page.status_code == 302
    assert state_of(town, entry).handled == "taken"
    text = sign_in(secretary).get(f"/e/vall-llobera/desk/registry/{entry.reference}/").content.decode()
    assert "Terrassa a la plaça" in text and "inbox/" in text


def test_given_back_with_its_reason(enter, town, secretary, clerk, sign_in) -> None:
    entry = enter("Padró")
    with working_for(town):
        send_entry(entry, by=secretary, to=[Person.objects.get(pk=clerk.person_id)], action="decide")
    browser = sign_in(clerk)

    assert browser.post(f"{INBOX}{entry.reference}/return/", {"note": ""}).status_code == 422
    assert browser.post(f"{INBOX}{entry.reference}/return/", {"note": "No és meu"}).status_code == 302
    assert "No és meu" in sign_in(secretary).get(f"{INBOX}?tab=returned").content.decode()


def test_one_of_two_matters_goes_into_both_and_the_wrong_one_is_undone(
    enter, town, secretary, sign_in, open_a_case
) -> None:
    with working_for(town):
        right, wrong = open_a_case(secretary, "Terrassa"), open_a_case(secretary, "Gual")
    entry = enter("Terrassa i gual")
    browser = sign_in(secretary)

    done = browser.post(
        f"{INBOX}{entry.reference}/give/", {"action": "add", "case": f"{right.number}, {wrong.number}"}
    )
    page = browser.get(f"{INBOX}{entry.reference}/").content.decode()
    undo = re.findall(r'action="([^"]*/undo/[^"]*)"', page)
    with working_for(town):
        mistaken = EntryTaken.objects.get(case=wrong)

    assert done.status_code == 302 and len(undo) == 2
    assert browser.post(next(one for one in undo if str(mistaken.pk) in one)).status_code == 302
    browser.get(f"{INBOX}{entry.reference}/")  # what was done is said once, at the top
    page = browser.get(f"{INBOX}{entry.reference}/").content.decode()
    assert right.number in page and wrong.number not in page
    assert browser.post(f"{INBOX}{entry.reference}/undo/{mistaken.pk}/").status_code == 404


def test_it_goes_on_to_another_administration_with_its_package(enter, town, secretary, sign_in) -> None:
    entry = enter("Cens de població")
    browser = sign_in(secretary)
    said = {"action": "forward", "destination": "Institut Nacional d’Estadística"}
    browser.post(f"{INBOX}{entry.reference}/give/", said)
    assert browser.get(f"{INBOX}{entry.reference}/sicres-4.zip").status_code in (409, 422)

    browser.post(f"{INBOX}{entry.reference}/give/", said | {"destination_code": "EA0021863"})
    package = browser.get(f"{INBOX}{entry.reference}/sicres-4.zip")
    message = browser.get(f"{INBOX}{entry.reference}/sicres-3.xml").content

    with zipfile.ZipFile(io.BytesIO(b"".join(package))) as found:
        names = found.namelist()
        said_4 = read_exchange(found.read(next(name for name in names if "/" not in name)))
    assert said_4.destination.unit_code == "EA0021863" and len(said_4.annexes) == 1
    assert said_4.destination.unit_code == read_exchange(message).destination.unit_code
    assert browser.get(f"{INBOX}{enter('Una altra').reference}/sicres-4.zip").status_code == 404


def test_who_has_what_is_by_name_and_for_whoever_gives_out(enter, town, secretary, clerk, sign_in) -> None:
    with working_for(town):
        send_entry(enter("Gual"), by=secretary, to=[Person.objects.get(pk=clerk.person_id)], action="decide")
    browser = sign_in(secretary)

    assert "Núria Camps" in browser.get(f"{INBOX}loads/").content.decode()
    assert "Gual" in browser.get(f"{INBOX}loads/{clerk.person_id}/").content.decode()
    assert browser.get(f"{INBOX}loads/{secretary.person_id}/").status_code == 404
    assert sign_in(clerk).get(f"{INBOX}loads/").status_code == 403


def test_many_go_into_a_case_or_end_with_their_reason(enter, town, secretary, sign_in, open_a_case) -> None:
    with working_for(town):
        case = open_a_case(secretary, "Terrassa")
    chosen = [enter("Una").reference, enter("Dues").reference]
    browser = sign_in(secretary)

    def many(**said: str) -> Any:
        return browser.post(f"{INBOX}many/", {"entry": chosen, "go": "1"} | said)

    for wrong in (
        {"action": "add"},
        {"action": "add", "case": "X9"},
        {"action": "nothing"},
        {"action": "decide"},
    ):
        assert many(**wrong).status_code == 422, wrong
    assert many(action="add", case=case.number).status_code == 200
    with working_for(town):
        assert EntryTaken.objects.filter(case=case).count() == 2


def test_many_go_to_one_person_and_each_says_how_it_went(enter, town, secretary, clerk, sign_in) -> None:
    one, two = enter("Una"), enter("Dues")
    browser = sign_in(secretary)
    chosen = [one.reference, two.reference, "E1999000001"]

    asked = browser.post(f"{INBOX}many/", {"entry": chosen})
    done = browser.post(
        f"{INBOX}many/", {"entry": chosen, "to": str(clerk.person_id), "action": "decide", "go": "1"}
    )

    assert asked.status_code == 200 and one.reference in asked.content.decode()
    text = done.content.decode()
    assert 'value="E1999000001"' in text and f'value="{one.reference}"' not in text
    assert state_of(town, two).held_by_id == clerk.person_id


def test_today_says_what_waits_for_me_and_what_nobody_has(enter, town, secretary, clerk, sign_in) -> None:
    entry = enter("Fanal apagat")
    enter("Una altra")

    assert "2 entrades per repartir" in sign_in(secretary).get("/e/vall-llobera/desk/").content.decode()
    with working_for(town):
        send_entry(entry, by=secretary, to=[Person.objects.get(pk=clerk.person_id)], action="decide")
    text = sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()
    assert "Fanal apagat" in text and "per repartir" not in text


def test_where_there_is_no_registry_there_is_no_inbox(other_town, outsider, sign_in) -> None:
    assert sign_in(outsider).get("/e/els-molinars/desk/inbox/").status_code == 404


def test_the_page_takes_few_statements(enter, secretary, sign_in, statements) -> None:
    for n in range(5):
        enter(f"Entrada {n}")
    browser = sign_in(secretary)
    browser.get(INBOX)

    with statements() as asked:
        page = browser.get(INBOX)

    assert page.status_code == 200
    assert asked.count <= 40, "\n".join(asked.sql)


def test_the_tab_counts_only_this_town_though_today_reads_them_all(
    enter, town, secretary, hire, make_trust, sign_in
) -> None:
    trust = make_trust(town)
    there = hire(trust, "secretary", "Mercè", "Soldevila")
    enter("Gual")
    with working_for(trust):
        register_entry(by=there, subject="Matrícula", people=[EntryPersonSaid(name="Pau")])

    page = sign_in(secretary).get("/e/vall-llobera/desk/").content.decode()

    tab = re.search(r'<a[^>]*desk/inbox/"[^>]*>.*?</a>', page, re.S)
    assert tab is not None
    assert re.findall(r"\d+", re.sub(r"<[^>]+>", " ", tab[0]))[:1] == ["1"]


@pytest.fixture
def make_trust(db: None) -> Any:
    """`make_trust(town)` gives a trust under it, with the same switches."""

    def make(town: Any) -> Any:
        return Entity.objects.create(
            slug="escola", name="Escola de Música", short_name="Escola de Música", code_prefix="ESC", kind="trust",
            parent=town, modality="complete", dir3="L01999998",
        )  # fmt: skip

    return make
