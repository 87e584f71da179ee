"""People, posts and keys of programs."""

from datetime import date, timedelta

import pytest

from consistori.directory.models import ApiToken, Person, Post
from consistori.directory.selectors import colleagues, standings_of
from consistori.directory.services import create_token, end_post, give_post, invite_person, revoke_token
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import working_for

DAY = timedelta(days=1)


def test_the_administrator_invites_a_person_and_gives_her_a_post(at_work, administrator):
    person = invite_person(by=administrator, email="Ona.Riu@example.cat", given_name="Ona", family_name="Riu")
    give_post(person, by=administrator, role="registrar", title_ca="Registre", starts_on=date(2026, 1, 1))

    assert person.email == "ona.riu@example.cat"
    assert person in colleagues(on=date(2026, 1, 1))
    assert person not in colleagues(on=date(2025, 12, 31))


def test_a_clerk_cannot_invite(at_work, clerk):
    with pytest.raises(NotPermitted, match="administra"):
        invite_person(by=clerk, email="x@example.cat", given_name="X", family_name="Y")

    assert not Person.objects.filter(email="x@example.cat").exists()


def test_the_outsider_cannot_give_posts_here(at_work, outsider, clerk):
    person = Person.objects.get(pk=clerk.person_id)

    with pytest.raises(NotPermitted):
        give_post(person, by=outsider, role="mayor", title_ca="Alcaldia", starts_on=date(2026, 1, 1))


def test_nobody_is_invited_twice(at_work, administrator):
    invite_person(by=administrator, email="ona@example.cat", given_name="Ona", family_name="Riu")

    with pytest.raises(AlreadyDone) as refused:
        invite_person(by=administrator, email="ONA@example.cat", given_name="Ona", family_name="Riu")
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("role", "ends_on", "field"), [("pope", None, "role"), ("mayor", date(2025, 1, 1), "ends_on")]
)
def test_a_wrong_post_is_refused_at_its_field(at_work, administrator, clerk, role, ends_on, field):
    person = Person.objects.get(pk=clerk.person_id)

    with pytest.raises(BadInput) as refused:
        give_post(
            person, by=administrator, role=role, title_ca="X", starts_on=date(2026, 1, 1), ends_on=ends_on
        )
    assert refused.value.field == field


def test_a_post_ends_and_the_standing_ends_with_it(town, administrator, clerk):
    person = Person.objects.get(pk=clerk.person_id)
    with working_for(town):
        end_post(Post.objects.get(person=person), by=administrator, ends_on=date(2026, 6, 1))

    assert standings_of(person, on=date(2026, 5, 31))
    assert not standings_of(person, on=date(2026, 6, 1))


def test_the_key_of_a_program_is_kept_only_as_its_digest_and_can_be_withdrawn(at_work, administrator):
    token, secret = create_token(by=administrator, name="Padró", scopes=["cases:read"])

    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    assert ApiToken.objects.get(digest=ApiToken.digest_of(secret)) == token
    revoke_token(token, by=administrator)
    with pytest.raises(AlreadyDone):
        revoke_token(token, by=administrator)


def test_a_post_that_ended_is_not_brought_back_with_a_later_day(at_work, administrator, clerk):
    post = Post.objects.get(person_id=clerk.person_id)
    end_post(post, by=administrator, ends_on=today() - 10 * DAY)

    with pytest.raises(AlreadyDone):
        end_post(post, by=administrator, ends_on=today() + 10 * DAY)
    assert Post.objects.get(pk=post.pk).ends_on == today() - 10 * DAY


def test_a_post_that_has_not_ended_may_end_later_than_was_said(at_work, administrator, clerk):
    post = Post.objects.get(person_id=clerk.person_id)
    end_post(post, by=administrator, ends_on=today() + DAY)

    end_post(post, by=administrator, ends_on=today() + 10 * DAY)

    assert Post.objects.get(pk=post.pk).ends_on == today() + 10 * DAY
