"""A clerk enters with the account of the provincial council: a real OpenID provider, run on loopback."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from django.test import Client

from consistori.directory.models import Person, SignIn

from .provider import CLIENT, PASSWORD, SECRET

RETURN = "http://testserver/accounts/oidc/provider/login/callback/"
EMAIL = "ona.riu@example.cat"
DOOR = "/accounts/oidc/provider/login/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Canaille, on a free port of loopback."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    script = Path(__file__).with_name("provider.py")
    process = subprocess.Popen([sys.executable, str(script), str(port), RETURN, EMAIL])
    url = f"http://127.0.0.1:{port}"
    ends = time.monotonic() + 60
    while not _answers(url):
        assert process.poll() is None and time.monotonic() < ends, "the provider did not start"
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/.well-known/openid-configuration", timeout=2).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture
def with_provider(provider: str, settings: Any) -> Any:
    settings.PUBLIC_URL = "http://testserver"
    settings.OIDC_ISSUER = provider
    settings.OIDC_NAME = "Compte de la diputació"
    settings.OIDC_EMAILS_ARE_VERIFIED = True
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "provider", "name": "Compte de la diputació", "client_id": CLIENT,
                    "secret": SECRET, "settings": {"server_url": provider},
                }
            ],
        }
    }  # fmt: skip
    return settings


@pytest.fixture
def ona(town: Any, hire: Any) -> Person:
    person = Person.objects.get(pk=hire(town, "processor", "Ona", "Riu").person_id)
    person.email = EMAIL
    person.save()
    return person


def at_the_provider(address: str, login: str = "ona") -> str:
    """She writes her name and password at the provider, as a browser does; where it sends her back."""
    with httpx.Client(follow_redirects=False, timeout=20) as browser:
        sent: dict[str, str] | None = None
        for _ in range(15):
            answer = browser.post(address, data=sent) if sent else browser.get(address)
            sent = None
            if answer.is_redirect:
                address = urljoin(str(answer.url), answer.headers["Location"])
                if address.startswith(RETURN):
                    return address
                continue
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
            assert token, answer.text[:2000]
            sent = {"csrf_token": token.group(1), "answer": "accept"}
            sent |= {"password": PASSWORD} if 'name="password"' in answer.text else {"login": login}
            address = str(answer.url)
    raise AssertionError(f"the provider did not send her back: {address}")


def go(browser: Client, after: str) -> Any:
    """Press the button of the provider at the door, enter there, and come back."""
    answer = browser.post(f"{DOOR}?next={after}")
    assert answer.status_code == 302
    return browser.get(at_the_provider(answer["Location"]).removeprefix("http://testserver"))


def test_the_door_offers_the_provider_and_she_makes_her_second_key_here(with_provider, town, ona):
    browser = Client()
    page = browser.get(f"/e/{town.slug}/accounts/login/").content.decode()

    answer = go(browser, f"/e/{town.slug}/desk/")

    assert "Compte de la diputació" in page
    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(ona.pk)
    assert "2fa/choose" in browser.get(f"/e/{town.slug}/desk/")["Location"]
    assert SignIn.objects.get(person=ona).how == "provider"


def test_who_has_a_second_key_here_is_asked_for_it(with_provider, town, ona):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ona, generate_totp_secret())
    browser = Client()

    answer = go(browser, f"/e/{town.slug}/desk/")

    assert "2fa/authenticate" in answer["Location"]
    assert "_auth_user_id" not in browser.session


def test_a_second_factor_asked_by_the_provider_counts_when_the_settings_say_so(with_provider, town, ona):
    with_provider.OIDC_SECOND_FACTOR = {"pwd"}
    browser = Client()

    go(browser, f"/e/{town.slug}/desk/")

    shown = browser.session["account_authentication_methods"]
    assert {"provider"} <= {one.get("type") for one in shown}
    assert browser.get(f"/e/{town.slug}/desk/").status_code == 200


def test_the_second_time_she_is_known_by_the_account_even_if_her_address_changed(with_provider, town, ona):
    go(Client(), "/desk/")
    Person.objects.filter(pk=ona.pk).update(email="ona.nova@example.cat")
    browser = Client()

    go(browser, "/desk/")

    assert browser.session["_auth_user_id"] == str(ona.pk)
    assert Person.objects.count() == 1


def test_nobody_is_created_for_who_does_not_work_here(with_provider, town):
    browser = Client()

    answer = go(browser, "/desk/")

    assert answer.status_code == 403
    assert EMAIL in answer.content.decode()
    assert Person.objects.count() == 0


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(with_provider, town, ona):
    with_provider.OIDC_EMAILS_ARE_VERIFIED = False
    browser = Client()

    assert go(browser, "/desk/").status_code == 403
    assert "_auth_user_id" not in browser.session


def test_a_closed_account_is_closed_through_the_provider_too(with_provider, town, ona):
    Person.objects.update(is_active=False)
    browser = Client()

    assert go(browser, "/desk/").status_code == 403
    assert "_auth_user_id" not in browser.session


def test_an_answer_that_nobody_asked_for_is_refused(with_provider, town, ona):
    asked = Client().post(DOOR)
    address = at_the_provider(asked["Location"]).removeprefix("http://testserver")
    somebody_else = Client()

    answer = somebody_else.get(address)

    assert "_auth_user_id" not in somebody_else.session
    assert "El proveïdor no t’ha deixat passar" in answer.content.decode()


def test_a_provider_that_does_not_answer_says_so_and_the_password_still_opens(with_provider, settings, town):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {
        "server_url": "http://127.0.0.1:9"
    }

    answer = Client().post(DOOR)

    assert answer.status_code == 503
    assert "El proveïdor no t’ha deixat passar" in answer.content.decode()


def test_without_settings_the_door_has_no_such_button(town):
    assert "oidc" not in Client().get(f"/e/{town.slug}/accounts/login/").content.decode()
