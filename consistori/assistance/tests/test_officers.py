"""The register of authorised officers (Llei 39/2015, art. 12.3 and 27.1; R-FUN-02)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from consistori.assistance.models import AuthorisedOfficer
from consistori.assistance.officers.selectors import Scope, officer_of, register
from consistori.assistance.officers.services import authorise, end
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.signature.models import CopyOfficer
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

BOTH = ["assist", "copies"]


@pytest.fixture
def marta(registrar: Any) -> Any:
    return Person.objects.get(pk=registrar.person_id)


def test_one_form_writes_both_scopes_and_the_register_shows_them(at_work, secretary, marta):
    authorise(by=secretary, person=marta, decree="Decret 2026/0138", scopes=BOTH)

    assert [(line.scope, line.name, line.decree) for line in register()] == [
        (Scope.ASSIST, "Marta Vilà", "Decret 2026/0138"),
        (Scope.COPIES, "Marta Vilà", "Decret 2026/0138"),
    ]


def test_it_is_in_the_trail(town, secretary, marta):
    with working_for(town):
        authorise(by=secretary, person=marta, decree="Decret 2026/0138", scopes=BOTH)

    with working_for(town):
        assert TrailEvent.objects.filter(kind="assistance.OfficerAuthorised").count() == 1
        assert TrailEvent.objects.filter(kind="signature.CopyOfficerAuthorised").count() == 1


def test_both_or_none(at_work, secretary, marta):
    authorise(by=secretary, person=marta, decree="Decret 2026/0138", scopes=["copies"])

    with pytest.raises(AlreadyDone):
        authorise(by=secretary, person=marta, decree="Decret 2026/0139", scopes=BOTH)

    assert not AuthorisedOfficer.objects.exists()


def test_it_holds_from_its_day_until_the_day_before_it_ends(at_work, secretary, registrar, marta):
    day = today()
    authorise(by=secretary, person=marta, decree="D", scopes=["assist"], starts_on=day)
    row = AuthorisedOfficer.objects.get()
    row.ends_on = day + timedelta(days=2)

    held = [row.holds_on(day + timedelta(days=n)) for n in (-1, 0, 1, 2)]

    assert held == [False, True, True, False]
    assert officer_of(registrar).pk == row.pk
    assert officer_of(registrar, at=day - timedelta(days=1)) is None
    assert officer_of(registrar, Scope.COPIES) is None


def test_what_ends_stays_in_the_register_and_can_be_given_again(at_work, secretary, registrar, marta):
    authorise(by=secretary, person=marta, decree="Decret 1", scopes=BOTH)
    end("assist", AuthorisedOfficer.objects.get().pk, by=secretary)
    end("copies", CopyOfficer.objects.get().pk, by=secretary)

    assert officer_of(registrar) is None
    assert officer_of(registrar, Scope.COPIES) is None
    with pytest.raises(AlreadyDone):
        end("assist", AuthorisedOfficer.objects.get().pk, by=secretary)
    authorise(by=secretary, person=marta, decree="Decret 2", scopes=["assist"])
    assert [line.is_over for line in register()] == [False, True, True]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"scopes": []}, "scopes"), ({"decree": " "}, "decree"), ({"scopes": ["x"]}, "scopes")],
)
def test_what_is_missing_is_said_at_its_field(at_work, secretary, marta, said, field):
    with pytest.raises(BadInput) as refusal:
        authorise(**{"by": secretary, "person": marta, "decree": "D", "scopes": ["assist"], **said})

    assert refusal.value.field == field


def test_only_somebody_of_the_house_is_authorised(at_work, secretary, outsider):
    joan = Person.objects.get(pk=outsider.person_id)

    with pytest.raises(BadInput):
        authorise(by=secretary, person=joan, decree="D", scopes=["assist"])


def test_nobody_who_is_elected_is_authorised_to_assist(at_work, secretary, mayor):
    rosa = Person.objects.get(pk=mayor.person_id)

    with pytest.raises(BadInput) as refusal:
        authorise(by=secretary, person=rosa, decree="D", scopes=BOTH)

    assert refusal.value.article == "Llei 39/2015, art. 12.3"
    assert not CopyOfficer.objects.exists()


def test_nobody_authorises_herself_but_whoever_keeps_the_register(at_work, registrar, marta):
    with pytest.raises(NotPermitted):
        authorise(by=registrar, person=marta, decree="D", scopes=["assist"])


def test_the_page_for_whoever_reads_and_for_whoever_keeps(town, secretary, registrar, marta, sign_in):
    page = "/e/vall-llobera/desk/counter/officers/"
    said = {
        "person": str(marta.pk),
        "scopes": BOTH,
        "decree": "Decret 2026/0138",
        "starts_on": today().isoformat(),
    }
    browser = sign_in(secretary)

    assert browser.post(page, said).status_code == 302
    assert browser.post(page, said).status_code == 422
    with working_for(town):
        key = AuthorisedOfficer.objects.get().pk
    assert f"{page}assist/{key}/end/" in browser.get(page).content.decode()
    reader = sign_in(registrar)
    assert "Decret 2026/0138" in reader.get(page).content.decode()
    assert "/end/" not in reader.get(page).content.decode()
    assert reader.post(f"{page}assist/{key}/end/").status_code == 403
