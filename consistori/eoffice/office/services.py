"""The acts of the office: its hours, its texts, its incidents, its notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.models import Incident, OfficeSetting, OfficeText, PublicNotice
from consistori.eoffice.office.hours import WEEK, HoursFault, read_day
from consistori.eoffice.office.letters import LETTERS
from consistori.eoffice.office.policies import may_keep_office
from consistori.eoffice.office_events import (
    IncidentChanged,
    IncidentPublished,
    OfficeSettingChanged,
    OfficeTextWritten,
    PublicNoticePublished,
    PublicNoticeWithdrawn,
)
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

LANGUAGES = ("ca", "es")


@act
def change_setting(
    *,
    by: Actor,
    hours: Sequence[str],
    creation_act: str = "",
    creation_published: str = "",
    creation_url: str = "",
    protection_email: str = "",
) -> OfficeSetting:
    """Say the hours of the counter (seven texts, Monday first) and where the office was created."""
    ensure(may_keep_office(by))
    days = [text.strip() for text in hours]
    if len(days) != WEEK:
        raise BadInput(_("The hours are said day by day, seven of them."), field="hours")
    for place, text in enumerate(days):
        try:
            read_day(text)
        except HoursFault as fault:
            raise BadInput(
                _("Write the hours like this: 9.00-14.00, 16.00-19.00"), field=f"day_{place}"
            ) from fault
    setting: OfficeSetting = OfficeSetting.objects.first() or OfficeSetting()
    setting.hours = days if any(days) else []
    setting.creation_act, setting.creation_published = creation_act.strip(), creation_published.strip()
    setting.creation_url, setting.protection_email = creation_url.strip(), protection_email.strip()
    setting.changed_at, setting.changed_by_name = now(), by.name
    setting.save()
    announce(
        OfficeSettingChanged(setting_id=setting.pk, hours=setting.hours, creation_act=setting.creation_act),
        by=by,
    )
    return setting


@act
def write_text(*, page: str, language: str, text: str, by: Actor) -> OfficeText:
    """Write the next version of a legal page in a language; an empty one goes back to the proposed text."""
    ensure(may_keep_office(by))
    if page not in LETTERS or language not in LANGUAGES:
        raise BadInput(_("The e-office has no such page."), field="page")
    before = OfficeText.objects.filter(page=page, language=language)
    last = before.order_by("-number").first()
    if last is not None and last.text == text.strip():
        raise AlreadyDone(_("The page says this already."))
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    made: OfficeText = OfficeText.objects.create(
        page=page,
        language=language,
        number=number,
        text=text.strip(),
        made_by=by.person_id,
        made_by_name=by.name,
    )
    announce(OfficeTextWritten(text_id=made.pk, page=page, language=language, number=number), by=by)
    return made


@act
def publish_incident(
    *,
    by: Actor,
    what_ca: str,
    starts_at: datetime,
    what_es: str = "",
    ends_at: datetime | None = None,
    is_planned: bool = False,
    alternative: str = "",
    extended_to: date | None = None,
    decision: str = "",
    is_general: bool = False,
) -> Incident:
    """Publish that the office does not work, or will not [publicar una incidència] (Llei 39/2015, art. 32.4)."""
    ensure(may_keep_office(by))
    if not what_ca.strip():
        raise BadInput(_("Say what does not work."), field="what_ca")
    _look_at(starts_at, ends_at, extended_to, decision)
    incident: Incident = Incident.objects.create(
        what_ca=what_ca.strip(),
        what_es=what_es.strip(),
        is_planned=is_planned,
        starts_at=starts_at,
        ends_at=ends_at,
        extended_to=extended_to,
        decision=decision.strip(),
        is_general=is_general,
        alternative=alternative.strip(),
        published_by_name=by.name,
    )
    announce(IncidentPublished(incident_id=incident.pk, what=incident.what_ca), by=by)
    return incident


@act
def change_incident(
    incident: Incident,
    *,
    by: Actor,
    ends_at: datetime | None,
    extended_to: date | None,
    decision: str,
    is_general: bool = False,
) -> None:
    """Say when it ended and to which day the terms not expired when it began are extended."""
    ensure(may_keep_office(by))
    _look_at(incident.starts_at, ends_at, extended_to, decision)
    incident.ends_at, incident.extended_to, incident.decision = ends_at, extended_to, decision.strip()
    incident.is_general = is_general
    incident.save(update_fields=["ends_at", "extended_to", "decision", "is_general"])
    announce(
        IncidentChanged(
            incident_id=incident.pk,
            what=incident.what_ca,
            ends_at=ends_at.isoformat() if ends_at else "",
            extended_to=extended_to.isoformat() if extended_to else "",
            decision=incident.decision,
        ),
        by=by,
    )


def _look_at(starts_at: datetime, ends_at: datetime | None, extended_to: date | None, decision: str) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise BadInput(_("It would end before it begins."), field="ends_at")
    if extended_to is not None and extended_to < starts_at.date():
        raise BadInput(_("Terms are extended to a day after the incident."), field="extended_to")
    if extended_to is not None and not decision.strip():
        raise BadInput(
            _("Say which decision extends the terms: without it no term is extended."),
            field="decision",
            article="Llei 39/2015, art. 32.4",
        )


@act
def publish_public_notice(
    *,
    by: Actor,
    title_ca: str,
    title_es: str = "",
    text_ca: str = "",
    text_es: str = "",
    day: date | None = None,
    starts_on: date | None = None,
    last_day: date | None = None,
) -> PublicNotice:
    """Tell everybody something at the door of the office [publicar un avís]; `last_day` is the last it is shown."""
    ensure(may_keep_office(by))
    first = starts_on or today()
    if not title_ca.strip():
        raise BadInput(_("Say in a few words what it is about."), field="title_ca")
    if last_day is not None and last_day < first:
        raise BadInput(_("It would end before it begins."), field="last_day")
    notice: PublicNotice = PublicNotice.objects.create(
        title_ca=title_ca.strip(),
        title_es=title_es.strip(),
        text_ca=text_ca.strip(),
        text_es=text_es.strip(),
        day=day,
        starts_on=first,
        last_day=last_day,
        published_by_name=by.name,
    )
    announce(PublicNoticePublished(notice_id=notice.pk, title=notice.title_ca), by=by)
    return notice


@act
def withdraw_public_notice(notice: PublicNotice, *, by: Actor) -> None:
    """Take it down; it stays written that it was there."""
    ensure(may_keep_office(by))
    if notice.withdrawn_at:
        raise AlreadyDone(_("This notice was taken down already."))
    notice.withdrawn_at = now()
    notice.save(update_fields=["withdrawn_at"])
    announce(PublicNoticeWithdrawn(notice_id=notice.pk, title=notice.title_ca), by=by)
