"""A new password by mail: the link serves once, the other sessions end, and the second key is still asked."""

import re

import pytest
from django.core import mail
from django.test import Client

from consistori.directory.account_selectors import door_of
from consistori.directory.models import Person, SignIn
from consistori.directory.services import invite_person, send_link_again
from consistori.tenancy.scope import working_for

PASSWORD, NEW = "alzina cavall bateria grapa", "roure merla font campanar"


@pytest.fixture
def nuria(clerk):
    person = Person.objects.get(pk=clerk.person_id)
    person.email = "nuria.camps@example.cat"
    person.set_password(PASSWORD)
    person.save()
    return person


def ask(email):
    answer = Client().post("/accounts/password/reset/", {"email": email})
    assert answer.status_code == 302
    return answer


def follow(link):
    browser = Client()
    page = browser.get(link.removeprefix("http://testserver"), follow=True)
    return browser, page.redirect_chain[-1][0] if page.redirect_chain else link


def test_the_link_of_the_letter_sets_a_new_password_once(nuria):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(nuria, generate_totp_secret())
    at_work = Client()
    at_work.force_login(nuria, backend="allauth.account.auth_backends.AuthenticationBackend")
    ask(nuria.email)
    link = re.search(r"http\S+", mail.outbox[0].body).group()
    browser, form = follow(link)

    browser.post(form, {"password1": NEW, "password2": NEW})

    nuria.refresh_from_db()
    assert nuria.check_password(NEW)
    assert not SignIn.objects.filter(person=nuria).going_on().exists()
    assert "login" in at_work.get("/desk/me/security/")["Location"]
    _, page = follow(link)
    assert "ja no serveix" in Client().get(page).content.decode()
    entered = Client().post("/accounts/login/", {"login": nuria.email, "password": NEW})
    assert entered["Location"].endswith("/2fa/authenticate/")


def test_it_opens_the_door_that_wrong_passwords_closed(nuria):
    for _ in range(5):
        Client().post("/accounts/login/", {"login": nuria.email, "password": "no és aquesta"})
    assert door_of(nuria).is_closed
    ask(nuria.email)
    browser, form = follow(re.search(r"http\S+", mail.outbox[-1].body).group())

    browser.post(form, {"password1": NEW, "password2": NEW})

    assert not door_of(nuria).is_closed


def test_who_does_not_work_here_gets_the_same_page_and_no_link(nuria):
    ask("ningu@example.cat")

    (letter,) = mail.outbox
    assert "http" not in letter.body.split("ningu@example.cat")[0]
    assert "password/reset/key" not in letter.body


def test_an_invitation_that_was_not_used_is_not_stretched_by_asking_for_a_password(at_work, administrator):
    invite_person(by=administrator, email="ona@example.cat", given_name="Ona", family_name="Riu")

    ask("ona@example.cat")

    assert "password/reset/key" not in mail.outbox[0].body


def test_when_no_mail_goes_out_it_is_said(nuria, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = Client().post("/accounts/password/reset/", {"email": nuria.email})

    assert answer.status_code == 503
    assert "Ara no surten cartes" in answer.content.decode()


def test_the_command_prints_a_link_and_writes_to_nobody(town, administrator, capsys):
    from django.core.management import call_command

    with working_for(town):
        person = invite_person(
            by=administrator, email="ona@example.cat", given_name="Ona", family_name="Riu", send=False
        )
        send_link_again(person, by=administrator)

    call_command("user_link", "ona@example.cat", "--entity", town.slug)

    link = re.search(r"/e/vall-llobera\S+", capsys.readouterr().out).group()
    assert Client().get(link).status_code == 200
    assert mail.outbox == []
