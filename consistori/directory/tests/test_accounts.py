"""The page of my account, and the administrator's page of one account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from consistori.directory.account_selectors import accesses_of, door_of, sessions_of
from consistori.directory.models import Person, SignIn
from consistori.directory.services import close_account, end_sessions, send_link_again
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere, Refusal
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent

PASSWORD = "alzina cavall bateria grapa"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0 Safari/537.36"


@pytest.fixture
def nuria(clerk):
    person = Person.objects.get(pk=clerk.person_id)
    person.email = "nuria.camps@example.cat"
    person.set_password(PASSWORD)
    person.save()
    return person


def enter(client, person, town):
    """As the door does: the password was right and the second key shown."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
    session["machine"] = "Firefox, Windows"
    session.save()
    return f"/e/{town.slug}/desk/"


def test_my_page_shows_my_sessions_and_ends_another(town, nuria):
    office, home = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(office, nuria, town)
    enter(home, nuria, town)
    (other,) = SignIn.objects.exclude(session_key=office.session.session_key)

    page = office.get(f"{desk}me/security/").content.decode()
    answer = office.post(f"{desk}me/sessions/{other.pk}/end/")

    assert str(other.pk) in page
    assert answer.status_code == 302
    assert home.get(desk).status_code == 302
    assert office.get(f"{desk}me/security/").status_code == 200
    other.refresh_from_db()
    assert other.ended_why == SignIn.Ended.BY_HERSELF


def test_the_session_of_somebody_else_is_not_mine_to_end(town, nuria, mayor):
    hers, mine = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(hers, Person.objects.get(pk=mayor.person_id), town)
    enter(mine, nuria, town)
    session = SignIn.objects.get(person_id=mayor.person_id)

    mine.post(f"{desk}me/sessions/{session.pk}/end/")

    assert hers.get(f"{desk}me/security/").status_code == 200


def test_a_stolen_cookie_ends_the_session_for_both_and_its_owner_is_told(town, nuria):
    owner = Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(owner, nuria, town)
    thief = Client(HTTP_USER_AGENT=CHROME)
    thief.cookies = owner.cookies

    answer = thief.get(f"{desk}me/security/")

    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert owner.get(f"{desk}me/security/").status_code == 302
    assert SignIn.objects.get(person=nuria).ended_why == SignIn.Ended.STOLEN
    with working_for(town):
        assert TrailEvent.objects.get().kind == "directory.SessionStolen"


def test_a_browser_that_updates_itself_at_noon_is_the_same_machine(town, nuria):
    browser = Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(browser, nuria, town)

    assert (
        browser.get(f"{desk}me/security/", HTTP_USER_AGENT=FIREFOX.replace("145", "146")).status_code == 200
    )


def test_after_changing_her_password_her_session_is_still_known_and_the_others_end(town, nuria):
    browser, home = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(browser, nuria, town)
    enter(home, nuria, town)
    said = {"oldpassword": PASSWORD, "password1": f"{PASSWORD} nova", "password2": f"{PASSWORD} nova"}

    changed = browser.post("/accounts/password/change/", said)

    assert changed.status_code == 302
    assert [one.session_key for one in sessions_of(nuria)] == [browser.session.session_key]
    assert home.get(f"{desk}me/security/").status_code == 302
    assert browser.get(f"{desk}me/security/").status_code == 200
    assert end_sessions(nuria) == 1
    assert "login" in browser.get(f"{desk}me/security/")["Location"]


def test_when_somebody_is_told_to_leave_her_sessions_end_that_minute(town, nuria):
    browser = Client(HTTP_USER_AGENT=FIREFOX)
    desk = enter(browser, nuria, town)

    assert end_sessions(nuria) == 1
    assert "login" in browser.get(f"{desk}me/security/")["Location"]
    assert sessions_of(nuria) == []


def test_the_administrator_opens_the_door_that_wrong_passwords_closed(town, nuria, administrator, sign_in):
    for _ in range(5):
        Client().post("/accounts/login/", {"login": nuria.email, "password": "no és aquesta"})
    assert door_of(nuria).is_closed
    at_desk = sign_in(administrator)

    page = at_desk.get(f"/e/{town.slug}/desk/people/{nuria.pk}/account/").content.decode()
    at_desk.post(f"/e/{town.slug}/desk/people/{nuria.pk}/account/release/")

    assert f"/people/{nuria.pk}/account/release/" in page
    assert not door_of(nuria).is_closed
    answer = Client().post("/accounts/login/", {"login": nuria.email, "password": PASSWORD})
    assert answer.status_code == 302
    with working_for(town):
        kinds = set(TrailEvent.objects.values_list("kind", flat=True))
    assert {"directory.DoorClosed", "directory.DoorReleased"} <= kinds


