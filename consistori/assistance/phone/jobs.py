"""What the machine does: send the address of a draft to whoever will sign it."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.assistance.models import HelpedDraft
from consistori.assistance.phone.after_signing import register_what_was_signed
from consistori.eoffice.filing.drafts import Content, last_day
from consistori.parties.ports import text_messages
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

__all__ = ["register_what_was_signed", "send_its_address"]


@entity_job(name="assistance.send_its_address", queue="mail", retry=5, priority=15)
def send_its_address(*, entity: Entity, helped_id: str, kind: str) -> None:
    """Send where the draft is, and that one must identify to see it; nothing of what it says."""
    with working_for(entity):
        helped = HelpedDraft.objects.open().filter(pk=helped_id).select_related("draft").first()
        if helped is None or helped.draft is None or helped.draft.is_sent:
            return
        draft = helped.draft
        to = Content.of(draft).contact.get("email" if kind == "email" else "phone", "")
        facts = {
            "title": helped.title,
            "helper": helped.helper_name,
            "day": last_day(draft),
            "url": f"{entity.public_url}/preparat/{helped.code_said}/",
            "entity": entity,
        }
    if not to:
        return
    with translation.override(draft.language):
        if kind == "email":
            subject = " ".join(render_to_string("assistance/mail/handed_subject.txt", facts).split())
            message = render_to_string("assistance/mail/handed_message.txt", facts).strip() + "\n"
            EmailMessage(subject, message, to=[to]).send()
        else:
            text = " ".join(render_to_string("assistance/mail/handed_sms.txt", facts).split())
            text_messages().send(to, text)
