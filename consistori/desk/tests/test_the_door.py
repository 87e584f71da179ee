"""The door of the house, drawn by the real pages of sign-in."""

import pytest
from django.core import mail


@pytest.mark.parametrize(
    ("language", "words"),
    [("ca", ("Correu de la feina", "Contrasenya", "Continua")), ("es", ("Correo del trabajo",))],
)
def test_the_door_speaks_the_language_of_who_comes(db, client, language, words):
    client.cookies["language"] = language

    text = client.get("/accounts/login/").content.decode()

    assert all(word in text for word in words)
    assert 'autocomplete="current-password"' in text and "town-hall" in text


def test_the_door_of_a_town_has_its_colour_and_its_name(client, town):
    text = client.get("/e/vall-llobera/accounts/login/").content.decode()

    assert "town-alzina" in text and "Ajuntament de Vall-llobera" in text


def test_a_wrong_password_is_told_once_and_what_was_typed_stays(client, clerk):
    answer = client.post("/accounts/login/", {"login": "nuria.camps@example.cat", "password": "no"})

    text = answer.content.decode()
    assert text.count('role="alert"') == 1 and 'value="nuria.camps@example.cat"' in text


@pytest.mark.parametrize("path", ["password/reset/", "password/reset/done/", "logout/", "password/change/"])
def test_the_other_pages_of_the_door_are_drawn_by_us(path, clerk, sign_in):
    text = sign_in(clerk).get(f"/accounts/{path}").content.decode()

    assert "so-main" in text


def test_the_letter_with_the_link_is_ours(client, town, hire):
    hire(town, "processor", "Pau", "Roca")
    client.cookies["language"] = "ca"

    client.post("/accounts/password/reset/", {"email": "pau.roca@example.cat"})

    (letter,) = mail.outbox
    assert "Aquest enllaç dura tres dies" in letter.body and "/accounts/password/reset/key/" in letter.body
