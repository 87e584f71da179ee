"""The weekly meeting: it prepares itself, what is agreed is a task at once, the minute writes itself and stays."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from consistori.cases.services import reserve_case
from consistori.catalogue.models import Scheme, Series
from consistori.deadlines.models import Deadline
from consistori.deadlines.services import open_deadline
from consistori.deadlines.subjects import Subject
from consistori.desk.calendar.services import What, add_event
from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting import services
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.proposals import likely
from consistori.desk.meeting.rules import WEEK, monday_of
from consistori.desk.meeting.selectors import this_week
from consistori.desk.meeting.snapshot import for_the_minute
from consistori.directory.models import Absence, Person, Unit
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, give_task, return_task
from consistori.tasks.subjects import subjects
from consistori.tenancy.scope import working_for

HERE = "/e/vall-llobera/desk/meeting/"


def person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


@pytest.fixture
def a_term(open_a_case, clerk):
    """`a_term(days_left)` opens a case of the clerk whose term to resolve ends about then."""

    def make(title="Gual del carrer de les Escoles", *, left=5, **more):
        case = open_a_case(clerk, title, carried_by=person(clerk), **more)
        open_deadline(
            by=clerk, subject=Subject("case", case.pk), start_on=today() - timedelta(days=30 - left), amount=30,
            unit="natural_days", article="Llei 39/2015, art. 21", ending="positive_silence", whose="administration",
            start="agreement", purpose="resolve",
        )  # fmt: skip
        return case

    return make


def matters(actor: Any, point: str) -> Any:
    look = agendas.look_of(actor, this_week())
    return look, agendas.prepare_point(look, point).matters


def choice_of(actor: Any, point: str, code: str) -> Any:
    look, found = matters(actor, point)
    people = {p.pk: p for p in Person.objects.all()}
    return found[0], next(one for one in likely(found[0], look, people) if one.code == code)


def test_a_decision_is_a_task_of_its_case_on_the_spot(clerk, secretary, at_work, a_term):
    case = a_term()
    meeting = services.open_meeting(by=secretary)
    matter, choice = choice_of(secretary, "terms", "has")

    agreement = services.decide(meeting, "terms", matter, choice, by=secretary)

    task = Task.objects.get()
    assert agreement.task == task
    assert (task.title, task.assigned_to_id) == (f"Resoldre i notificar: {case.title}", clerk.person_id)
    assert task.case_thread.case == case
    assert today() < task.due_on <= matter.last_day
    with pytest.raises(AlreadyDone, match="Mercè Soldevila"):
        services.decide(meeting, "terms", matter, choice, by=clerk)
    assert Task.objects.count() == 1


def test_what_is_written_is_understood_or_said_back(clerk, secretary, at_work):
    meeting = services.open_meeting(by=secretary)

    done = services.agree(meeting, "week", "Trucar al Serrat @núria demà", by=secretary)
    noted = services.agree(meeting, "week", "El forn ens ha felicitat", by=secretary)

    assert (done.task.title, done.to_id) == ("Trucar al Serrat", clerk.person_id)
    assert done.task.due_on == today() + timedelta(days=1)
    assert (noted.kind, noted.task) == (Agreement.Kind.NOTED, None)
    for wrong in ("Trucar @Ramon", "@Núria demà", "Anar-hi @Núria 31/2"):
        with pytest.raises(BadInput):
            services.agree(meeting, "week", wrong, by=secretary)
    assert Task.objects.count() == 1


def test_what_is_taken_back_takes_back_what_it_did(clerk, secretary, at_work):
    late = give_task(by=secretary, title="Amidar", to=person(clerk), due_on=today() - timedelta(days=2))
    meeting = services.open_meeting(by=secretary)
    matter, choice = choice_of(secretary, "last", "moved")
    moved = services.decide(meeting, "last", matter, choice, by=secretary)
    assert Task.objects.get().due_on > today()

    services.undo_agreement(meeting, moved.pk, by=secretary)

    assert Task.objects.get().due_on == late.due_on
    matter, choice = choice_of(secretary, "last", "dropped")
    dropped = services.decide(meeting, "last", matter, choice, by=secretary)
    assert Task.objects.get().state == Task.State.CANCELLED
    services.undo_agreement(meeting, dropped.pk, by=secretary)
    assert Task.objects.get().is_open
    given = services.agree(meeting, "last", "Mirar-ho @Núria", by=secretary)
    finish_task(given.task, by=clerk)
    with pytest.raises(AlreadyDone):
        services.undo_agreement(meeting, given.pk, by=secretary)


def test_what_was_of_a_unit_goes_back_to_it(clerk, secretary, at_work):
    unit = Unit.objects.create(name="Brigada")
    give_task(by=secretary, title="Amidar", unit=unit, due_on=today() - timedelta(days=2))
    meeting = services.open_meeting(by=secretary)
    (matter,) = matters(secretary, "last")[1]
    passed = services.agree(meeting, "last", "Amidar-ho @Núria demà", by=secretary, matter=matter)
    assert Task.objects.get().assigned_to_id == clerk.person_id

    services.undo_agreement(meeting, passed.pk, by=secretary)

    task = Task.objects.get()
    assert (task.assigned_to_id, task.unit, task.due_on) == (None, unit, today() - timedelta(days=2))


def test_two_say_at_once_why_a_week_had_no_meeting(secretary, mayor, at_work, monkeypatch):
    services.tell_why_not(this_week() - WEEK, "Festa major", by=mayor)
    monkeypatch.setattr(services, "_locked_or_none", lambda week: None)  # as it was when the other one looked

    with pytest.raises(AlreadyDone, match="Festa major"):
        services.tell_why_not(this_week() - WEEK, "Vacances", by=secretary)

    assert Meeting.objects.get().reason == "Festa major"


def test_letters_that_nobody_can_keep_are_left_out(secretary, at_work):
    meeting = services.open_meeting(by=secretary)

    assert services.agree(meeting, "terms", "Vist\x00 i plau", by=secretary).text == "Vist i plau"
    assert services.close_meeting(meeting, by=secretary, practice="Dir-ho\x00").practice == "Dir-ho"


def test_nothing_reserved_is_on_a_screen_that_everybody_looks_at(secretary, clerk, at_work, a_term):
    case = a_term("Sanció a la taverna")
    reserve_case(case, by=secretary, reason="Menors")
    case.refresh_from_db()

    _look, found = matters(secretary, "terms")

    assert case.number in found[0].title
    assert "taverna" not in found[0].title


def test_what_is_private_of_whoever_leads_is_only_busy_on_the_screen(secretary, at_work):
    what = What(
        layer="visits",
        title="Visita al metge",
        starts_on=today(),
        is_private=True,
        people=(secretary.person_id,),
    )
    add_event(what, by=secretary)

    _look, found = matters(secretary, "week")

    assert [one.title for one in found if one.kind == "event"] == ["ocupat"]


def test_why_a_reserved_task_came_back_is_not_on_the_screen(secretary, clerk, at_work, open_a_case):
    case = open_a_case(clerk, "Sanció a la taverna", carried_by=person(clerk))
    task = give_task(
        by=secretary,
        title="Citar la Rosa",
        to=person(clerk),
        about=subjects.find(secretary, f"case:{case.number}"),
    )
    return_task(task, by=clerk, reason="La Rosa és menor")
    held = Meeting.objects.create(week=this_week() - WEEK, state="closed", closed_at=services.now())
    Agreement.objects.create(meeting=held, point="week", kind="task", text="Citar", task=task)
    assert "La Rosa és menor" in matters(secretary, "last")[1][0].reason

    reserve_case(case, by=secretary, reason="Menors")

    (seen,) = matters(secretary, "last")[1]
    assert "Rosa" not in seen.title + seen.reason


def test_whoever_is_away_is_covered_also_in_what_is_proposed(clerk, secretary, at_work, a_term):
    a_term()
    Absence.objects.create(
        person_id=clerk.person_id, starts_on=today(), ends_on=today() + timedelta(days=10), covered_by=person(secretary)
    )  # fmt: skip

    _matter, choice = choice_of(secretary, "terms", "has")

    assert choice.to == person(secretary)
    assert "Núria Camps" in matters(secretary, "week")[1][0].title


def test_two_begin_it_and_are_in_the_same_one(clerk, secretary, mayor, at_work):
    mine = services.open_meeting(by=secretary)

    assert services.open_meeting(by=clerk) == mine
    assert services.open_meeting(by=mayor).opened_by_name == "Mercè Soldevila"


def test_the_minute_writes_itself_once_with_its_data_and_does_not_change(
    clerk, secretary, at_work, a_term, run_jobs
):
    a_term()
    Series.objects.create(
        scheme=Scheme.objects.get(),
        code="B701",
        title_ca="Reunions d’equip",
        level=3,
        valid_from=date(2020, 1, 1),
    )
    meeting = services.open_meeting(by=secretary)
    services.agree(meeting, "terms", "Trucar al Serrat @Núria demà", by=secretary)

    services.close_meeting(
        meeting,
        by=secretary,
        present=[clerk.person_id, secretary.person_id],
        practice="Trucar abans d’escriure",
    )
    run_jobs()

    kept = Meeting.objects.get()
    assert kept.case.series.code == "B701"
    document = Document.objects.with_version().get(pk=kept.document_id)
    assert kept.case.leaves.get(document=document)
    words, data = _read(document)
    assert "Trucar al Serrat" in words and "Gual del carrer de les Escoles" in words
    assert "Núria Camps, Mercè Soldevila" in words
    assert data["indicators"].keys() == {"entries", "late", "untyped", "stuck", "electronic"}
    assert "load" not in data  # everybody may read the minute
    with pytest.raises(AlreadyDone, match="Mercè Soldevila"):
        services.agree(meeting, "terms", "Una altra cosa", by=clerk)
    with pytest.raises(AlreadyDone):
        services.close_meeting(meeting, by=clerk)
    with pytest.raises(AlreadyDone):
        services.open_meeting(by=clerk)
    from consistori.desk.meeting.jobs import write_minute

    write_minute(entity=at_work, meeting_id=str(kept.pk))
    assert Document.objects.filter(title=document.title).count() == 1


def _read(document: Any) -> tuple[str, Any]:
    import pikepdf
    import pypdfium2

    with blobs.open(document.latest_blob.sha256) as stream:
        pdf = stream.read()
    pages = pypdfium2.PdfDocument(pdf)
    words = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    with pikepdf.open(BytesIO(pdf)) as opened:
        data = json.loads(opened.attachments["reunio.json"].get_file().read_bytes())
    return words, data


def test_the_minute_tells_nothing_of_what_people_wrote_to_us():
    frozen = {
        "load": [{"name": "Núria", "open": 4}],
        "points": [
            {"key": "entries", "matters": [{"title": "Sóc malalta", "number": "E1"}]},
            {"key": "stuck", "matters": [{"title": "Gual", "number": "X1"}]},
        ],
        "agreements": [
            {"matter": "entry:E1", "of": "Sóc malalta", "text": "Vist"},
            {"matter": "case:X1", "of": "Gual", "text": "Vist"},
        ],
    }

    said = for_the_minute(frozen)

    assert "malalta" not in json.dumps(said, ensure_ascii=False) and "load" not in said
    assert [row["of"] for row in said["agreements"]] == ["E1", "Gual"]
    assert said["points"][1]["matters"][0]["title"] == "Gual"


def test_a_week_that_was_not_held_says_why_and_breaks_the_streak(secretary, auditor, at_work):
    week = this_week()
    for back in (3, 2):
        Meeting.objects.create(week=week - back * WEEK, state="closed", closed_at=services.now())

    with pytest.raises(BadInput):
        services.tell_why_not(week - WEEK, "  ", by=secretary)
    with pytest.raises(BadInput):
        services.tell_why_not(week + WEEK, "Vacances", by=secretary)
    with pytest.raises(AlreadyDone):
        services.tell_why_not(week - 2 * WEEK, "Vacances", by=secretary)
    with pytest.raises(NotPermitted):
        services.tell_why_not(week - WEEK, "Vacances", by=auditor)
    services.tell_why_not(week - WEEK, "La Mercè era a Serradoix", by=secretary)

    assert agendas.prepare(secretary, None, week).streak.held == 0
    assert Meeting.objects.get(week=week - WEEK).reason == "La Mercè era a Serradoix"


@pytest.fixture
def auditor(town, hire):
    return hire(town, "auditor", "Ona", "Pla")


@pytest.fixture
def architect(town, hire):
    return hire(town, "external", "Arnau", "Vidal")


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
