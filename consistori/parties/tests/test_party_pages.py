"""The pages of people and firms, as the clerk sees them and as the outsider does not."""

from typing import Any

import pytest

from consistori.parties.models import Party
from consistori.parties.services import add_party, mark_protected
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading, TrailEvent

BASE = "/e/vall-llobera/desk/parties/"


@pytest.fixture
def laia(town: Any, clerk: Any) -> Party:
    with working_for(town):
        return add_party(
            by=clerk, name="Laia", surname1="Riubrugent", surname2="Pou", identifier="12345678Z",
            email="laia@example.cat", address="Plaça de l’Església, 3",
        )  # fmt: skip


def test_the_list_finds_by_the_beginning_of_a_word(laia: Party, clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk).get(BASE, {"q": "riub"})

    assert page.status_code == 200
    assert "Pou, Laia" in page.content.decode()
    assert "Nobody" not in sign_in(clerk).get(BASE, {"q": "zzz"}).context["parties"]


def test_an_empty_town_teaches_what_people_are(town: Any, clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk).get(BASE)

    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


def test_a_person_is_entered_on_a_page_and_seen(town: Any, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)

    answer = browser.post(
        f"{BASE}new/",
        {"kind": "natural", "name": "Pere", "surname1": "Mas", "identifier": "X1234567L", "language": "es"},
        follow=True,
    )

    assert answer.status_code == 200
    assert "Pere Mas" in answer.content.decode()
    with working_for(town):
        assert Party.objects.get().language == "es"


