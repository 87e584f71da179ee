"""What the machine does for the letters of the term: make them, tell of them, and each night see that none is owed."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.eoffice.filing.term_letters import selectors
from consistori.eoffice.filing.term_letters.acts import NoTerm, begin_letter
from consistori.eoffice.filing.term_letters.making import make
from consistori.eoffice.models import TermLetter
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.registry.models import RegistryEntry
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

LOOKED_BACK = timedelta(days=60)


@entity_job(name="eoffice.begin_term_letter", queue="default", retry=5)
def begin_term_letter(*, entity: Entity, entry_id: str) -> None:
    """Begin the letter of an entry that has just come in, if its procedure has a term."""
    with working_for(entity):
        entry = RegistryEntry.objects.get(pk=entry_id)
        try:
            begin_letter(entry, by=Actor.program(entity.pk))
        except (NoTerm, AlreadyDone, BadInput):
            return


@entity_job(name="eoffice.make_term_letter", queue="default", retry=8)
def make_term_letter(*, entity: Entity, letter_id: str) -> None:
    """Draw it, seal it and let it out."""
    make(entity, letter_id)


@entity_job(name="eoffice.tell_of_term_letter", queue="mail", retry=8)
def tell_of_letter(*, entity: Entity, letter_id: str) -> None:
    """Say by e-mail that a letter waits in the folder; nothing of what it says."""
    with working_for(entity):
        letter = TermLetter.objects.select_related("entry").get(pk=letter_id)
        addresses = selectors.addresses_of(letter)
        language, reference = letter.entry.language, letter.entry.reference
    facts = {"entity": entity, "reference": reference, "url": f"{entity.public_url}/carpeta/"}
    with translation.override(language):
        subject = " ".join(render_to_string("eoffice/mail/term_letter_subject.txt", facts).split())
        message = render_to_string("eoffice/mail/term_letter_message.txt", facts).strip() + "\n"
    for address in addresses:
        EmailMessage(subject, message, to=[address]).send()


@by_the_clock("41 3 * * *", name="eoffice.look_after_term_letters")
def look_after_every_night(timestamp: int) -> None:
    """Every night: begin the letters that nobody began, and try again those that could not be made."""
    in_each_town(look_after)


def look_after(entity: Entity) -> int:
    """In one town; how many were put in the queue again."""
    with working_for(entity):
        owed = selectors.entries_without_letter(since=now() - LOOKED_BACK).values_list("pk", flat=True)
        owed = [str(pk) for pk in owed[:500]]
        for pk in owed:
            defer(begin_term_letter, entry_id=pk)
        stuck = TermLetter.objects.filter(
            state=TermLetter.State.MAKING, made_at__lt=now() - timedelta(hours=1)
        )
        again = [str(pk) for pk in stuck.values_list("pk", flat=True)[:500]]
        for pk in again:
            defer(make_term_letter, letter_id=pk)
    return len(owed) + len(again)
