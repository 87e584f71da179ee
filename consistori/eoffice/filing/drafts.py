"""Acts on drafts: begin, save, throw away. Whoever is not its owner is told that it is not here, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.selectors import Shown
from consistori.documents.waiting import forget_waiting
from consistori.eoffice.filing.events import DraftPrepared
from consistori.eoffice.filing.sealing import close, owner_of, unclose
from consistori.eoffice.filing.together import Together, checked_together
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Draft
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.parties.policies import may_edit_parties
from consistori.parties.services.checks import checked_channel, checked_identifier
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

DAYS = 30
"""How long a draft waits since it was last touched."""

MOST_OPEN = 50
"""Drafts that one person may have open in a town."""

WHO = "who"
PAPERS = "papers"


class Content:
    """What a draft holds, in clear: `answers` of the form, `contact` for notices, and `pending` and `proof`, the
    application already signed and what proves for whom (PDF in base64), that wait to be kept. `together` are those who
    ask with its owner."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.answers: dict[str, Any] = said.get("answers", {})
        self.contact: dict[str, str] = said.get("contact", {})
        self.pending: str = said.get("pending", "")
        self.proof: str = said.get("proof", "")
        self.together: dict[str, Any] = said.get("together", {})

    @classmethod
    def of(cls, draft: Draft) -> Content:
        """That of a draft; of one that was sent, nothing. Raises `DoesNotOpen`."""
        if not draft.sealed:
            return cls({})
        return cls(unclose(draft.sealed, bound_to=_bound(draft)))

    def put(self, draft: Draft) -> None:
        """Close it in the draft, and let its days count again."""
        said = {
            "answers": self.answers, "contact": self.contact, "pending": self.pending, "proof": self.proof,
            "together": self.together,
        }  # fmt: skip
        draft.sealed = close(said, bound_to=_bound(draft))
        draft.saved_at = now()
        draft.expires_at = draft.saved_at + timedelta(days=DAYS)
        draft.warned_at = None


def _bound(draft: Draft) -> str:
    return f"{draft.entity_id}:{draft.pk}"


def owner_of_citizen(citizen: Citizen) -> str:
    """Whose drafts this person sees: their own, or those of the firm that they have come in for."""
    who = citizen.identifier + (f"/{citizen.firm_identifier}" if citizen.represents_firm else "")
    return owner_of(current_entity().pk, who)


def own_draft(citizen: Citizen, code: str, key: UUID, *, locked: bool = False) -> Draft:
    """The draft of that address if it is theirs; one question, the same for whoever it is. Raises `NotHere`."""
    rows = Draft.objects.select_for_update() if locked else Draft.objects.select_related("entry")
    found: Draft | None = rows.filter(pk=key, owner=owner_of_citizen(citizen), procedure=code).first()
    if found is None:
        raise NotHere
    return found


@act
def begin_draft(
    shown: Shown, *, citizen: Citizen, contact: dict[str, str] | None = None, language: str = "ca",
    together: Together | None = None,
) -> Draft:  # fmt: skip
    """Begin to fill in a procedure [començar un tràmit], alone or with others. Raises `BadInput` with its field."""
    owner = owner_of_citizen(citizen)
    if Draft.objects.open().filter(owner=owner).count() >= MOST_OPEN:
        raise AlreadyDone(_("You have fifty drafts open: send or throw away one of them first."))
    draft = _new(shown, owner, language)
    content = Content({"contact": checked_contact(contact or {})})
    content.together = checked_together(together or Together(), citizen).said()
    content.put(draft)
    draft.done = [WHO]
    draft.save(force_insert=True)
    return draft


@act
def prepare_draft(
    shown: Shown, *, by: Actor, identifier: str, answers: dict[str, Any] | None = None,
    contact: dict[str, str] | None = None, language: str = "ca",
) -> Draft:  # fmt: skip
    """Leave a draft for a person who is at the counter or on the telephone: only they can open, sign and send it."""
    ensure(may_edit_parties(by))
    checked = checked_identifier(identifier)
    if checked is None:
        raise BadInput(_("Write the number of whoever will sign it."), field="identifier")
    draft = _new(shown, owner_of(current_entity().pk, checked.value), language)
    draft.prepared_by = by.name
    content = Content({"contact": checked_contact(contact or {})})
    content.answers = answers or {}
    content.put(draft)
    draft.save(force_insert=True)
    announce(DraftPrepared(draft_id=draft.pk, procedure=draft.procedure), by=by)
    return draft


def _new(shown: Shown, owner: str, language: str) -> Draft:
    return Draft(
        procedure=shown.sheet.code,
        version_id=shown.version_id,
        version_number=shown.number,
        owner=owner,
        language=language if language in ("ca", "es") else "ca",
    )


@act
def save_contact(
    draft: Draft, contact: dict[str, str], *, citizen: Citizen | None = None, together: Together | None = None
) -> None:
    """Where to send notices about it, and who asks with whom. `draft` is locked. Raises `BadInput`."""
    _ensure_open(draft)
    content = Content.of(draft)
    content.contact = checked_contact(contact)
    if together is not None and citizen is not None:
        content.together = checked_together(together, citizen).said()
    _save(draft, content, done=WHO, is_right=True)


@act
def save_answers(draft: Draft, answers: dict[str, Any], *, page: str, is_right: bool) -> None:
    """Keep what was written in a page, right or wrong. `draft` is locked; the page is done only when it is right."""
    _ensure_open(draft)
    content = Content.of(draft)
    content.answers = answers
    _save(draft, content, done=page, is_right=is_right)


@act
def mark_papers(draft: Draft) -> None:
    """The page of papers was passed. `draft` is locked."""
    _ensure_open(draft)
    _save(draft, Content.of(draft), done=PAPERS, is_right=True)


def _save(draft: Draft, content: Content, *, done: str, is_right: bool) -> None:
    content.put(draft)
    rest = [key for key in draft.done if key != done]
    draft.done = [*rest, done] if is_right else rest
    draft.save(update_fields=["sealed", "saved_at", "expires_at", "warned_at", "done"])


def touch(draft: Draft) -> None:
    """Let its days count again: something in it changed."""
    draft.saved_at = now()
    draft.expires_at = draft.saved_at + timedelta(days=DAYS)
    draft.warned_at = None
    draft.save(update_fields=["saved_at", "expires_at", "warned_at"])


@act
def throw_away(draft: Draft) -> None:
    """Throw away a draft and its papers, for ever. `draft` is locked; what was sent stays."""
    _ensure_open(draft)
    erase(draft)


def erase(draft: Draft) -> None:
    """Erase a draft and the bytes of its papers that nothing else has."""
    hashes = set(draft.papers.values_list("sha256", flat=True))
    draft.delete()
    forget_waiting(hashes)


def _ensure_open(draft: Draft) -> None:
    if draft.is_sent:
        raise AlreadyDone(_("It was sent already: it does not change any more."))


def checked_contact(said: dict[str, str]) -> dict[str, str]:
    """E-mail and telephone, tidy, or a refusal that names its field; both may be empty."""
    found = {}
    for field in ("email", "phone"):
        if raw := said.get(field, "").strip()[:254]:
            found[field] = checked_channel(field, raw, field=field)
    return found


def days_left(draft: Draft, moment: datetime) -> int:
    """How many days it still waits."""
    return max(0, (draft.expires_at - moment).days)


def last_day(draft: Draft) -> date:
    """The day until which it waits."""
    from django.utils import timezone

    return timezone.localdate(draft.expires_at)
