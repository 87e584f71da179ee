"""What the machine does for codes: send them, and forget them the day after."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.kernel.clock import now
from consistori.parties.lines.services import code_of
from consistori.parties.models import LineCode
from consistori.parties.ports import text_messages
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

KEPT = timedelta(days=1)


@entity_job(name="parties.send_the_code", queue="mail", retry=3, priority=20)
def send_the_code(*, entity: Entity, code_id: str) -> None:
    """Send a code to its line while its minutes last; one that comes late would only confuse."""
    with working_for(entity):
        row = LineCode.objects.open(now()).filter(pk=code_id, sent_at=None).first()
    if row is None:
        return
    facts = {"code": code_of(row), "entity": entity}
    with translation.override(row.language):
        if row.kind == LineCode.Kind.EMAIL:
            subject = " ".join(render_to_string("parties/mail/code_subject.txt", facts).split())
            message = render_to_string("parties/mail/code_message.txt", facts).strip() + "\n"
            EmailMessage(subject, message, to=[row.value]).send()
        else:
            text = " ".join(render_to_string("parties/mail/code_sms.txt", facts).split())
            text_messages().send(row.value, text)
    with working_for(entity):
        LineCode.objects.filter(pk=row.pk).update(sent_at=now())


@by_the_clock("41 2 * * *", name="parties.forget_codes")
def forget_codes(timestamp: int) -> None:
    """Every night: codes of more than a day ago are forgotten, with the line that they name."""
    in_each_town(forget_old_codes)


def forget_old_codes(entity: Entity) -> None:
    """Forget those of one town."""
    with working_for(entity):
        LineCode.objects.filter(asked_at__lt=now() - KEPT).delete()
