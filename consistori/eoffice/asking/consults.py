"""What we look up ourselves: the person may be against it, and then she brings the paper (R-DOC-07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.selectors import procedure, version
from consistori.catalogue.procedures.sheet import Consult, Sheet, in_words
from consistori.directory.roles import PROCESSES
from consistori.eoffice.asking.events import DataLookedUp
from consistori.eoffice.asking.ports import Asked, DataSource, sources
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import ConsultChoice, ConsultMade, Draft, SignatureEvidence
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, Verdict, ensure
from consistori.registry.models import RegistryEntry
from consistori.trail import act, announce

ARTICLE = "Llei 39/2015, art. 28.2 i 28.3"
LONGEST_REASON = 500


@dataclass(frozen=True)
class Look:
    """Something that is looked up: what, on what basis, and whether the person is against it, since when and why."""

    key: str
    what: str
    basis: str
    opposed: bool = False
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class LookOfEntry:
    """The same for whoever processes: which source answers, and what it answered the times that it was asked."""

    look: Look
    source: str
    made: tuple[ConsultMade, ...] = ()


class Against(Refusal):
    """Whoever filed it is against our looking it up: the paper is asked for, and nothing is consulted."""

    default_code = "against"

    def __init__(self, what: str) -> None:
        super().__init__(
            _("Whoever filed it is against our looking up “%(what)s”: ask them for the paper.")
            % {"what": what},
            article=ARTICLE,
        )


def looks_of_draft(draft_id: UUID, sheet: Sheet, language: str) -> list[Look]:
    """What would be looked up for a draft, with what its owner says. One statement, none without consultations."""
    if not sheet.consults:
        return []
    said = {row.key: row for row in ConsultChoice.objects.filter(draft_id=draft_id).order_by("at", "id")}
    return [_look(consult, said.get(consult.key), language) for consult in sheet.consults]


def _look(consult: Consult, said: ConsultChoice | None, language: str) -> Look:
    what, basis = in_words(consult.what, language), in_words(consult.basis, language)
    if said is None or not said.opposed:
        return Look(consult.key, what, basis)
    return Look(consult.key, what, basis, opposed=True, reason=said.reason, at=said.at)


@act
def choose(
    draft: Draft, sheet: Sheet, key: str, *, opposed: bool, citizen: Citizen, reason: str = ""
) -> ConsultChoice:
    """Say that we may not look something up, or that we may after all. `draft` is locked. Raises `NotHere`."""
    if draft.is_sent:
        raise AlreadyDone(_("It was sent already: it does not change any more."))
    consult = next((one for one in sheet.consults if one.key == key), None)
    if consult is None:
        raise NotHere
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("At most five hundred letters."), field="reason")
    made: ConsultChoice = ConsultChoice.objects.create(
        draft_id=draft.pk,
        procedure=sheet.code,
        key=key,
        what=in_words(consult.what, draft.language)[:250],
        basis=in_words(consult.basis, draft.language)[:250],
        opposed=opposed,
        reason=reason.strip(),
        evidence=citizen.evidence[:128],
    )
    return made


def looks_of_entry(entry: RegistryEntry, language: str) -> list[LookOfEntry]:
    """What may be looked up for an entry, with what was said and what was answered. At most three statements."""
    sheet = _sheet_of(entry)
    if sheet is None or not sheet.consults:
        return []
    evidence = SignatureEvidence.objects.filter(entry=entry).first()
    looks = (
        looks_of_draft(evidence.draft_id, sheet, language)
        if evidence is not None
        else [_look(consult, None, language) for consult in sheet.consults]
    )
    made: dict[str, list[ConsultMade]] = {}
    for row in ConsultMade.objects.filter(entry=entry):
        made.setdefault(row.key, []).append(row)
    return [LookOfEntry(look, _name_of_source(look.key), tuple(made.get(look.key, ()))) for look in looks]


def may_look_up(actor: Actor) -> Verdict:
    """Whoever processes; each look is written down with who and for what."""
    if actor.is_system or actor.holds(*PROCESSES):
        return Verdict(True)
    return Verdict(False, _("Data are looked up by whoever processes the matter."), ARTICLE)


@act
def look_up(entry: RegistryEntry, key: str, *, by: Actor, language: str = "ca") -> ConsultMade:
    """Ask a source about whoever filed an entry, for that matter and nothing else. Raises `Against`, `NotHere`."""
    ensure(may_look_up(by))
    found = next((one.look for one in looks_of_entry(entry, language) if one.look.key == key), None)
    source = source_of(key)
    if found is None or source is None:
        raise NotHere
    if found.opposed:
        raise Against(found.what)
    person = entry.people.exclude(identifier="").order_by("id").first()
    if person is None:
        raise BadInput(_("Whoever filed it has no number written down: nobody can be asked."), field="entry")
    answer = source.ask(Asked(key, person.identifier, entry.reference, found.basis, by.name))
    made: ConsultMade = ConsultMade.objects.create(
        entry=entry,
        key=key,
        what=found.what[:250],
        basis=found.basis[:250],
        identifier=person.identifier,
        source=source.name[:120],
        number=answer.number[:80],
        outcome=answer.outcome,
        said=[list(line) for line in answer.lines],
        by_id=by.person_id,
        by_name=by.name[:160],
    )
    announce(DataLookedUp(entry_id=entry.pk, reference=entry.reference, key=key, outcome=made.outcome), by=by)
    return made


def source_of(key: str) -> DataSource | None:
    """Who answers a consultation; None when no source of this town does."""
    return next((source for source in sources() if source.answers(key)), None)


def _name_of_source(key: str) -> str:
    source = source_of(key)
    return source.name if source else ""


def _sheet_of(entry: RegistryEntry) -> Sheet | None:
    if not entry.procedure:
        return None
    evidence = SignatureEvidence.objects.filter(entry=entry).first()
    try:
        if evidence is not None and evidence.version_id:
            return version(evidence.version_id).sheet
        return procedure(entry.procedure).sheet
    except NotHere:
        return None


def opposed_among(looks: Iterable[Look]) -> list[Look]:
    """Those to which the person is against."""
    return [look for look in looks if look.opposed]
