import pytest
from django.core.management import CommandError, call_command

from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.operation.services import Base, change_entity, found_entity
from consistori.operation.web.forms import as_written
from consistori.tenancy.models import Entity


def named(town, operator, province, *hosts):
    values = {"hostnames": list(hosts)}
    return change_entity(town, by=operator, above=province, base=Base.of(town), values=values)


@pytest.mark.parametrize("host", ["seu.vall.cat", "xn--vall-0ra.cat", "seu-2.vall.cat", "ajuntament"])
def test_a_town_has_host_names_of_its_own(host, operator, province, town):
    assert named(town, operator, province, host, "www.vall.cat") == ["hostnames"]

    town.refresh_from_db()
    assert town.public_url == f"https://{host}"


@pytest.mark.parametrize(
    "host",
    [
        "https://seu.vall.cat", "seu.vall.cat/tramits", "seu.vall.cat:8000", "seu vall.cat", "Seu.vall.cat",
        "seu.vall.cat\n", "seu..vall.cat", "-seu.vall.cat", "seu.vall.cat.", "seu_vall.cat", "muntanyà.cat",
        "a" * 64 + ".cat", "a." * 130 + "cat", "*.vall.cat", "", 7,
    ],
)  # fmt: skip
def test_what_is_no_host_name_is_refused(host, operator, province, town):
    with pytest.raises(BadInput) as refused:
        named(town, operator, province, "www.vall.cat", host)

    assert refused.value.field == "hostnames"
    town.refresh_from_db()
    assert town.hostnames == []


def test_the_address_of_the_house_is_no_towns(operator, province, town, settings):
    settings.PUBLIC_URL = "https://Consistori.example:8443"

    with pytest.raises(BadInput) as refused:
        named(town, operator, province, "consistori.example")

    assert refused.value.field == "hostnames"


def test_two_entities_never_have_the_same_host_name(operator, province, town, other_town):
    other_town.hostnames = ["www.altra.cat", "seu.altra.cat"]
    other_town.save()

    with pytest.raises(BadInput) as changed:
        named(town, operator, province, "seu.altra.cat")
    with pytest.raises(BadInput) as founded:
        found_entity(Entity(short_name="Abrera", hostnames=["seu.altra.cat"]), by=operator, above=province)

    assert changed.value.field == founded.value.field == "hostnames"
    assert not Entity.objects.filter(short_name="Abrera").exists()
    assert named(town, operator, province, "altra.cat") == ["hostnames"], "a part of a name is another name"


def test_a_town_keeps_its_own_host_name_when_something_else_changes(operator, province, town):
    named(town, operator, province, "seu.vall.cat")
    town.refresh_from_db()

    with pytest.raises(AlreadyDone):
        named(town, operator, province, "seu.vall.cat")
    assert named(town, operator, province, "seu.vall.cat", "vall.cat") == ["hostnames"]


@pytest.mark.parametrize("host", ["https://seu.vall.cat", "localhost", "seu.altra.cat"])
def test_the_page_says_it_at_its_field_and_nothing_typed_is_lost(host, console, town, other_town, settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    other_town.hostnames = ["seu.altra.cat"]
    other_town.save()
    browser, at = console
    sent = as_written(town) | {
        "base": str(Base.of(town)),
        "phone": "972111111",
        "hostnames": f"www.vall.cat, {host}",
    }

    answer = browser.post(at(f"entities/{town.slug}/"), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="www.vall.cat, {host}"' in page and 'value="972111111"' in page
    assert list(answer.context["form"].errors) == ["hostnames"] and page.count("has-error") == 1
    again = sent | {"base": page.split('name="base" value="')[1].split('"')[0], "hostnames": "www.vall.cat"}
    assert browser.post(at(f"entities/{town.slug}/"), again).status_code == 302
    town.refresh_from_db()
    assert (town.phone, town.hostnames) == ("972111111", ["www.vall.cat"])


def test_the_command_line_is_told_too(db):
    with pytest.raises(CommandError, match="hostnames"):
        call_command("entity_create", "olot", "--host", "https://olot.cat")
