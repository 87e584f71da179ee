"""What the rooms below put in the calendar: terms, yearly duties, absences, appointments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.appointments.models import Appointment
from consistori.appointments.policies import may_read_agenda
from consistori.appointments.selectors import midnight
from consistori.deadlines import subjects
from consistori.deadlines.chips import nearness
from consistori.deadlines.models import Computation, Deadline
from consistori.desk.calendar.layers import DAY, Happening
from consistori.directory.models import Absence
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tasks.models import Duty, Task
from consistori.tasks.policies import may_see as may_see_tasks
from consistori.ui import dates

MOST = 600
SOON = 15


def terms_between(actor: Actor, first: date, until: date) -> list[Happening]:
    """The last days of the terms that run, of what the actor may see, where the law moves them; and the yearly
    duties that a rule fixes. Four statements.
    """
    nominal = Computation.objects.filter(deadline=OuterRef("pk"), number=OuterRef("number")).values("nominal")
    rows = Deadline.objects.running().filter(
        entity_id=actor.entity_id, is_stopped=False, not_before__gte=first, not_before__lt=until
    )  # fmt: skip
    terms = list(rows.select_related("party").annotate(nominal=Subquery(nominal[:1]))[:MOST])
    told = _told(actor, terms)
    found = [
        _term(term, told[key]) for term in terms if (key := (term.subject_kind, term.subject_id)) in told
    ]
    return found + _duties(actor, first, until, by_law=True)


def _told(actor: Actor, terms: Iterable[Deadline]) -> dict[tuple[str, UUID], subjects.Told]:
    ids: dict[str, set[UUID]] = defaultdict(set)
    for term in terms:
        ids[term.subject_kind].add(term.subject_id)
    return {
        (kind, pk): told
        for kind, keys in ids.items()
        if (known := subjects.kind_of(kind)) is not None
        for pk, told in known.tell(actor, keys).items()
    }


def _term(term: Any, told: subjects.Told) -> Happening:
    notes = [term.label, told.number]
    if not term.is_sure:
        notes.insert(0, _("not before this day: a calendar is missing"))
    elif term.nominal and term.nominal != term.not_before:
        day = dates.short_day(term.nominal, weekday=True)
        notes.insert(0, _("moved by the law: %(day)s does not count") % {"day": day})
    return Happening(
        layer="deadlines",
        title=told.title,
        starts_on=term.not_before,
        ends_on=term.not_before + DAY,
        tone=str(nearness(term, today())),
        note=" · ".join(notes),
        url=told.url,
        why_url=term.get_absolute_url(),
        uid=f"term-{term.pk}",
        entity_id=term.entity_id,
    )


def campaigns_between(actor: Actor, first: date, until: date) -> list[Happening]:
    """The yearly duties that no rule fixes. Two statements."""
    return _duties(actor, first, until, by_law=False)


def _duties(actor: Actor, first: date, until: date, *, by_law: bool) -> list[Happening]:
    if not may_see_tasks(actor):
        return []
    rows = list(Duty.objects.live().filter(entity_id=actor.entity_id, by_law=by_law).exclude(every="week"))
    ends = [(duty, end) for duty in rows for end in duty.rhythm.ends(max(first, duty.begun_on), until - DAY)]
    given = Task.objects.filter(duty__in=rows, due_on__gte=first, due_on__lt=until) if ends else []
    states = {(task.duty_id, task.due_on): task.state for task in given}
    return [_duty(duty, end, states.get((duty.pk, end), "")) for duty, end in ends]


def _duty(duty: Duty, end: date, state: str) -> Happening:
    left = (end - today()).days
    tone = "calm"
    if state in (Task.State.DONE, Task.State.CANCELLED):
        tone = "met"
    elif state and left < SOON:
        tone = "overdue" if left < 0 and duty.by_law else "soon"
    return Happening(
        layer="deadlines" if duty.by_law else "campaigns",
        title=duty.title,
        starts_on=end,
        ends_on=end + DAY,
        tone=tone if duty.by_law else "",
        note=duty.article,
        url=duty.get_absolute_url(),
        uid=f"duty-{duty.pk}-{end:%Y%m%d}",
        entity_id=duty.entity_id,
    )


def absences_between(actor: Actor, first: date, until: date) -> list[Happening]:
    """Who is away and who covers; never why. One statement."""
    rows = Absence.objects.told().filter(entity_id=actor.entity_id, starts_on__lt=until)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=first)).select_related("person", "covered_by")
    return [_absence(one, until) for one in rows]


def _absence(one: Absence, until: date) -> Happening:
    covers = one.covered_by
    return Happening(
        layer="absences",
        title=_("%(name)s is away") % {"name": one.person.given_name},
        starts_on=one.starts_on,
        ends_on=one.ends_on or max(until, one.starts_on + DAY),
        note=_("%(name)s covers") % {"name": covers.given_name} if covers else "",
        url=reverse("directory:person", args=[one.person_id]),
        people=(one.person_id,),
        uid=f"absence-{one.pk}",
        entity_id=one.entity_id,
    )


def appointments_between(actor: Actor, first: date, until: date) -> list[Happening]:
    """The appointments given, by their service and never by whose they are, for whoever reads the agenda. One
    statement.
    """
    if not may_read_agenda(actor):
        return []
    rows = Appointment.objects.standing().filter(
        entity_id=actor.entity_id, starts_at__gte=midnight(first), starts_at__lt=midnight(until)
    )  # fmt: skip
    return [_appointment(one) for one in rows.select_related("service", "desk")[:MOST]]


def _appointment(one: Appointment) -> Happening:
    day = timezone.localtime(one.starts_at).date()
    return Happening(
        layer="visits",
        title=_("Appointment: %(service)s") % {"service": one.service.name},
        starts_on=day,
        ends_on=day + DAY,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        note=" · ".join(filter(None, [one.desk.name, one.get_way_display()])),
        url=one.get_absolute_url(),
        people=(one.desk.person_id,) if one.desk.person_id else (),
        uid=f"appointment-{one.pk}",
        entity_id=one.entity_id,
    )
