"""Bringing the register: looked at line by line, in force when it is said, the one before can come back."""

from datetime import timedelta

import pytest

from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.padro.models import RegisteredResident, RegisterLoad
from consistori.padro.ports import RegisterAway, residence_of
from consistori.padro.services import bring_register, put_in_force, throw_away_load
from consistori.padro.tests.conftest import SHEET
from consistori.tenancy.scope import working_for

State = RegisterLoad.State


def bring(by, text=SHEET, **said):
    return bring_register(by=by, data=text.encode(), file_name="padró.csv", **{"as_of": today()} | said)


def test_what_is_read_does_not_count_until_it_is_said(at_work, secretary):
    load = bring(secretary)

    assert (load.state, load.counts["good"], load.faults) == (State.READ, 6, [])
    with pytest.raises(RegisterAway):
        residence_of(at_work, "12345678Z")

    put_in_force(load, by=secretary)

    found = residence_of(at_work, "12345678Z")
    assert (found.person.full_name, found.first_line) == ("Laia Riubrugent Pou", "Carrer Major, 12, 2n 1a")
    assert [one.name for one in found.household] == ["Jan", "Pau", "Ona"]
    assert residence_of(at_work, "99999999R") is None


def test_wrong_lines_stay_out_only_if_it_is_said(at_work, secretary):
    load = bring(secretary, SHEET.replace("12345678Z;Laia", "12345678A;Laia"))
    assert [(one["line"], one["column"]) for one in load.faults] == [(2, "identifier")]

    with pytest.raises(BadInput) as refused:
        put_in_force(load, by=secretary)
    assert refused.value.field == "without_wrong"
    put_in_force(load, by=secretary, without_wrong=True)

    assert residence_of(at_work, "12345678Z") is None
    assert residence_of(at_work, "00000001R") is not None


def test_a_later_version_replaces_it_and_the_one_before_comes_back(at_work, secretary, register):
    later = bring(
        secretary, SHEET.replace("Carrer Major;12", "Carrer Nou;4").replace("2;00000002W", "2;00000003A")
    )
    assert (later.counts["new"], later.counts["gone"]) == (1, 1)

    put_in_force(later, by=secretary)
    assert residence_of(at_work, "12345678Z").street == "Carrer Nou"
    put_in_force(RegisterLoad.objects.get(pk=register.pk), by=secretary)

    assert residence_of(at_work, "12345678Z").street == "Carrer Major"
    assert RegisterLoad.objects.get(pk=later.pk).state == State.REPLACED
    with pytest.raises(AlreadyDone):
        put_in_force(register, by=secretary)


def test_people_of_versions_long_replaced_are_erased(at_work, secretary, register):
    for _time in range(2):
        put_in_force(bring(secretary), by=secretary)

    assert RegisterLoad.objects.get(pk=register.pk).state == State.EMPTIED
    assert not RegisteredResident.objects.filter(load=register).exists()
    assert RegisteredResident.objects.values("load").distinct().count() == 2


@pytest.mark.parametrize(
    ("data", "said", "code"),
    [
        (b"", {}, "empty"),
        (b"nom;via\nLaia;Major\n", {}, "missing-columns"),
        (SHEET.splitlines()[0].encode(), {}, "no_rows"),
        (SHEET.encode(), {"as_of": today() + timedelta(days=1)}, "bad-input"),
    ],
)
def test_what_is_no_register_is_refused_with_its_reason(at_work, secretary, data, said, code):
    with pytest.raises(BadInput) as refused:
        bring_register(by=secretary, data=data, file_name="x.csv", **{"as_of": today()} | said)

    assert refused.value.code == code


def test_only_who_keeps_it_brings_it(at_work, registrar, clerk, secretary, register):
    for by in (registrar, clerk):
        with pytest.raises(NotPermitted):
            bring(by)
    throw_away_load(bring(secretary), by=secretary)
    with pytest.raises(AlreadyDone):
        throw_away_load(register, by=secretary)


def test_the_outsider_has_another_register(town, other_town, secretary, outsider):
    with working_for(town):
        put_in_force(bring(secretary), by=secretary)
        with pytest.raises(NotPermitted):
            bring(outsider)

    with working_for(other_town):
        assert not RegisteredResident.objects.exists() and not RegisterLoad.objects.exists()
        with pytest.raises(RegisterAway):
            residence_of(other_town, "12345678Z")


def test_the_page_says_what_is_wrong_and_in_which_line(town, secretary, sign_in):
    browser, base = sign_in(secretary), f"/e/{town.slug}/desk/padro/register/"
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = SHEET.replace("14/03/1984", "14/13/1984").encode()
    sent = browser.post(
        base, {"file": SimpleUploadedFile("padró.csv", wrong), "as_of": today().isoformat()}, follow=True
    )

    page = sent.content.decode()
    assert "27/11/2026" in page and '<td class="margin">2</td>' in page
    assert browser.post(sent.redirect_chain[-1][0], {}).status_code == 422
    done = browser.post(sent.redirect_chain[-1][0], {"without_wrong": "yes"})
    assert done.status_code == 302 and done["Location"] == base
    with working_for(town):
        assert RegisterLoad.objects.get().state == State.IN_FORCE
