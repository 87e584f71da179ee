"""Acts on the register of powers [inscriure, revocar, renunciar, prorrogar]: each one an entry with its paper.

What comes by the electronic office is registered in the same act, so it counts at once; what comes on paper counts from
the day on which somebody registers it (Llei 39/2015, art. 6.7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, freeze_document, receive_document
from consistori.eoffice.filing.people import party_of
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import ChangeKind, Power, PowerKind, faults_of, longest
from consistori.eoffice.models import PowerChange, RegisteredPower
from consistori.eoffice.powers import sentences
from consistori.eoffice.powers.events import PowerChanged, PowerRegistered
from consistori.eoffice.powers.papers import Written, act_pdf
from consistori.eoffice.powers.policies import may_give_power, may_keep_powers
from consistori.eoffice.powers.sealing import seal_act
from consistori.eoffice.powers.selectors import ShownPower, as_rule, body_here, power_named
from consistori.eoffice.powers.signing import sign_act
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.parties.models import Party
from consistori.registry import texts
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.rules.books import Channel, Heading, Paper
from consistori.registry.services import EntryPersonSaid, OutsideReference, register_entry
from consistori.registry.services.handling import lock, settle
from consistori.tenancy import jobs
from consistori.tenancy.numbers import next_number
from consistori.trail import act, announce

REGISTER = "powers"
GIVING, CHANGING = "POWER-GIVE", "POWER-CHANGE"


@dataclass(frozen=True)
class Asked:
    """What a power should be: its type, its procedures, and until when; `deed` when a document of outside gives it."""

    kind: str
    procedures: Sequence[str] = ()
    until: date | None = None
    deed: str = ""


@dataclass(frozen=True)
class By:
    """Who does it: the person of the town hall, or the citizen, who has signed `statement`; the same `token` once."""

    actor: Actor
    citizen: Citizen | None = None
    token: str = ""
    address: str = ""
    language: str = "ca"

    @property
    def is_citizen(self) -> bool:
        return self.citizen is not None


def statement_of(language: str) -> str:
    """The text that whoever gives a power accepts, as they read it."""
    with translation.override(language):
        return _(
            "I give this power of my own will. I know that I can revoke it whenever I want, and that until then what "
            "the other person does counts as mine."
        )


@act
def register_power(
    grantor: Party, proxy: Party, asked: Asked, *, by: By, files: Sequence[ReceivedFile] = (), proxy_name: str = "",
) -> RegisteredPower:  # fmt: skip
    """Enter a power in the register [inscriure un apoderament]. Raises `BadInput` with its field, `NotPermitted`.

    `proxy_name` is the name that a citizen wrote: they are never told how the town hall knows whoever has that number.
    """
    if by.citizen is not None:
        ensure(may_give_power(by.citizen))
    ensure(may_keep_powers(by.actor))
    if (known := _known(by)) is not None:
        found: RegisteredPower = known.power
        return found
    origin = "office" if by.is_citizen else "deed" if asked.deed else "counter"
    _refuse_apud_acta_of_firms(grantor, origin)
    power = _checked(grantor, proxy, asked, proxy_name)
    moment = now()
    with translation.override(by.language):
        title = _("Power of %(grantor)s to %(proxy)s") % {
            "grantor": power.grantor_name, "proxy": power.proxy_name,
        }  # fmt: skip
    written = Written(
        title, power, statement_of(by.language), moment, by.language, by.citizen,
        before=by.actor.name if origin == "counter" else "", deed=asked.deed,
    )  # fmt: skip
    people = [
        EntryPersonSaid(grantor),
        EntryPersonSaid(
            None if proxy_name else proxy, texts.REPRESENTATIVE, name=power.proxy_name, identifier=power.proxy
        ),
    ]
    entry, document = _enter(title, people, written, by=by, procedure=GIVING, files=files)
    row = RegisteredPower(
        grantor=grantor, grantor_name=power.grantor_name, grantor_identifier=power.grantor,
        proxy=proxy, proxy_name=power.proxy_name, proxy_identifier=power.proxy,
        kind=power.kind, body=power.body, procedures=sorted(power.procedures), until=power.until,
        filed_on=timezone.localtime(entry.registered_at).date(), registered_at=entry.registered_at,
        registered_on=power.registered_on, origin=origin, deed=asked.deed[:200], entry=entry, document=document,
        by_id=by.actor.person_id, by_name=by.actor.name,
    )  # fmt: skip
    row.year = power.registered_on.year
    row.number = next_number("powers", row.year)
    row.reference = f"P{row.year}{row.number:05d}"
    row.save(force_insert=True)
    sign_act(entry, document, written, by)
    announce(
        PowerRegistered(
            power_id=row.pk,
            reference=row.reference,
            entry=entry.reference,
            power_type=row.kind,
            origin=row.origin,
        ),
        by=by.actor,
    )
    return row


@act
def change_power(
    power: ShownPower, kind: ChangeKind, *, by: By, until: date | None = None, filed_on: date | None = None
) -> PowerChange:
    """Revoke, renounce or extend a power. It counts from today, whenever it was filed (6.7).

    Raises `AlreadyDone` when it had ended, `NotPermitted` when it is not theirs, `BadInput` (`until`, `filed_on`).
    """
    _ensure_may_change(power, kind, by)
    # Two who change it at once go one after the other, and the second sees what the first did.
    lock(power.row.entry)
    if (known := _known(by)) is not None:
        found: PowerChange = PowerChange.objects.get(entry=known)
        return found
    power = power_named(power.row.reference)
    if not power.is_live:
        raise AlreadyDone(_("That power does not count any more: there is nothing to change."))
    day = today()
    if kind is ChangeKind.EXTENSION and until is not None and until <= day:
        raise BadInput(_("Choose a day after today."), field="until")
    if filed_on is not None and filed_on > day:
        raise BadInput(_("That day has not come yet."), field="filed_on")
    row = power.row
    with translation.override(by.language):
        title, said = _change_words(kind, row.reference, row.grantor_name, row.proxy_name)
        last = min(until or longest(day), longest(day))
        more = [(_("Power"), row.reference)]
        if kind is ChangeKind.EXTENSION:
            more.append((_("Extended until"), f"{last:%d/%m/%Y}"))
    written = Written(title, as_rule(row), said, now(), by.language, by.citizen, more=more)
    people = _people_of_change(row, kind, by)
    entry, document = _enter(title, people, written, by=by, procedure=CHANGING)
    change = PowerChange(
        power=row, kind=str(kind), filed_on=filed_on or day, registered_at=entry.registered_at, registered_on=day,
        until=last if kind is ChangeKind.EXTENSION else None, entry=entry,
        by_id=by.actor.person_id, by_name=by.actor.name,
    )  # fmt: skip
    change.save(force_insert=True)
    sign_act(entry, document, written, by)
    announce(
        PowerChanged(power_id=row.pk, reference=row.reference, entry=entry.reference, change=str(kind)),
        by=by.actor,
    )
    return change


def _people_of_change(row: RegisteredPower, kind: ChangeKind, by: By) -> list[EntryPersonSaid]:
    """Whoever does it first, then the other one, whom a citizen names as the register does and no more."""
    sides = [
        (row.grantor, row.grantor_name, row.grantor_identifier),
        (row.proxy, row.proxy_name, row.proxy_identifier),
    ]
    (who, name, number), (other, its_name, its_number) = (
        reversed(sides) if kind is ChangeKind.RENUNCIATION else sides
    )
    known = None if by.is_citizen else other
    return [
        EntryPersonSaid(who, name=name, identifier=number),
        EntryPersonSaid(known, texts.ADDRESSEE, name=its_name, identifier=its_number),
    ]


def _ensure_may_change(power: ShownPower, kind: ChangeKind, by: By) -> None:
    ensure(may_keep_powers(by.actor))
    if by.citizen is None:
        return
    ensure(may_give_power(by.citizen))
    own = party_of(by.citizen, by.actor)
    side = power.row.proxy_id if kind is ChangeKind.RENUNCIATION else power.row.grantor_id
    if own is None or own.pk not in (side, _standing(side)):
        raise NotPermitted(
            _("Only who gave the power revokes or extends it, and only who has it renounces it."),
            article="Llei 39/2015, art. 6",
        )


def _standing(party_id: Any) -> Any:
    return Party.objects.select_related("merged_into").get(pk=party_id).standing.pk


def _change_words(kind: ChangeKind, number: str, grantor: str, proxy: str) -> tuple[str, str]:
    said = {"number": number, "grantor": grantor, "proxy": proxy}
    if kind is ChangeKind.REVOCATION:
        return _("Revocation of the power %(number)s") % said, _(
            "%(grantor)s revokes the power given to %(proxy)s. It counts since it is in the register."
        ) % said
    if kind is ChangeKind.RENUNCIATION:
        return _("Renunciation of the power %(number)s") % said, _(
            "%(proxy)s renounces the power given by %(grantor)s. It counts since it is in the register."
        ) % said
    return _("Extension of the power %(number)s") % said, _(
        "%(grantor)s extends the power given to %(proxy)s. It counts since it is in the register."
    ) % said


def _checked(grantor: Party, proxy: Party, asked: Asked, proxy_name: str = "") -> Power:
    """The power as the register will keep it, or a refusal that names its field (6.3, 6.4, 6.6)."""
    day = today()
    until = min(asked.until, longest(day)) if asked.until else None
    power = Power(
        grantor.identifier, grantor.display_name, proxy.identifier, proxy_name or proxy.display_name, day, asked.kind,
        until,
        body_here() if asked.kind == PowerKind.ONE_BODY else "",
        frozenset(asked.procedures) if asked.kind == PowerKind.PROCEDURES else frozenset(),
    )  # fmt: skip
    for fault in faults_of(power):
        raise BadInput(
            sentences.fault_words(fault), field=sentences.FAULTS[fault], article="Llei 39/2015, art. 6"
        )
    return power


def _refuse_apud_acta_of_firms(grantor: Party, origin: str) -> None:
    if origin == "counter" and not grantor.is_person:
        raise BadInput(
            _(
                "A firm gives its power in the e-office, with its certificate, or brings the deed: write which."
            ),
            field="deed",
            article="Llei 39/2015, arts. 5.4 i 14.2",
        )


def _known(by: By) -> RegistryEntry | None:
    """The entry that the same press of the same button made already."""
    if not by.token:
        return None
    found: RegistryEntry | None = RegistryEntry.objects.filter(
        external_register=REGISTER, external_reference=_mark(by)
    ).first()
    return found


def _mark(by: By) -> str:
    who = by.citizen.identifier if by.citizen else str(by.actor.person_id)
    return hashlib.sha256(f"{who}|{by.token}".encode()).hexdigest()


def _enter(
    title: str,
    people: Sequence[EntryPersonSaid],
    written: Written,
    *,
    by: By,
    procedure: str,
    files: Sequence[ReceivedFile] = (),
) -> tuple[RegistryEntry, Document]:
    """Its paper, with a code, and its entry, which nobody has to distribute: the register is its answer."""
    machine = Actor.program(by.actor.entity_id)
    origin = Document.Origin.CITIZEN if by.is_citizen else Document.Origin.ADMINISTRATION
    document = create_from_bytes(
        by=machine, data=act_pdf(written), name="apoderament.pdf", title=title[:200], language=by.language,
        origin=origin,
    )  # fmt: skip
    with translation.override(by.language):
        freeze_document(document, by=machine, signer_posts=[_("Seal of the town hall")])
    brought = [receive_document(by=by.actor, received=one, origin=Document.Origin.CITIZEN) for one in files]
    entry = register_entry(
        by=by.actor,
        subject=title[:250],
        heading=Heading.OTHER,
        channel=Channel.OFFICE if by.is_citizen else Channel.COUNTER,
        people=people,
        documents=[document, *brought],
        paper=Paper.RETURNED if files and not by.is_citizen else Paper.NONE,
        language=by.language,
        procedure=procedure,
        outside=OutsideReference(REGISTER, _mark(by)) if by.token else None,
    )
    settle(lock(entry), EntryState.Handled.DONE)
    jobs.defer(seal_act, document_id=str(document.pk), number=entry.reference)
    return entry, document
