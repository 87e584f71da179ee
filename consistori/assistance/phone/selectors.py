"""Questions of the telephone: what is being filled in, a procedure as one says it aloud, short addresses."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from consistori.assistance.contacts.acts import front_acts
from consistori.assistance.contacts.selectors import resolved_here
from consistori.assistance.models import AssistedFiling, HelpedDraft
from consistori.assistance.phone import codes
from consistori.catalogue.procedures.selectors import Shown, find, procedure
from consistori.catalogue.procedures.sentences import fee_words, silence_words, term_words
from consistori.catalogue.procedures.sheet import in_words
from consistori.eoffice.filing.drafts import WHO
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.signature.models import SignatureRequest

MOST = 30


@dataclass(frozen=True)
class Aloud:
    """A procedure as it is told by telephone: what to say, what is asked for, its cost, what this post resolves."""

    shown: Shown
    name: str
    plain: str
    summary: str
    script: str
    papers: list[tuple[str, bool]]
    consults: list[str]
    term: str
    silence: str
    fee: str
    body: str
    resolves: list[str]
    by_office: bool


def language() -> str:
    """The language in which whoever attends reads."""
    return "es" if (get_language() or "ca").startswith("es") else "ca"


def aloud(code: str, actor: Actor) -> Aloud:
    """The sheet of a procedure, to be said. Raises `NotHere`."""
    shown = procedure(code)
    sheet, said = shown.sheet, language()
    return Aloud(
        shown=shown,
        name=in_words(sheet.name, said) or sheet.code,
        plain=in_words(sheet.plain, said),
        summary=in_words(sheet.summary, said),
        script=in_words(sheet.script, said),
        papers=[(in_words(paper.title, said), paper.required) for paper in sheet.papers],
        consults=[in_words(one.what, said) for one in sheet.consults],
        term=term_words(sheet.term),
        silence=silence_words(sheet),
        fee=fee_words(sheet),
        body=in_words(sheet.body, said),
        resolves=[str(front_acts.label(name)) for name in resolved_here(actor, code)],
        by_office=sheet.is_for_citizens and "online" in sheet.channels,
    )


def found(words: str) -> list[tuple[str, str, str]]:
    """What answers to what the caller says: code, name and why."""
    said = language()
    return [
        (one.shown.code, in_words(one.shown.sheet.plain, said) or one.shown.code, one.why)
        for one in find(words, said, limit=8)
    ]


def being_helped(actor: Actor) -> list[HelpedDraft]:
    """What this person is filling in with somebody, or waits for them; the last first. One statement."""
    rows = HelpedDraft.objects.open().filter(helper_id=actor.person_id).select_related("party", "draft")
    return list(rows[:MOST])


def opened_by_owner(helped: HelpedDraft) -> bool:
    """Whether whoever will sign it has opened it with their identity."""
    return helped.draft is not None and WHO in helped.draft.done


def behind(code: str) -> HelpedDraft | None:
    """What waits behind a short address, if it still does. One statement."""
    tidy = codes.tidy(code)
    if len(tidy) != codes.LENGTH:
        return None
    found_row: HelpedDraft | None = (
        HelpedDraft.objects.open().filter(code=tidy).select_related("draft").first()
    )
    return None if found_row is None or found_row.draft is None or found_row.draft.is_sent else found_row


def filing_of(helped: HelpedDraft) -> AssistedFiling | None:
    """What is being filed before an officer with this draft. One statement."""
    found_row: AssistedFiling | None = (
        AssistedFiling.objects.filter(helped=helped, state__in=["consent", "signing"])
        .select_related("officer", "party", "application", "consent")
        .first()
    )
    return found_row


def asked_of(row: AssistedFiling, person_id: UUID) -> UUID | None:
    """The request by which this person is asked to sign what is filed, while it waits. One statement."""
    if row.application_id is None or row.state != AssistedFiling.State.SIGNING:
        return None
    waiting = SignatureRequest.objects.waiting().filter(document_id=row.application_id, signer_id=person_id)
    found_key: UUID | None = waiting.values_list("pk", flat=True).first()
    return found_key


def filing(key: object) -> AssistedFiling:
    """One of them. Raises `NotHere`."""
    found_row: AssistedFiling | None = (
        AssistedFiling.objects.filter(pk=key)
        .select_related("officer", "party", "application", "consent", "entry", "helped")
        .first()
    )
    if found_row is None:
        raise NotHere
    return found_row
