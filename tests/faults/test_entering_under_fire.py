"""Two hundred sign-ins a second, clocks an hour off, codes used twice: the door holds and says why."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp_auth
from django.core.cache import cache
from django.test import Client

from consistori.directory import hashing
from consistori.directory.account_selectors import door_of
from consistori.directory.models import Person, SignIn
from consistori.directory.web.accounts import forms

PASSWORD = "alzina cavall bateria grapa"
HOUR = 3600


@pytest.fixture
def nuria(clerk: Any) -> Person:
    cache.clear()
    person = Person.objects.get(pk=clerk.person_id)
    person.email = "nuria.camps@example.cat"
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def secret(nuria: Person) -> str:
    secret = totp_auth.generate_totp_secret()
    totp_auth.TOTP.activate(nuria, secret)
    return secret


def code_at(secret: str, moment: float) -> str:
    return totp_auth.format_hotp_value(totp_auth.hotp_value(secret, int(moment) // 30))


def after_password(person: Person) -> Client:
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"].endswith("/2fa/authenticate/")
    return browser


def write(browser: Client, code: str) -> str:
    """What the page says after that code; empty when it opened."""
    answer = browser.post("/accounts/2fa/authenticate/", {"code": code})
    return "" if answer.status_code == 302 else answer.content.decode()


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_code_opens_once_in_the_whole_machine(nuria, secret):
    code = code_at(secret, time.time())
    assert write(after_password(nuria), code) == ""
    cache.clear()  # another worker has seen nothing

    thief = after_password(nuria)

    assert "ja s’ha fet servir" in write(thief, code)
    assert not is_in(thief)


def test_five_wrong_codes_close_the_door_as_five_wrong_passwords_do(nuria, secret):
    browser = after_password(nuria)
    for n in range(5):
        write(browser, f"00000{n}")

    right = write(browser, code_at(secret, time.time()))

    assert not is_in(browser)
    assert "espera un quart d’hora" in right
    assert door_of(nuria).is_closed
    assert SignIn.objects.filter(person=nuria, outcome=SignIn.Outcome.CLOSED).count() == 1


@pytest.mark.parametrize(("off", "said"), [(HOUR, "60 minuts avançat"), (-HOUR, "60 minuts endarrerit")])
def test_a_clock_an_hour_off_is_said_after_two_codes_that_agree(nuria, secret, off, said):
    browser = after_password(nuria)
    moment = time.time() + off

    first = write(browser, code_at(secret, moment))
    second = write(browser, code_at(secret, moment + 30))

    assert "minuts" not in first
    assert said in second
    assert not is_in(browser)
    assert write(browser, code_at(secret, time.time())) == ""


def test_one_lucky_guess_does_not_learn_for_which_hour_it_was_good(nuria, secret):
    browser = after_password(nuria)

    write(browser, code_at(secret, time.time() + HOUR))

    assert "minuts" not in write(browser, code_at(secret, time.time() - HOUR // 2))


def test_with_the_clock_of_the_machine_an_hour_off_recovery_codes_still_open(nuria, secret, monkeypatch):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(nuria).get_unused_codes()[0]
    real = time.time
    monkeypatch.setattr(forms.time, "time", lambda: real() + HOUR)
    browser = after_password(nuria)

    assert "endarrerit" not in write(browser, code_at(secret, real()))
    assert write(browser, code) == ""


def test_second_keys_are_sealed_in_the_database(nuria, secret):
    kept = Authenticator.objects.get(user=nuria).data["secret"]

    assert secret not in kept
    assert totp_auth.decrypt(kept) == secret


def test_a_changed_secret_of_the_program_opens_to_nobody(nuria, secret, settings):
    settings.SECRET_KEY = "another one"
    kept = Authenticator.objects.get(user=nuria).data["secret"]

    assert totp_auth.decrypt(kept) not in (secret, "", totp_auth.decrypt(kept))


def test_however_many_knock_only_some_are_hashed_at_once(monkeypatch):
    monkeypatch.setattr(hashing, "WAIT_SECONDS", 0.2)
    inside, most = 0, 0
    lock, together = threading.Lock(), threading.Barrier(40)

    def hold() -> bool:
        nonlocal inside, most
        together.wait()
        try:
            with hashing.a_place():
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.05)
                with lock:
                    inside -= 1
                return True
        except hashing.TooManyAtOnce:
            return False

    with ThreadPoolExecutor(40) as pool:
        done = list(pool.map(lambda _: hold(), range(40)))

    assert most <= hashing.places()
    assert any(done)
    assert not all(done)


def test_who_finds_no_place_is_told_to_come_back_and_nothing_is_counted(nuria, monkeypatch):
    def full() -> Any:
        raise hashing.TooManyAtOnce

    monkeypatch.setattr(hashing, "a_place", full)

    answer = Client().post("/accounts/login/", {"login": nuria.email, "password": PASSWORD})

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Molta gent a la porta" in answer.content.decode()
    assert not door_of(nuria).is_closed
    assert not SignIn.objects.exists()


@pytest.mark.slow
def test_two_hundred_sign_ins_a_second_do_not_keep_others_from_their_pages(installation):
    """Real processes: while the door is stormed for five seconds, pages and the API answer, and nothing breaks."""
    installation.start_web()
    with httpx.Client(base_url=installation.url, timeout=30) as first:
        first.get("/accounts/login/")
        token = first.cookies["csrftoken"]
    ends = time.monotonic() + 5
    answers: list[int] = []

    def storm(n: int) -> None:
        with httpx.Client(base_url=installation.url, timeout=30, cookies={"csrftoken": token}) as browser:
            while time.monotonic() < ends:
                sent = {
                    "login": f"{n}.{len(answers)}@example.cat",
                    "password": "x",
                    "csrfmiddlewaretoken": token,
                }
                answers.append(browser.post("/accounts/login/", data=sent).status_code)

    threads = [threading.Thread(target=storm, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    pages = []
    while time.monotonic() < ends:
        pages.append(installation.api("GET", "cases?limit=5").status_code)
    for thread in threads:
        thread.join()

    assert set(pages) == {200}
    assert set(answers) <= {200, 429, 503}
    assert 200 in answers
