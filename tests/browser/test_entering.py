"""From the letter of the invitation to the desk: a password, a passkey, recovery codes; and in again with a touch."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PHONE, Demo, assert_accessible, shot, totp

PASSWORD = "alzina-merla-font-serra-31"


def virtual_key(page: Any) -> Any:
    """A passkey holder as a computer with a fingerprint reader has, made by the browser itself (CDP)."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    return cdp


def letter_to(demo: Demo, email: str, containing: str, seconds: float = 60) -> str:
    """The newest letter to that address with those words, once the worker has written it."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for path in sorted((demo.data / "mail").glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True):
            for raw in reversed(path.read_bytes().split(b"-" * 79)):
                letter = message_from_bytes(raw.strip(), policy=policy.default)
                if letter["To"] == email:
                    text = letter.get_content()
                    if containing in text:
                        return text
        time.sleep(0.3)
    raise AssertionError(f"no letter to {email} with «{containing}»")


def invite(at_desk: Any, demo: Demo, email: str) -> tuple[Any, str]:
    """The administrator invites; returns her page and the link of the letter."""
    page = at_desk(role="administrator", town="vall-llobera")
    page.goto(f"{demo.url}/e/vall-llobera/desk/people/invite/")
    page.fill("[name=given_name]", "Ona")
    page.fill("[name=family_name]", "Riu i Serra")
    page.fill("[name=email]", email)
    page.fill("[name=title_ca]", "Auxiliar administrativa")
    shot(page, "people-01-invite")
    assert_accessible(page)
    page.click("main form button.btn-main")
    expect(page.locator("h1")).to_have_text("Ona Riu i Serra")
    link = re.search(r"http\S+/accounts/invitation/\S+", letter_to(demo, email, "/accounts/invitation/"))
    assert link
    return page, link.group()


def test_an_invited_person_makes_a_passkey_and_enters_again_with_it(demo, at_desk, passer_by):
    email = f"ona.{int(time.time())}@vall-llobera.example"
    office, link = invite(at_desk, demo, email)
    page = passer_by()
    virtual_key(page)

    page.goto(link)
    shot(page, "people-02-invitation")
    assert_accessible(page)
    page.fill("[name=password]", "ona")
    page.click("button.btn-main")
    expect(page.locator("#id_password_error")).to_be_visible()
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-main")
    page.wait_for_url("**/2fa/choose/")
    shot(page, "people-03-second-key")
    assert_accessible(page)
    page.click("a[href*='webauthn/add']")
    shot(page, "people-04-passkey")
    assert_accessible(page)
    page.click("form[data-act=create] button")
    page.wait_for_url("**/recovery-codes/**")
    shot(page, "people-05-recovery-codes")
    expect(page.locator(".codes li")).to_have_count(10)
    page.click(".btn-main")
    page.wait_for_url("**/desk/**")
    shot(page, "people-06-desk")

    page.goto(f"{demo.url}/e/vall-llobera/desk/me/security/")
    shot(page, "people-07-security")
    assert_accessible(page)
    expect(page.locator("main")).to_contain_text("Chrome, Linux")

    page.goto(f"{demo.url}/e/vall-llobera/accounts/logout/")
    page.click("main form button.btn-main")
    page.goto(f"{demo.url}/e/vall-llobera/accounts/login/")
    page.click("form[data-ask] button")
    page.wait_for_url("**/desk/**")
    shot(page, "people-08-last-access")

    office.reload()
    shot(office, "people-09-account")
    assert_accessible(office)
    gone = passer_by()
    assert gone.goto(link).status == 410
    shot(gone, "people-10-link-over")


def test_with_the_passkey_as_second_key_the_password_is_followed_by_a_touch(demo, at_desk, passer_by):
    email = f"pau.{int(time.time())}@vall-llobera.example"
    _office, link = invite(at_desk, demo, email)
    page = passer_by(size=PHONE)
    virtual_key(page)
    page.goto(link)
    shot(page, "people-11-invitation-phone")
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-main")
    shot(page, "people-12-second-key-phone")
    page.click("a[href*='webauthn/add']")
    page.click("form[data-act=create] button")
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{demo.url}/accounts/logout/")
    page.click("main form button.btn-main")

    page.goto(f"{demo.url}/accounts/login/")
    shot(page, "people-13-sign-in-phone")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button.btn-main")
    page.wait_for_url("**/2fa/authenticate/")
    shot(page, "people-14-authenticate-phone")
    page.click("form[data-act=get] button")
    page.wait_for_url("**/desk/**")
    shot(page, "people-15-desk-phone")


def test_without_scripts_the_codes_of_the_phone_do_all(demo, at_desk, passer_by):
    email = f"mar.{int(time.time())}@vall-llobera.example"
    _office, link = invite(at_desk, demo, email)
    page = passer_by(javascript=False)
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-main")
    page.click("a[href*='totp/activate']")
    secret = page.locator(".secret").inner_text() if page.locator("details[open]").count() else ""
    if not secret:
        page.click("details summary")
        secret = page.locator(".secret").inner_text()
    page.fill("[name=code]", totp(secret.strip()))
    page.click("main form button.btn-main")
    page.wait_for_url("**/recovery-codes/**")
    code = page.locator(".codes li").first.inner_text()
    page.click(".btn-main")
    page.wait_for_url("**/desk/**")

    page.goto(f"{demo.url}/accounts/logout/")
    page.click("main form button.btn-main")
    page.goto(f"{demo.url}/accounts/login/")
    assert page.locator("form[data-ask]").is_hidden()
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.click("details summary")
    page.fill("#id_recovery", code)
    page.click("button[name=recovery]")
    page.wait_for_url("**/desk/**")
    assert page.goto(f"{demo.url}/e/vall-llobera/desk/me/security/").ok


@pytest.mark.parametrize("language", ["ca", "es"])
def test_the_pages_of_the_door_are_in_both_languages(demo, passer_by, language):
    page = passer_by(language=language)
    page.goto(f"{demo.url}/e/vall-llobera/accounts/login/")
    shot(page, f"people-16-sign-in-{language}")
    assert_accessible(page)
    expect(page.locator("h1")).to_have_text("Entra")
    expect(page.locator("form[data-ask] button")).to_contain_text(
        "Clau d’accés" if language == "ca" else "Clave de acceso"
    )


def test_a_passkey_is_added_named_and_removed_on_the_phone(demo, at_desk):
    login = demo.login(who="nuria")
    page = at_desk(who="nuria", size=PHONE)
    virtual_key(page)
    page.goto(f"{demo.url}/e/vall-llobera/desk/me/security/")
    assert_accessible(page)
    page.click("main a[href*='webauthn/add']")
    page.fill("[name=password]", login["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/webauthn/add/")
    page.fill("[name=name]", "Tauleta de la sala")
    page.click("form[data-act=create] button")
    page.wait_for_load_state("networkidle")

    page.goto(f"{demo.url}/e/vall-llobera/desk/me/security/")
    key = page.locator("li", has_text="Tauleta de la sala").last
    key.locator("a[href*='/edit/']").click()
    page.fill("[name=name]", "Tauleta del ple")
    page.click("main form button.btn-main")
    key = page.locator("li", has_text="Tauleta del ple").last
    shot(page, "people-17-keys-phone")
    key.locator("a[href*='/remove/']").click()
    page.click("main form button.btn-danger")

    page.wait_for_url("**/me/security/")
    expect(page.locator("main")).not_to_contain_text("Tauleta")


def test_the_administrator_lets_in_who_lost_the_phone(demo, at_desk, passer_by):
    login = demo.login(who="rosa")
    lost = passer_by(javascript=False)
    lost.goto(f"{demo.url}/e/vall-llobera/accounts/login/")
    lost.fill("[name=login]", login["email"])
    lost.fill("[name=password]", login["password"])
    lost.press("[name=password]", "Enter")
    lost.click("a[href*='2fa/help']")
    lost.click("main form button.btn-main")
    expect(lost.locator("h1")).to_have_text("Demanat")

    letter = letter_to(demo, demo.login(role="administrator", town="vall-llobera")["email"], "Rosa Bassols")
    office = at_desk(role="administrator", town="vall-llobera")
    office.goto(re.search(r"http\S+", letter).group())
    expect(office.locator("h1")).to_contain_text("Rosa Bassols")
    expect(office.locator("form[action$='/account/link/']")).to_be_visible()
    shot(office, "people-18-account-of-rosa")