def test_a_wrong_letter_is_said_beside_the_field(town: Any, clerk: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(
        f"{BASE}new/", {"kind": "natural", "name": "Pere", "identifier": "12345678A", "language": "ca"}
    )

    assert answer.status_code == 422
    assert "La lletra no correspon: hauria de ser Z." in answer.content.decode()
    assert 'value="Pere"' in answer.content.decode()


def test_the_twin_is_shown_with_a_way_to_it(laia: Party, clerk: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(
        f"{BASE}new/", {"kind": "natural", "name": "Una", "identifier": "12345678z", "language": "ca"}
    )

    assert answer.status_code == 422
    assert str(laia.pk) in answer.content.decode()


def test_a_similar_name_is_asked_once(laia: Party, town: Any, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    typed = {"kind": "natural", "name": "Laia", "surname1": "Riubrugent", "language": "ca"}

    asked = browser.post(f"{BASE}new/", typed)
    entered = browser.post(f"{BASE}new/", typed | {"is_another": "on"})

    assert asked.status_code == 422
    assert asked.context["form"].similar == [laia]
    assert entered.status_code == 302
    with working_for(town):
        assert Party.objects.count() == 2


def test_the_form_is_a_fragment_inside_another_page(town: Any, clerk: Any, sign_in: Any) -> None:
    fragment = sign_in(clerk).get(f"{BASE}new/", {"q": "12345"}, headers={"X-Requested-With": "sheet"})

    text = fragment.content.decode()
    assert "<html" not in text
    assert 'value="12345"' in text


def test_opening_a_party_is_written_down(laia: Party, town: Any, clerk: Any, sign_in: Any) -> None:
    page = sign_in(clerk).get(f"{BASE}{laia.pk}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "12345678Z" in text
    assert "Plaça de l’Església, 3" in text
    assert "Llei 39/2015, art. 14.1" in text
    with working_for(town):
        assert Reading.objects.get(record_id=laia.pk).person_name == "Núria Camps"


def test_where_a_protected_person_lives_is_not_on_the_page_of_the_clerk(
    laia: Party, town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    with working_for(town):
        mark_protected(laia, by=secretary)

    for_clerk = sign_in(clerk).get(f"{BASE}{laia.pk}/").content.decode()
    for_secretary = sign_in(secretary).get(f"{BASE}{laia.pk}/").content.decode()

    assert "Plaça de l’Església, 3" not in for_clerk
    assert "laia@example.cat" not in for_clerk
    assert "Plaça de l’Església, 3" in for_secretary
    assert sign_in(clerk).get(f"{BASE}{laia.pk}/add/address/").status_code == 403
    with working_for(town):
        assert TrailEvent.objects.filter(kind="trail.ReservedRead", subject_id=laia.pk).count() >= 2


ADDED = [
    ("identifier", {"identifier": "X1234567L", "is_main": "on"}, "X1234567L"),
    ("address", {"lines": "Carrer Nou, 1", "postcode": "17001", "place": "Girona"}, "Carrer Nou, 1"),
    ("channel", {"kind": "phone", "value": "600 000 001"}, "600000001"),
    ("way", {"way": "electronic", "told_on": "2026-01-05"}, "Electr"),
]


@pytest.mark.parametrize(("what", "fields", "seen"), ADDED)
def test_what_is_added_is_seen(
    laia: Party, clerk: Any, sign_in: Any, what: str, fields: dict[str, str], seen: str
) -> None:
    browser = sign_in(clerk)

    assert browser.get(f"{BASE}{laia.pk}/add/{what}/").status_code == 200
    answer = browser.post(f"{BASE}{laia.pk}/add/{what}/", fields, follow=True)

    assert answer.status_code == 200
    assert seen in answer.content.decode()


def test_what_is_wrong_stays_in_the_form(laia: Party, clerk: Any, sign_in: Any) -> None:
    answer = sign_in(clerk).post(f"{BASE}{laia.pk}/add/channel/", {"kind": "email", "value": "laia@"})

    assert answer.status_code == 422
    assert sign_in(clerk).get(f"{BASE}{laia.pk}/add/nothing/").status_code == 404


def test_corrections_tread_on_nobody(laia: Party, town: Any, clerk: Any, sign_in: Any) -> None:
    browser = sign_in(clerk)
    typed = {"kind": "natural", "name": "Laia", "surname1": "Riu", "language": "ca", "version": 1}

    first = browser.post(f"{BASE}{laia.pk}/correct/", typed)
    late = browser.post(f"{BASE}{laia.pk}/correct/", typed | {"surname1": "Rec"})

    assert (first.status_code, late.status_code) == (302, 422)
    with working_for(town):
        assert Party.objects.get().surname1 == "Riu"


def test_the_mark_is_put_by_the_secretary_and_refused_to_the_clerk(
    laia: Party, town: Any, clerk: Any, secretary: Any, sign_in: Any
) -> None:
    assert sign_in(clerk).post(f"{BASE}{laia.pk}/protect/", {"protected": "yes"}).status_code == 403
    assert sign_in(secretary).post(f"{BASE}{laia.pk}/protect/", {"protected": "yes"}).status_code == 302
    with working_for(town):
        assert Party.objects.get().is_protected


def test_suggestions_are_a_small_fragment(laia: Party, clerk: Any, sign_in: Any, statements: Any) -> None:
    browser = sign_in(clerk)

    fragment = browser.get(f"{BASE}suggest/", {"q": "lai"}).content.decode()

    assert str(laia.pk) in fragment
    assert "<html" not in fragment


PAGES = ["", "new/", "suggest/?q=laia", "{pk}/", "{pk}/correct/", "{pk}/add/address/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_outsider_sees_nothing_and_the_try_is_written(
    laia: Party, town: Any, outsider: Any, sign_in: Any, path: str
) -> None:
    answer = sign_in(outsider).get(BASE + path.format(pk=laia.pk))

    assert answer.status_code == 404
    assert "Riubrugent" not in answer.content.decode()
    with working_for(town):
        assert TrailEvent.objects.filter(kind="directory.OutsiderTurnedAway").exists()


def test_guessing_the_key_from_her_own_town_finds_nothing(
    laia: Party, other_town: Any, outsider: Any, sign_in: Any
) -> None:
    browser = sign_in(outsider)

    for path in (f"{laia.pk}/", f"{laia.pk}/correct/", f"{laia.pk}/add/address/"):
        assert browser.get(f"/e/els-molinars/desk/parties/{path}").status_code == 404
    assert browser.post(f"/e/els-molinars/desk/parties/{laia.pk}/protect/").status_code in (403, 404)


def test_a_signed_out_visitor_is_sent_to_the_door(laia: Party, client: Any) -> None:
    assert client.get(f"{BASE}{laia.pk}/").status_code == 302


def test_the_list_costs_few_statements(
    laia: Party, town: Any, clerk: Any, sign_in: Any, statements: Any
) -> None:
    browser = sign_in(clerk)
    with working_for(town):
        for number in range(20):
            add_party(by=clerk, name=f"Persona {number}", surname1="Provada")
    browser.get(BASE)

    with statements() as s:
        browser.get(BASE)

    assert s.count <= 8, s.sql
