"""Writing to each other: the person to whoever has their matter, and back, each with its notice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile, EntryTaken
from consistori.cases.policies import may_comment
from consistori.directory.roles import PROCESSES
from consistori.eoffice.folder.events import CitizenWrote, MessageAnswered, MessageSettled
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Conversation, FolderMessage
from consistori.eoffice.models.folder import LONGEST_MESSAGE
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Verdict, ensure
from consistori.registry.models import RegistryEntry
from consistori.tenancy import jobs
from consistori.trail import act, announce

SAME_WITHIN = timedelta(minutes=10)
MOST_A_DAY = 20

Matter = CaseFile | RegistryEntry


def may_answer(actor: Actor, conversation: Conversation) -> Verdict:
    """Whoever writes notes in the case; of an entry, whoever processes."""
    if conversation.case is not None:
        return may_comment(actor, conversation.case)
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    return Verdict(False, _("Citizens are answered by whoever processes their matters."))


@act
def write_to_town(matter: Matter, *, citizen: Citizen, text: str, language: str, by: Actor) -> FolderMessage:
    """A person writes to whoever has their case or entry. The same words again at once are written once.

    Raises `BadInput` (`text`), `Refusal` after twenty in a day.
    """
    said = _checked(text)
    conversation = _begun(matter, citizen.identifier, citizen.full_name or citizen.firm, language)
    mine = FolderMessage.objects.filter(conversation=conversation, is_theirs=True)
    known: FolderMessage | None = mine.filter(text=said, at__gt=now() - SAME_WITHIN).first()
    if known is not None:
        return known
    if mine.filter(at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refusal(
            _("You have written twenty messages today. Call us, or add it as a paper."), code="too-many"
        )
    message: FolderMessage = FolderMessage.objects.create(
        conversation=conversation, is_theirs=True, text=said, author_name=conversation.name,
        evidence=citizen.evidence[:128],
    )  # fmt: skip
    conversation.last_at, conversation.last_is_theirs = message.at, True
    conversation.seen_at, conversation.settled_at = message.at, None
    conversation.save()
    announce(
        CitizenWrote(
            conversation_id=conversation.pk, case_id=conversation.case_id, entry_id=conversation.entry_id,
            number=number_of(conversation),
        ),
        by=by,
    )  # fmt: skip
    return message


@act
def answer_citizen(conversation: Conversation, *, text: str, by: Actor) -> FolderMessage:
    """Whoever has the matter answers; the person is told by e-mail that there is something, and not what it says."""
    ensure(may_answer(by, conversation))
    said = _checked(text)
    kept = Conversation.objects.select_for_update().get(pk=conversation.pk)
    last = FolderMessage.objects.filter(conversation=kept).order_by("-at", "-id").first()
    if last is not None and not last.is_theirs and last.text == said and last.author_id == by.person_id:
        return last
    message: FolderMessage = FolderMessage.objects.create(
        conversation=kept, is_theirs=False, text=said, author_id=by.person_id, author_name=by.name
    )
    kept.last_at, kept.last_is_theirs, kept.settled_at = message.at, False, None
    kept.save(update_fields=["last_at", "last_is_theirs", "settled_at"])
    announce(MessageAnswered(conversation_id=kept.pk, number=number_of(kept)), by=by)
    _tell(kept)
    return message


@act
def write_first(
    matter: Matter, *, identifier: str, name: str, language: str, text: str, by: Actor
) -> FolderMessage:
    """Whoever has the matter begins the conversation with one of its people."""
    conversation = _begun(matter, identifier, name, language)
    return answer_citizen(conversation, text=text, by=by)


@act
def settle(conversation: Conversation, *, by: Actor) -> None:
    """The last message of the person needs no answer: it waits for nobody any more."""
    ensure(may_answer(by, conversation))
    kept = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not kept.last_is_theirs or kept.settled_at:
        raise AlreadyDone(_("It is answered already."))
    if (
        kept.last_at != conversation.last_at
    ):  # they have written something more, which nobody has read: it waits
        return
    kept.settled_at = now()
    kept.save(update_fields=["settled_at"])
    announce(MessageSettled(conversation_id=kept.pk, number=number_of(kept)), by=by)


def mark_seen(conversation: Conversation) -> None:
    """The person has opened it (not an act: the log of readings says it)."""
    if conversation.seen_at is None or conversation.seen_at < conversation.last_at:
        conversation.seen_at = now()
        conversation.save(update_fields=["seen_at"])


def conversations_of(citizen: Citizen) -> list[Conversation]:
    """All of a person, the last one first. One statement."""
    rows = Conversation.objects.of_person(citizen.identifier).select_related("case", "entry")
    return list(rows.order_by("-last_at")[:200])


def conversation_of(citizen: Citizen, matter: Matter) -> Conversation | None:
    """That of a person about a matter, with its messages; None when nobody has written."""
    rows = Conversation.objects.of_person(citizen.identifier).filter(**_key(matter))
    found: Conversation | None = rows.prefetch_related("messages").first()
    return found


def conversations_about(
    *, case: CaseFile | None = None, entry: RegistryEntry | None = None
) -> list[Conversation]:
    """Those of a case, with those of the entries that it took; or those of an entry. Two statements."""
    if case is not None:
        taken = EntryTaken.objects.standing().filter(case=case).values("entry_id")
        rows = Conversation.objects.filter(Q(case=case) | Q(entry__in=taken))
    else:
        rows = Conversation.objects.filter(entry=entry)
    return list(rows.select_related("case", "entry").prefetch_related("messages")[:50])


def waiting_for(person_id: UUID) -> QuerySet[Conversation]:
    """Of the cases that she carries and the entries that she holds, those whose last word is the citizen's.

    With its `number`, and its `title` where the case is not reserved.
    """
    hers = Q(case__carried_by_id=person_id) | Q(entry__state__held_by_id=person_id)
    rows: QuerySet[Conversation] = Conversation.objects.to_answer().filter(hers)
    return rows.order_by().annotate(
        number=Coalesce("case__number", "entry__reference"),
        title=Case(
            When(entry__isnull=False, then="entry__subject"),
            When(case__reserved=False, then="case__title"),
            default=Value(""),
        ),
    )


def number_of(conversation: Conversation) -> str:
    """The number of its case or of its entry."""
    if conversation.case is not None:
        return str(conversation.case.number)
    return str(conversation.entry.reference) if conversation.entry is not None else ""


def _begun(matter: Matter, identifier: str, name: str, language: str) -> Conversation:
    known, _made = Conversation.objects.get_or_create(
        identifier=identifier, **_key(matter), defaults={"name": name[:160], "language": language}
    )
    return Conversation.objects.select_for_update().get(pk=known.pk)


def _key(matter: Matter) -> dict[str, Matter]:
    return {"case": matter} if isinstance(matter, CaseFile) else {"entry": matter}


def _checked(text: str) -> str:
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise BadInput(_("Write the message."), field="text")
    if len(said) > LONGEST_MESSAGE:
        raise BadInput(_("At most three thousand letters: put the rest in a document."), field="text")
    return said


def _tell(conversation: Conversation) -> None:
    from consistori.eoffice.folder.jobs import write_that_there_is_a_message

    jobs.defer(write_that_there_is_a_message, conversation_id=str(conversation.pk))
