"""A person is invited by e-mail, sets how she enters, and her link serves once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from consistori.directory import jobs
from consistori.directory.models import Invitation, Person
from consistori.directory.services import bring_person, give_post, invite_person, send_link_again
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, NotHere, NotPermitted
from consistori.tenancy.scope import working_for

PASSWORD = "alzina cavall bateria grapa"


@pytest.fixture
def invited(town, administrator):
    with working_for(town):
        person = invite_person(by=administrator, email="ona@example.cat", given_name="Ona", family_name="Riu")
        give_post(person, by=administrator, role="processor", title_ca="Administrativa", starts_on=today())
        return Invitation.objects.get(person=person)


def link(town, invitation):
    return f"/e/{town.slug}/accounts/invitation/{invitation.token}/"


def test_the_letter_is_in_her_language_and_its_link_opens_the_page_of_the_password(town, invited):
    jobs.write_link(entity=town, invitation_id=str(invited.pk))

    (letter,) = mail.outbox
    assert letter.to == ["ona@example.cat"]
    assert letter.subject == "El teu compte: Ajuntament de Vall-llobera"
    assert "Pol Ferrer et convida" in letter.body
    assert invited.token in letter.body
    page = Client().get(link(town, invited))
    assert page.status_code == 200
    assert "Ona" in page.content.decode()


def test_she_sets_her_password_and_then_chooses_a_second_key(town, invited):
    browser = Client()

    answer = browser.post(link(town, invited), {"password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0].endswith("/accounts/2fa/choose/")
    assert Person.objects.get(email="ona@example.cat").check_password(PASSWORD)
    desk = browser.get(f"/e/{town.slug}/desk/")
    assert "2fa" in desk["Location"]


def test_the_link_serves_once(town, invited):
    Client().post(link(town, invited), {"password": PASSWORD})

    again = Client().post(link(town, invited), {"password": "una altra de ben llarga"})

    assert again.status_code == 410
    assert Person.objects.get(email="ona@example.cat").check_password(PASSWORD)


def test_a_weak_password_is_said_at_its_field_and_the_link_still_serves(town, invited):
    answer = Client().post(link(town, invited), {"password": "ona"})

    assert answer.status_code == 200
    assert "id_password_error" in answer.content.decode()
    with working_for(town):
        assert Invitation.objects.get(pk=invited.pk).is_open(now())


def test_after_seven_days_it_serves_no_more(town, invited):
    with working_for(town):
        Invitation.objects.update(expires_at=now() - timedelta(seconds=1))

    assert Client().get(link(town, invited)).status_code == 410


def test_another_link_withdraws_the_first(town, administrator, invited):
    with working_for(town):
        send_link_again(invited.person, by=administrator)

    assert Client().get(link(town, invited)).status_code == 410


def test_a_link_that_somebody_made_up_is_not_here(town, invited):
    key, _, _ = invited.token.partition(":")

    assert Client().get(f"/e/{town.slug}/accounts/invitation/{key}:aaaa/").status_code == 404


def test_the_link_of_a_town_does_not_open_at_another(town, other_town, invited):
    assert Client().get(link(other_town, invited)).status_code == 404


def test_who_works_already_in_another_town_keeps_her_login_and_is_told(town, other_town, hire, administrator):
    from consistori.directory.selectors import actor_of

    joan = Person.objects.get(pk=hire(other_town, "processor", "Joan", "Forà").person_id)
    joan.set_password(PASSWORD)
    joan.save()
    with working_for(town):
        found = bring_person(by=administrator, email=joan.email.upper(), given_name="J", family_name="F")

    assert found == joan
    jobs.write_to_person(entity=town, kind="also_here", person_id=str(joan.pk), facts={"by": "Pol Ferrer"})
    assert "Pol Ferrer" in mail.outbox[-1].body
    assert actor_of(joan, other_town).posts


def test_a_clerk_invites_nobody(at_work, clerk):
    with pytest.raises(NotPermitted):
        invite_person(by=clerk, email="x@example.cat", given_name="X", family_name="Y")


def test_the_administrator_of_another_town_sends_no_link_to_the_outsider(at_work, administrator, outsider):
    with pytest.raises(NotHere):
        send_link_again(Person.objects.get(pk=outsider.person_id), by=administrator)


def test_accepting_one_link_withdraws_the_others_that_were_open(town, invited):
    with working_for(town):
        other = Invitation.objects.create(
            person=invited.person,
            invited_by="Pol Ferrer",
            created_at=now(),
            expires_at=now() + timedelta(days=3),
        )
    Client().post(link(town, invited), {"password": PASSWORD})

    assert Client().post(link(town, other), {"password": "una altra de ben llarga"}).status_code == 410
    with working_for(town):
        assert Invitation.objects.get(pk=other.pk).withdrawn_at is not None


def test_the_first_link_of_another_town_is_old_once_she_has_a_password(town, other_town, hire, invited):
    theirs = hire(other_town, "administrator", "Rita", "Pons")
    with working_for(other_town):
        bring_person(by=theirs, email="ona@example.cat", given_name="Ona", family_name="Riu")
        second = Invitation.objects.get()
    Client().post(link(town, invited), {"password": PASSWORD})

    Client().post(link(other_town, second), {"password": "una altra de ben llarga"})

    assert Person.objects.get(email="ona@example.cat").check_password(PASSWORD)


def test_whose_account_is_closed_is_not_brought_in_silence(at_work, administrator, outsider):
    Person.objects.filter(pk=outsider.person_id).update(is_active=False)
    joan = Person.objects.get(pk=outsider.person_id)

    with pytest.raises(AlreadyDone) as refused:
        bring_person(by=administrator, email=joan.email, given_name="Joan", family_name="Forà")
    assert refused.value.field == "email"