def test_at_the_next_entry_she_hears_of_her_last_access_and_of_the_wrong_tries(town, nuria):
    SignIn.objects.create(
        person=nuria, at=now() - timedelta(days=1), outcome="entered", device="Firefox, Windows"
    )
    Client().post("/accounts/login/", {"login": nuria.email, "password": "no és aquesta"})
    browser = Client()

    answer = browser.post("/accounts/login/", {"login": nuria.email, "password": PASSWORD})
    said = [str(m) for m in answer.wsgi_request._messages]

    assert len(said) == 1
    assert "Firefox, Windows" in said[0]
    assert "1" in said[0]


def test_the_administrator_invites_somebody_with_her_post(town, administrator, sign_in):
    answer = sign_in(administrator).post(
        f"/e/{town.slug}/desk/people/invite/",
        {
            "given_name": "Ona", "family_name": "Riu", "email": "ona@example.cat", "language": "ca",
            "role": "registrar", "title_ca": "Auxiliar de registre", "starts_on": "2026-11-27",
        },
    )  # fmt: skip

    person = Person.objects.get(email="ona@example.cat")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/people/{person.pk}/account/")
    with working_for(town):
        assert person.posts.get().role == "registrar"
        assert person.invitations.get().invited_by == "Pol Ferrer"
    assert mail.outbox == []


def test_a_wrong_date_loses_nothing_and_invites_nobody(town, administrator, sign_in):
    answer = sign_in(administrator).post(
        f"/e/{town.slug}/desk/people/invite/",
        {
            "given_name": "Ona", "family_name": "Riu", "email": "ona@example.cat", "language": "ca",
            "role": "registrar", "title_ca": "Auxiliar", "starts_on": "2026-11-27", "ends_on": "2026-11-01",
        },
    )  # fmt: skip

    assert answer.status_code == 200
    assert 'value="ona@example.cat"' in answer.content.decode()
    assert not Person.objects.filter(email="ona@example.cat").exists()


def test_a_clerk_neither_sees_nor_touches_accounts(town, nuria, clerk, mayor, sign_in):
    at_desk = sign_in(clerk)
    page = f"/e/{town.slug}/desk/people/{mayor.person_id}/account/"

    assert at_desk.get(page).status_code == 403
    assert at_desk.get(f"/e/{town.slug}/desk/people/invite/").status_code == 403
    assert at_desk.post(f"{page}close/").status_code == 403
    assert Person.objects.get(pk=mayor.person_id).is_active


def test_the_account_of_an_outsider_is_not_here(town, administrator, outsider, sign_in):
    page = f"/e/{town.slug}/desk/people/{outsider.person_id}/account/"

    assert sign_in(administrator).get(page).status_code == 404
    assert sign_in(administrator).post(f"{page}close/").status_code == 404


def test_who_also_works_elsewhere_is_not_closed_from_here(town, other_town, hire, administrator):
    shared = Person.objects.get(pk=hire(town, "secretary", "Mercè", "Soldevila").person_id)
    hire(other_town, "secretary", "Mercè", "Soldevila")

    with working_for(town), pytest.raises(Refusal, match="Els Molinars"):
        close_account(shared, by=administrator)


def test_who_left_and_now_works_elsewhere_is_not_ours_any_more(
    town, other_town, hire, administrator, sign_in
):
    left = hire(town, "secretary", "Mercè", "Soldevila", ends_on=today())
    hire(other_town, "secretary", "Mercè", "Soldevila")
    page = f"/e/{town.slug}/desk/people/{left.person_id}/account/"

    assert sign_in(administrator).get(page).status_code == 404
    with working_for(town), pytest.raises(NotHere):
        send_link_again(Person.objects.get(pk=left.person_id), by=administrator)


def test_what_she_does_at_the_door_of_another_town_is_not_shown_here(town, other_town, nuria):
    for entity in (town, other_town, None):
        SignIn.objects.create(person=nuria, at=now(), outcome="entered", entity=entity)

    assert {one.entity_id for one in accesses_of(nuria, entity=town)} == {town.pk, None}
    assert len(accesses_of(nuria)) == 3
