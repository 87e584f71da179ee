import pytest

from consistori.directory.models import Person
from consistori.kernel import health
from consistori.operation import faults
from consistori.operation.models import Fault
from consistori.tenancy.models import Entity

PAGES = ["", "entities/", "entities/new/", "health/", "storage/", "jobs/", "errors/", "settings/", "rehearsals/",
         "entities/vall-llobera/", "entities/vall-llobera/modality/?modality=basic"]  # fmt: skip
NEW = {
    "short_name": "Olot", "kind": "town", "language": "ca", "languages": ["ca"], "colour": "mar", "modality": "basic",
    "given_name": "Anna", "family_name": "Riba", "admin_email": "anna@olot.example", "admin_language": "ca",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_operator_opens_each_page(page, console, town):
    browser, at = console

    answer = browser.get(at(page))

    assert answer.status_code == 200
    assert "aria-current" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_whoever_works_there_without_being_operator_is_told_so(page, town, province, hire, sign_in):
    browser = sign_in(hire(province, "administrator", "Jordi", "Maspons"))

    assert browser.get(f"/e/{province.slug}/desk/operation/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_outsider_sees_no_console(page, town, province, outsider, sign_in):
    assert sign_in(outsider).get(f"/e/{province.slug}/desk/operation/{page}").status_code == 404


def test_an_operator_in_a_town_has_no_console_there(town, hire, sign_in):
    browser = sign_in(hire(town, "operator", "Laia", "Ferrer"))

    assert browser.get(f"/e/{town.slug}/desk/operation/").status_code == 403


def test_a_town_is_opened_with_its_name_and_whom_to_invite(console, province):
    browser, at = console

    answer = browser.post(at("entities/new/"), NEW, follow=True)

    assert answer.status_code == 200
    assert Entity.objects.get(slug="olot").dir3 == "L01171143"
    assert Person.objects.filter(email="anna@olot.example").exists()


def test_without_javascript_a_button_fills_the_codes(console, province):
    browser, at = console

    page = browser.post(at("entities/new/"), NEW | {"fill": "1"}).content.decode()

    assert 'value="L01171143"' in page and 'value="anna@olot.example"' in page
    assert not Entity.objects.filter(slug="olot").exists()


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(console, province):
    browser, at = console

    answer = browser.post(at("entities/new/"), NEW | {"postcode": "08001"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has-error" in page and 'value="Olot"' in page and 'value="anna@olot.example"' in page


def test_the_places_of_a_name_begun(console, province):
    browser, at = console

    found = browser.get(at("places/") + "?q=la vall d'en bas").json()

    assert found["meant"]["ine_code"] == "17207"
    assert browser.get(at("places/") + "?q=xyz").json() == {"places": [], "meant": None}


def test_a_check_is_tried_for_real(console, province):
    browser, at = console
    health.add(
        "tried", label="Tried", check=lambda: health.good("quick"), test=lambda: health.bad("really", "why")
    )
    try:
        page = browser.post(at("health/tried/test/")).content.decode()
    finally:
        health._checks.pop("tried")

    assert "really" in page and "why" in page
    assert browser.post(at("health/unknown/test/")).status_code == 404


def test_secrets_are_never_shown(console, province, settings):
    browser, at = console

    page = browser.get(at("settings/")).content.decode()

    assert "SECRET_KEY" in page and settings.SECRET_KEY not in page


def test_an_error_is_shown_with_its_trace_and_marked_as_mended(console, province):
    browser, at = console
    name, number = "".join(["Mar", "ia"]), 6172839 * 2
    said = f"no «{name}» {number}"
    try:
        raise ValueError(said)
    except ValueError as error:
        faults.keep(faults.seen(error, logger="django.request", path="/e/x/desk/"))
    fault = Fault.objects.get()

    page = browser.get(at(f"errors/{fault.pk}/")).content.decode()
    assert "Traceback" in page and "Maria" not in page and "12345678" not in page

    browser.post(at(f"errors/{fault.pk}/mended/"))
    fault.refresh_from_db()
    assert fault.mended_by == "Laia Ferrer"
    assert str(fault.pk) in browser.get(at("errors/?show=mended")).content.decode()


def test_a_page_of_an_entity_of_another_province_is_not_there(console, other_town):
    browser, at = console

    assert browser.get(at(f"entities/{other_town.slug}/")).status_code == 404
