"""What changes the register is beside it until it is brought again; and what programs may ask."""

import pytest

from consistori.directory.services import create_token
from consistori.padro.selectors import changes_since, load_in_force
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.trail.models import Reading


@pytest.fixture
def change(registrar, laia, at_work):
    return register_entry(
        by=registrar, subject="Canvi de domicili", people=[EntryPersonSaid(party=laia)], procedure="PAD-02"
    )


def test_a_change_of_address_waits_beside_the_register(change, register, town, registrar, sign_in):
    assert changes_since(load_in_force()) == [change]

    browser = sign_in(registrar)
    desk = browser.get(f"/e/{town.slug}/desk/padro/").content.decode()
    entry = browser.get(f"/e/{town.slug}/desk/registry/{change.reference}/").content.decode()

    assert change.reference in desk
    assert f"/e/{town.slug}/desk/padro/?who=12345678Z" in entry


@pytest.fixture
def ask(client, town, administrator, at_work):
    def do(path, scopes=("residents:read",), roles=("registrar",)):
        _token, secret = create_token(by=administrator, name="Escola", scopes=list(scopes), roles=list(roles))
        return client.get(
            f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", "X-Entity": town.slug}
        )

    return do


def test_a_program_asks_where_somebody_lives_with_its_reason(ask, register):
    answer = ask("residence?identifier=12345678z&reason=Beca+2026")

    assert answer.status_code == 200
    said = answer.json()
    assert (said["street"], said["household_size"], said["children"]) == (
        "Carrer Major", 4, ["Pau Serrat Riubrugent"],
    )  # fmt: skip
    assert "Jan" not in answer.content.decode()
    assert "Beca 2026" in Reading.objects.get(kind="resident").label


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("residence?identifier=12345678Z", {}, 422),
        ("residence?identifier=99999999R&reason=Beca", {}, 404),
        ("residence?identifier=12345678Z&reason=Beca", {"scopes": ["parties:read"]}, 403),
        ("residence?identifier=12345678Z&reason=Beca", {"roles": ["processor"]}, 403),
        ("residence-papers", {}, 200),
    ],
)
def test_what_a_program_is_answered(ask, register, path, said, status):
    assert ask(path, **said).status_code == status
