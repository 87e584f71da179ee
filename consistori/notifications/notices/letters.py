"""The words of a notice: that there is something, where and until when. Never what it is, nor whose if it is of a
person.

An address may be shared, or written wrong: whoever reads it learns nothing (R-NOT-10; Llei 39/2015, art. 41.6). The
name of a firm is said, so that whoever manages many knows for which one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.notifications.models import Notice, Notification
from consistori.notifications.notices import returns
from consistori.parties.models import Party
from consistori.tenancy.models import Entity

PATH = "carpeta/notificacions/"
LONGEST_SMS = 160


def letter_of(notice: Notice, entity: Entity, at: datetime) -> EmailMessage:
    """The e-mail, from the town, that comes back to an address of its own."""
    facts = facts_of(notice, entity, at)
    with translation.override(notice.language):
        subject = " ".join(render_to_string("notifications/mail/notice_subject.txt", facts).split())
        text = render_to_string("notifications/mail/notice_message.txt", facts).strip() + "\n"
    shown = formataddr((entity.name, returns.from_address()))
    headers = {
        "From": shown,
        "Message-ID": notice.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    reply_to = [formataddr((entity.name, entity.email))] if entity.email else []
    return EmailMessage(
        subject, text, from_email=returns.return_address(entity.pk, notice.pk), to=[notice.value],
        reply_to=reply_to, headers=headers,
    )  # fmt: skip


def text_of(notice: Notice, entity: Entity, at: datetime) -> str:
    """The text message."""
    with translation.override(notice.language):
        said = render_to_string("notifications/mail/notice_sms.txt", facts_of(notice, entity, at))
    return " ".join(said.split())


def facts_of(notice: Notice, entity: Entity, at: datetime) -> dict[str, Any]:
    """What may be said: the town, since when, until when if it lapses, where; the name of a firm."""
    row: Notification = notice.notification
    party: Party = row.party
    until = row.expires_at
    return {
        "entity": entity,
        "firm": "" if party.is_person else row.addressee_name,
        "since": row.available_at,
        "last_moment": until - timedelta(seconds=1) if until is not None and until > at else None,
        "is_paper": row.channel == "paper",
        "is_again": notice.round > 1,
        "url": f"{entity.public_url}/{PATH}",
    }
