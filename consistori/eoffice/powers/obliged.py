"""The letters that ask to correct: a firm that came with paper, a representation that was not proved.

Whoever must go electronic and files on paper is asked to file electronically in ten working days, and the day of that
filing is the one that counts (Llei 39/2015, art. 68.4; RD 203/2021, art. 14.1; R-ELE-04). Whoever acts for another
without proof has ten working days to bring it (art. 5.6; R-REP-05).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import EntryTaken
from consistori.cases.services import add_document
from consistori.documents.models import Document
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Field, Subject
from consistori.documents.templating.house_fields import long_date
from consistori.documents.writing.house import begin_from_code
from consistori.eoffice.models import CorrectionAsked
from consistori.eoffice.powers.events import CorrectionWritten
from consistori.eoffice.powers.selectors import owed
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, Refusal, Verdict, ensure
from consistori.parties.models import Party
from consistori.registry import texts
from consistori.registry.models import EntryPerson, RegistryEntry
from consistori.registry.policies import may_register_exits
from consistori.registry.rules.books import Channel
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

Kind = CorrectionAsked.Kind
ARTICLE = "Llei 39/2015, art. 68.4; RD 203/2021, art. 14.1"
ON_PAPER = frozenset({Channel.COUNTER, Channel.POST})
TEMPLATES = {Kind.ELECTRONIC: "requeriment-electronic", Kind.REPRESENTATION: "requeriment-representacio"}


@dataclass(frozen=True)
class Told:
    """What the counter says to somebody who must go electronic and has come with paper."""

    party: Party
    why: Any
    article: str


def told(party: Party | None) -> Verdict:
    """Whether this one must file electronically, with the sentence that the counter says and its article."""
    if party is None or not (duty := party.standing.obliged_electronic):
        return Verdict(False)
    return Verdict(True, duty.reason, duty.article)


def duty_of_entry(entry: RegistryEntry) -> Told | None:
    """Who of an entry that came on paper had to file it electronically; None when nobody. Two statements at most."""
    if entry.is_exit or entry.channel not in ON_PAPER:
        return None
    people = EntryPerson.objects.filter(entry=entry, role=texts.APPLICANT).select_related(
        "party__merged_into"
    )
    for one in people:
        if found := told(one.party):
            return Told(one.party.standing, found.reason, found.article)
    return None


def letter_of(entry: RegistryEntry, kind: str) -> CorrectionAsked | None:
    """The letter of that kind that was written for it already."""
    found: CorrectionAsked | None = (
        CorrectionAsked.objects.filter(entry=entry, kind=kind).select_related("document").first()
    )
    return found


@act
def write_correction(entry: RegistryEntry, kind: str, *, by: Actor) -> Document:
    """Write the letter that asks to correct an entry, from the template of the town, in the language of the entry.

    It lies in the case that took the entry, if any; else it goes out from its own page. Raises `AlreadyDone` and
    `BadInput`.
    """
    ensure(may_register_exits(by))
    kind = Kind(kind)
    if kind == Kind.ELECTRONIC and duty_of_entry(entry) is None:
        raise Refusal(_("Nobody of this entry had to file it electronically."), article=ARTICLE)
    if kind == Kind.REPRESENTATION and not owed(entry):
        raise AlreadyDone(_("Nothing is owed here: the representation is proved already."))
    if letter_of(entry, kind) is not None:
        raise AlreadyDone(_("The letter of this entry is written already."))
    document = _text(entry, TEMPLATES[kind], by)
    taken = EntryTaken.objects.filter(entry=entry).select_related("case").first()
    if taken is not None:
        add_document(taken.case, document, by=by)
    CorrectionAsked(
        entry=entry, kind=kind, document=document, at=now(), by_id=by.person_id, by_name=by.name
    ).save(force_insert=True)
    announce(
        CorrectionWritten(
            entry_id=entry.pk, reference=entry.reference, letter=str(kind), document_id=document.pk
        ),
        by=by,
    )
    return document


def _text(entry: RegistryEntry, code: str, by: Actor) -> Document:
    subject = Subject(by=by, language=entry.language, thing=entry)
    return begin_from_code(code, subject, about=entry.reference)


def hang() -> None:
    """What an entry says in templates: `{{ entry.number }}`."""
    fields.add(
        "entry",
        label=_("Entry of the registry"),
        order=12,
        values=of_entry,
        fields=[
            Field("number", _("Number of the entry"), "E2026000123"),
            Field("day", _("Day on which it came"), "1 de juny de 2026", "1 de junio de 2026"),
            Field("subject", _("What it is about"), "Gual al carrer de les Escoles, 8"),
            Field("person", _("Who presented it"), "Forn de l’Església, SL"),
            Field("representative", _("Who says that they represent them"), "Laia Riubrugent Pou"),
            Field("office", _("Address of the electronic office"), "https://vall-llobera.cat"),
        ],
    )


def of_entry(subject: Subject) -> dict[str, Any]:
    """The entry that a text is about; nothing when it is about another thing."""
    entry = subject.thing
    if not isinstance(entry, RegistryEntry):
        return {}
    people = list(EntryPerson.objects.filter(entry=entry))
    return {
        "number": entry.reference,
        "day": long_date(timezone.localtime(entry.registered_at).date(), subject.language),
        "subject": entry.subject,
        "person": next((one.name for one in people if one.role == texts.APPLICANT), ""),
        "representative": next((one.name for one in people if one.role == texts.REPRESENTATIVE), ""),
        "office": current_entity().public_url,
    }
