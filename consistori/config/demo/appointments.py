"""The appointments of the demo: what is attended, who attends, and some that were given or are already past."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from consistori.appointments import selectors
from consistori.appointments.models import Appointment, Desk, Service
from consistori.appointments.models.offer import Way
from consistori.appointments.services import (
    Asker,
    attend,
    call,
    close_days,
    give_appointment,
    save_desk,
    save_service,
    was_missed,
    welcome,
)
from consistori.config.demo.moments import HERE, at, working_day
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told
from consistori.kernel.clock import today
from consistori.parties.models import Channel, Party
from consistori.tenancy.scope import working_for

ENDINGS = {"attended": attend, "missed": was_missed, "here": welcome, "called": call}
A_DAY = timedelta(days=1)


def give_hours(told: Told) -> None:
    """Put the desks and the services of a town and give some hours; what is there stays."""
    here = [said for said in read("appointments.toml")["town"] if said["slug"] == told.entity.slug]
    for said in here:
        with working_for(told.entity):
            if Service.objects.exists():
                continue
            services = _offer(said, told)
        for one in said.get("past", ()):
            with told.unless_refused(f"appointment of {one['who']}"):
                _tell_past(one, services[one["service"]], told)
        for one in said.get("today", ()):
            with told.unless_refused(f"appointment of {one['who']}"):
                _tell_today(one, services[one["service"]], told)
        for one in said.get("given", ()):
            with working_for(told.entity), told.unless_refused(f"appointment of {one['who']}"):
                _give(one, services[one["service"]], told, said["by"], today(), one["day"])


def _offer(said: dict[str, Any], told: Told) -> dict[str, Service]:
    by = told.actor(said["by"])
    desks: dict[str, Desk] = {}
    for one in said["desk"]:
        more = {name: value for name, value in one.items() if name not in ("key", "person")}
        person = told.cast.people[one["person"]] if "person" in one else None
        desks[one["key"]] = save_desk(by=by, person=person, **more)
    services = {}
    for one in said["service"]:
        more = {name: value for name, value in one.items() if name != "desks"}
        services[one["key"]] = save_service(by=by, desks=[desks[key] for key in one["desks"]], **more)
    for one in said.get("closed", ()):
        first = today() + timedelta(days=one["ahead"])
        reasons = {name: one[name] for name in ("reason_ca", "reason_es")}
        last = first + timedelta(days=one["days"] - 1)
        close_days(by=by, desk=desks[one["desk"]], first_on=first, last_on=last, **reasons)
    return services


def _give(
    one: dict[str, Any], service: Service, told: Told, by: str, first: date, day: int
) -> Appointment | None:
    """The hour that is in that place of the `day`-th day with hours, from `first` on; None where none is left."""
    service = selectors.service_named(service.key)
    days = [offer for n in range(30) if (offer := selectors.day_offer(service, first + n * A_DAY)).hours]
    if not days:
        return None
    hours: list[datetime] = list(days[min(day, len(days) - 1)].hours)
    party = told.who(one["who"])
    return give_appointment(
        by=told.actor(by),
        service=service,
        starts_at=hours[min(one["place"], len(hours) - 1)],
        way=one.get("way", Way.COUNTER),
        asker=_asker(party, one.get("about", "")),
        through=one.get("through", "counter"),
    )


def _tell_past(one: dict[str, Any], service: Service, told: Told) -> None:
    day = working_day(one["ago"], today=told.now.date())
    morning = datetime.combine(day - 3 * A_DAY, datetime.min.time(), told.now.tzinfo) + timedelta(hours=9)
    with at(morning), working_for(told.entity):
        made = _give(one, service, told, "nuria.camps", day, 0)
    if made is not None and made.ends_at < told.now:
        with at(made.ends_at), working_for(told.entity):
            ENDINGS[one["ending"]](made, by=told.actor("nuria.camps"))


def _tell_today(one: dict[str, Any], service: Service, told: Told) -> None:
    """Somebody of this very day, if today is a working one."""
    morning = datetime.combine(told.now.astimezone(HERE).date(), time(7), tzinfo=HERE)
    with at(morning), working_for(told.entity):
        hours = list(selectors.day_offer(selectors.service_named(service.key), morning.date()).hours)
        if not hours:
            return
        made = _give(one, service, told, "nuria.camps", morning.date(), 0)
    if made is not None and one.get("ending"):
        with at(max(made.starts_at, morning)), working_for(told.entity):
            ENDINGS[one["ending"]](made, by=told.actor("nuria.camps"))


def _asker(party: Party, about: str) -> Asker:
    channels = {row.kind: row.value for row in Channel.objects.filter(party=party)}
    phone = channels.get("mobile", channels.get("phone", "972 000 100"))
    return Asker(
        name=party.display_name,
        email=channels.get("email", ""),
        phone=phone,
        language=party.language,
        about=about,
        party=party,
        proven="staff",
    )
