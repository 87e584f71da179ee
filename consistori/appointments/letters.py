"""What is written to whoever has an appointment: the message, and the file that their calendar takes."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from consistori.appointments.calendar import CANCEL, REQUEST, Entry, as_icalendar
from consistori.appointments.models import Appointment
from consistori.appointments.models.offer import Way
from consistori.tenancy.models import Entity

SUBJECTS = ("given", "moved", "cancelled", "reminder")


def own_url(appointment: Appointment, entity: Entity) -> str:
    """The address of its own page, that only whoever received it has."""
    return f"{entity.public_url}/cita/meva/{appointment.pk}/{appointment.seal}/"


def where_of(appointment: Appointment, entity: Entity) -> str:
    """Where they meet, in words."""
    if appointment.way == Way.PHONE:
        return _("By phone: we call %(phone)s") % {"phone": appointment.phone}
    if appointment.way == Way.VIDEO:
        return _("By video, from the page of the appointment")
    parts = (_capital(appointment.desk.place), entity.name, entity.address)
    return ", ".join(part for part in parts if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def calendar_of(appointment: Appointment, entity: Entity) -> bytes:
    """Its file for calendars."""
    where, url = where_of(appointment, entity), own_url(appointment, entity)
    lines = [_capital(appointment.service.name), _capital(appointment.desk.name), where]
    if appointment.service.bring:
        lines.append(_("Bring: %(what)s") % {"what": appointment.service.bring})
    lines.append(_("To change it or cancel it: %(url)s") % {"url": url})
    return as_icalendar(
        Entry(
            uid=f"{appointment.pk}@{entity.slug}.consistori",
            sequence=appointment.sequence,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            stamped_at=appointment.cancelled_at or appointment.booked_at,
            title=f"{_capital(appointment.service.name)} · {entity.short_name}",
            where=where,
            text="\n".join(lines),
            url=url,
            organiser=entity.email or settings.DEFAULT_FROM_EMAIL,
            organiser_name=entity.name,
            attendee=appointment.email,
            attendee_name=appointment.name,
            is_cancelled=appointment.cancelled_at is not None,
        )
    )


def letter_of(appointment: Appointment, what: str, entity: Entity) -> EmailMessage:
    """The message of one of `SUBJECTS`, in the language of whoever asked for it."""
    with translation.override(appointment.language):
        facts = {
            "appointment": appointment,
            "entity": entity,
            "where": where_of(appointment, entity),
            "url": own_url(appointment, entity),
        }
        subject = " ".join(render_to_string(f"appointments/mail/{what}_subject.txt", facts).split())
        text = render_to_string(f"appointments/mail/{what}_message.txt", facts).strip() + "\n"
        message = EmailMessage(subject, text, to=[appointment.email])
        method = CANCEL if appointment.cancelled_at else REQUEST
        message.attach("cita.ics", calendar_of(appointment, entity), f"text/calendar; method={method}")
    return message
