"""What the machine does for the folder: say by e-mail that there is something in it, never what."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.eoffice.folder.talking import number_of
from consistori.eoffice.models import Conversation
from consistori.parties.models import Channel
from consistori.parties.selectors import holder_of
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@entity_job(name="eoffice.write_that_there_is_a_message", queue="mail", retry=8)
def write_that_there_is_a_message(*, entity: Entity, conversation_id: str) -> None:
    """Tell a person that whoever has their matter has written; where they left no e-mail, the folder alone says it."""
    with working_for(entity):
        row = Conversation.objects.unread().filter(pk=conversation_id).select_related("case", "entry").first()
        if row is None:
            return
        party = holder_of(row.identifier)
        rows = Channel.objects.filter(party=party, kind=Channel.Kind.EMAIL, until=None).order_by("-is_main")
        channel = rows.first() if party is not None else None
        facts = {
            "number": number_of(row),
            "entity": entity,
            "url": f"{entity.public_url}/carpeta/",
            "name": row.name,
        }
        language = row.language
    if channel is None:
        return
    with translation.override(language):
        subject = " ".join(render_to_string("eoffice/mail/message_subject.txt", facts).split())
        text = render_to_string("eoffice/mail/message_message.txt", facts).strip() + "\n"
    EmailMessage(subject, text, to=[channel.value]).send()
