"""The pages of the weekly meeting, who sits at it, and what programs read of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.deadlines.models import Deadline
from consistori.desk.meeting import services
from consistori.desk.meeting.rules import WEEK, monday_of
from consistori.desk.meeting.selectors import this_week
from consistori.desk.tests.meetings import a_term, architect, auditor, person
from consistori.directory.models import Person
from consistori.kernel.clock import today
from consistori.tasks.models import Task
from consistori.tasks.services import give_task
from consistori.tenancy.scope import working_for

HERE = "/e/vall-llobera/desk/meeting/"

__all__ = ["a_term", "architect", "auditor"]
"""Fixtures that the stories ask for by name."""


def test_the_whole_meeting_in_the_browser(clerk, secretary, town, sign_in, a_term, run_jobs, statements):
    with working_for(town):
        case = a_term()
        give_task(
            by=secretary, title="Amidar la vorera", to=person(clerk), due_on=today() - timedelta(days=1)
        )
    browser = sign_in(secretary)
    prepared = browser.get(HERE).content.decode()
    assert "Comença la reunió" in prepared and "Amidar la vorera" in prepared
    browser.post(f"{HERE}begin/")
    with statements() as asked:
        page = browser.get(f"{HERE}?point=terms").content.decode()
    assert asked.count <= 30, "\n".join(asked.sql)
    assert "style=" not in page and case.title in page and "Núria ho té per a" in page
    key = f"term:{_term_of(town, case)}"

    Person.objects.filter(pk=secretary.person_id).update(language="es")
    browser.post(f"{HERE}decide/", {"point": "terms", "matter": key, "choice": "has"})
    Person.objects.filter(pk=secretary.person_id).update(language="ca")
    twice = browser.post(f"{HERE}decide/", {"point": "terms", "matter": key, "choice": "has"}, follow=True)
    assert "ho acaba de decidir" in twice.content.decode()
    wrong = browser.post(f"{HERE}agree/", {"point": "terms", "text": "Trucar @Ramon dijous"})
    assert wrong.status_code == 422 and "Trucar @Ramon dijous" in wrong.content.decode()
    browser.post(f"{HERE}agree/", {"point": "terms", "text": "Trucar al Serrat @Núria demà"})
    browser.post(f"{HERE}next/", {"point": "terms"})
    last = browser.post(f"{HERE}next/", {"point": "indicator"}, follow=True).content.decode()
    assert "Qui hi era" in last and "Trucar al Serrat" in last
    browser.post(f"{HERE}close/", {"present": [str(secretary.person_id)], "practice": ""})
    run_jobs()

    closed = browser.get(HERE).content.decode()
    assert "Ja no canvia" in closed and "Trucar al Serrat" in closed
    assert case.title in browser.get(f"{HERE}?point=terms").content.decode()
    assert browser.get(f"{HERE}{monday_of(today()).isoformat()}/").status_code == 200
    assert "2 acords" in browser.get(f"{HERE}all/").content.decode()
    with working_for(town):
        # Whoever pressed it reads in Spanish: the task speaks as the town does.
        assert Task.objects.get(case_thread__case=case).title == f"Resoldre i notificar: {case.title}"


def test_what_was_not_understood_of_a_matter_is_still_of_it(clerk, secretary, town, sign_in, a_term):
    with working_for(town):
        key = f"term:{_term_of(town, a_term())}"
        services.open_meeting(by=secretary)

    asked = {"point": "terms", "matter": key, "text": "Trucar @Ramon dijous"}
    wrong = sign_in(secretary).post(f"{HERE}agree/", asked)

    page = wrong.content.decode()
    form = page.partition('<details class="room-other" open>')[2].partition("</details>")[0]
    assert wrong.status_code == 422 and page.count("Trucar @Ramon dijous") == 1
    assert f'value="{key}"' in form and 'value="Trucar @Ramon dijous"' in form and 'id="say-error"' in form


def _term_of(town: Any, case: Any) -> Any:
    with working_for(town):
        return Deadline.objects.get(subject_id=case.pk).pk


def test_who_sits_at_the_table(clerk, outsider, auditor, architect, other_town, town, sign_in):
    assert sign_in(outsider).get(HERE).status_code == 404
    assert sign_in(architect).get(HERE).status_code == 403
    assert HERE not in sign_in(architect).get("/e/vall-llobera/desk/").content.decode()
    assert sign_in(auditor).get(HERE).status_code == 200
    assert sign_in(auditor).post(f"{HERE}begin/").status_code == 403
    assert (
        sign_in(outsider).get("/e/els-molinars/desk/meeting/").status_code == 404
    )  # basic: it has no meetings
    assert sign_in(clerk).get(f"{HERE}2026-11-24/").status_code == 404  # not a Monday
    assert sign_in(clerk).get(f"{HERE}agenda/").status_code == 200
    assert HERE in sign_in(clerk).get("/e/vall-llobera/desk/").content.decode()


def test_programs_read_the_meetings(clerk, secretary, town, client):
    from consistori.directory.services import create_token
    from consistori.kernel.actor import Actor

    with working_for(town):
        meeting = services.open_meeting(by=secretary)
        services.agree(meeting, "week", "Trucar al Serrat @Núria demà", by=secretary)
        by = Actor.system("test", town.pk)
        _key, secret = create_token(by=by, name="Quadre", scopes=["cases:read"], roles=["secretary"])
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}", "HTTP_X_ENTITY": town.slug}

    listed = client.get("/api/v1/meetings", **headers).json()
    one = client.get(f"/api/v1/meetings/{this_week()}", **headers).json()

    assert listed["items"] == [one]
    assert (one["state"], one["agreements"][0]["to_name"]) == ("open", "Núria Camps")
    assert client.get(f"/api/v1/meetings/{this_week() - WEEK}", **headers).status_code == 404
