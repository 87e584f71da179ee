"""The weekly meeting: it prepares itself, what is agreed is a task at once, the minute writes itself and stays."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from consistori.cases.services import reserve_case
from consistori.catalogue.models import Scheme, Series
from consistori.desk.calendar.services import What, add_event
from consistori.desk.meeting import agenda as agendas
from consistori.desk.meeting import services
from consistori.desk.meeting.models import Agreement, Meeting
from consistori.desk.meeting.rules import WEEK
from consistori.desk.meeting.selectors import this_week
from consistori.desk.meeting.snapshot import for_the_minute
from consistori.desk.tests.meetings import a_term, architect, auditor, choice_of, matters, person
from consistori.directory.models import Absence, Unit
from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tasks.models import Task
from consistori.tasks.services import finish_task, give_task, return_task
from consistori.tasks.subjects import subjects

HERE = "/e/vall-llobera/desk/meeting/"

__all__ = ["a_term", "architect", "auditor"]
"""Fixtures that the stories ask for by name."""


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
        person_id=clerk.person_id,
        starts_on=today() - timedelta(days=2),  # in the working week, also on a Sunday
        ends_on=today() + timedelta(days=10),
        covered_by=person(secretary),
    )

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
