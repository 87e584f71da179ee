"""Filling the demo province, once: entities, people, keys, stories, signatures."""

from __future__ import annotations

import fcntl
import time
from datetime import timedelta
from pathlib import Path

from django.utils import translation

from consistori.cases.models import CaseFile
from consistori.catalogue.models import Scheme
from consistori.catalogue.services import adopt_standard_scheme
from consistori.config.demo.alarms import warn
from consistori.config.demo.appointments import give_hours
from consistori.config.demo.attending import attend_people
from consistori.config.demo.automation import approve_what_is_clear
from consistori.config.demo.board import fill_board
from consistori.config.demo.calendar import write_calendar
from consistori.config.demo.careers import tell_careers
from consistori.config.demo.classing import class_some
from consistori.config.demo.corrections import ask_to_correct, notify_corrections
from consistori.config.demo.decrees import keep_book
from consistori.config.demo.deskwork import choose_letters, work_at_the_inbox
from consistori.config.demo.folders import fill_folders
from consistori.config.demo.guides import put_up_guides, talk_of_guides
from consistori.config.demo.holidays import put_up_calendars
from consistori.config.demo.kept_terms import keep_terms
from consistori.config.demo.many import renew_terraces
from consistori.config.demo.meetings import hold_meetings
from consistori.config.demo.moments import at, moment_of
from consistori.config.demo.notifying import notify_some
from consistori.config.demo.office import open_office
from consistori.config.demo.paper import carry_letters
from consistori.config.demo.people import PROVINCE, Cast, give_keys, hire, make_entities, program
from consistori.config.demo.powers import end_powers, register_powers
from consistori.config.demo.procedures import put_up_procedures, validate_some
from consistori.config.demo.registering import fill_books
from consistori.config.demo.residents import ask_for_slips, bring_residents
from consistori.config.demo.rounds import send_round
from consistori.config.demo.sealing import give_seals
from consistori.config.demo.signing import sign_what_is_said
from consistori.config.demo.stories import read, stories_of
from consistori.config.demo.summary import DemoSummary, read_logins, write_logins
from consistori.config.demo.tasks import give_tasks
from consistori.config.demo.telling import Told, close, tell
from consistori.config.demo.terms import owe_letters, tell_of_the_incident
from consistori.config.demo.waiting import notify_what_waits, write_what_waits
from consistori.desk.models import Notice
from consistori.desk.services import publish_notice
from consistori.documents.models import Document, Template
from consistori.documents.templating.services import adopt_standard_templates
from consistori.kernel.clock import now
from consistori.tenancy.jobs import unhurried
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

MARK = "demo-seeded"
LONG_AGO = 500


def seed(data_dir: Path) -> DemoSummary:
    """Fill the demo, or see that it is filled. Interrupted, the next run goes on with what is missing."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (data_dir / MARK).exists() and Entity.objects.filter(slug=PROVINCE).exists():
            return DemoSummary(data_dir, read_logins(data_dir))
        with translation.override("ca"), unhurried():
            summary = _fill(data_dir)
        (data_dir / MARK).touch()
    return summary


def _fill(data_dir: Path) -> DemoSummary:
    began = time.monotonic()
    entities = make_entities()
    _adopt_scheme(entities[PROVINCE])
    put_up_calendars(entities)
    put_up_procedures(entities)
    put_up_guides(entities)
    cast = hire(entities, read_logins(data_dir))
    write_logins(data_dir, cast.logins)
    give_keys(cast)
    tell_careers(cast)
    told = [Told(entity, cast, now()) for entity in entities.values()]
    for one in told:
        tell(stories_of(one.entity.slug), one)
    for one in told:
        register_powers(one)
        fill_books(one)
        work_at_the_inbox(one)
        choose_letters(one)
        keep_terms(one)
        _put_up_notices(one)
        open_office(one)
        tell_of_the_incident(one)
        attend_people(one)
        end_powers(one)
        give_hours(one)
        give_tasks(one)
        write_calendar(one)
        bring_residents(one)
        ask_for_slips(one)
        validate_some(one.entity, cast)
        talk_of_guides(one)
        hold_meetings(one)
        class_some(one)
        fill_folders(one)
        renew_terraces(one)
        ask_to_correct(one)
        send_round(one)
        write_what_waits(one)
    signed = sign_what_is_said(told)
    give_seals(told)
    for one in told:
        approve_what_is_clear(one)
        keep_book(one)
        notify_corrections(one)
        notify_what_waits(one)
        notify_some(one)
        carry_letters(one)
        fill_board(one)
        owe_letters(one)
        warn(one)
    for one in told:
        _close_late(one)
    return _count(data_dir, cast, told, signed, time.monotonic() - began)


def _adopt_scheme(province: Entity) -> None:
    """Long before the first of the stories: no case is opened in a series that has not begun."""
    with at(now() - timedelta(days=LONG_AGO)), working_for(province):
        if not Scheme.objects.exists():
            adopt_standard_scheme(province, by=program(province))
        if not Template.objects.exists():
            adopt_standard_templates(province, by=program(province))


def _put_up_notices(told: Told) -> None:
    """What the administrator of the entity tells everybody."""
    here = [said for said in read("notices.toml")["notice"] if said["town"] == told.entity.slug]
    for said in here:
        moment = moment_of(said["ago"], said["title"], now=told.now)
        with at(moment), working_for(told.entity):
            if not Notice.objects.filter(title=said["title"]).exists():
                ends_on = moment.date() + timedelta(days=said["days"])
                by = told.actor(said["by"])
                publish_notice(by=by, title=said["title"], text=said["text"], ends_on=ends_on)


def _close_late(told: Told) -> None:
    """Close what was only waiting for a signature that the seed has just had made."""
    unsigned = {item.case_title for item in told.to_sign if not item.is_signed}
    for story, step in told.late:
        if story.title in unsigned:
            continue
        with working_for(told.entity), told.unless_refused(f"{story.title}, {step.kind}"):
            case = CaseFile.objects.get(pk=told.cases[story.title].pk)
            close(case, step, told)


def _count(data_dir: Path, cast: Cast, told: list[Told], signed: int, seconds: float) -> DemoSummary:
    summary = DemoSummary(
        data_dir, cast.logins, is_new=True, entities=len(told), signed=signed, seconds=seconds
    )
    for one in told:
        with working_for(one.entity):
            summary.cases += CaseFile.objects.count()
            summary.documents += Document.objects.count()
        summary.troubles += one.troubles
    return summary
