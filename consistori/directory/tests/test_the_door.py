"""Who enters, and what those who may not enter get."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from consistori.directory.access import staff_page
from consistori.directory.models import Person
from consistori.tenancy.scope import current_entity, current_scope, working_for
from consistori.trail.models import TrailEvent

PASSED = {"account_authentication_methods": [{"method": "password"}, {"method": "mfa", "type": "totp"}]}


@staff_page
def page(request):
    return HttpResponse(f"{current_entity().slug} {request.actor.name}")


@staff_page(across=True)
def all_towns(request):
    return HttpResponse(" ".join(str(pk) for pk in current_scope().entity_ids))


def ask(view, actor, entity, session=PASSED):
    request = RequestFactory().get("/desk/somewhere/")
    request.user = Person.objects.get(pk=actor.person_id)
    request.session = session
    request.entity = entity
    return view(request)


def test_a_clerk_enters_her_own_town(town, clerk):
    assert ask(page, clerk, town).content.decode() == "vall-llobera Núria Camps"


def test_the_outsider_gets_a_404_and_the_try_is_in_the_trail_of_the_town_that_was_asked(town, outsider):
    with pytest.raises(Http404):
        ask(page, outsider, town)

    with working_for(town):
        (event,) = TrailEvent.objects.all()
    assert event.kind == "directory.OutsiderTurnedAway"
    assert event.actor_name == "Joan Forà"
    assert "/desk/somewhere/" in event.content


def test_without_the_second_factor_nobody_enters(town, clerk):
    response = ask(page, clerk, town, session={"account_authentication_methods": [{"method": "password"}]})

    assert response.status_code == 302
    assert "2fa" in response["Location"]


def test_a_post_that_ended_yesterday_opens_no_door(town, hire):
    from consistori.directory.models import Post
    from consistori.kernel.clock import today

    gone = hire(town, "processor", "Gina", "Fuster")
    with working_for(town):
        Post.objects.filter(person_id=gone.person_id).update(ends_on=today())

    with pytest.raises(Http404):
        ask(page, gone, town)


def test_one_person_sees_over_her_towns_and_no_other(town, other_town, hire):
    shared = hire(town, "secretary", "Mercè", "Soldevila")
    hire(other_town, "secretary", "Mercè", "Soldevila")

    answer = ask(all_towns, shared, None).content.decode()

    assert set(answer.split()) == {str(town.pk), str(other_town.pk)}


def test_entering_costs_one_statement(town, clerk, statements):
    request = RequestFactory().get("/desk/x/")
    request.user = Person.objects.get(pk=clerk.person_id)
    request.session, request.entity = PASSED, town

    with statements() as s:
        page(request)

    assert s.count == 1, s.sql
