"""Who files, as the town hall knows them: found by their number, or entered with what their identity says."""

from __future__ import annotations

from contextlib import suppress

from consistori.eoffice.filing.together import Together
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import IdentifierKind, compact, guess_kind
from consistori.parties.selectors import holder_of
from consistori.parties.services import PartyExists, add_channel, add_party
from consistori.registry.services import EntryPersonSaid
from consistori.registry.texts import APPLICANT, REPRESENTATIVE


def people_of(
    citizen: Citizen, contact: dict[str, str], language: str, by: Actor, *, together: Together | None = None
) -> list[EntryPersonSaid]:
    """The applicant, those who ask with them, and the representative if it is filed for another.

    Where they want notices is kept. Of the others, only what whoever filed it said: it opens nothing of theirs.
    """
    others = [
        EntryPersonSaid(role=APPLICANT, name=one.name, identifier=one.identifier)
        for one in (together or Together()).others
    ]
    if not citizen.represents_firm:
        person = _person(citizen, language, by)
        _keep_contact(person, contact, by)
        return [EntryPersonSaid(party=person, role=APPLICANT), *others]
    firm = _known(citizen.firm_identifier) or _entered(
        by,
        identifier=citizen.firm_identifier,
        name=citizen.firm or citizen.firm_identifier,
        language=language,
    )
    found = [EntryPersonSaid(party=firm, role=APPLICANT), *others]
    if citizen.name and compact(citizen.identifier) != compact(citizen.firm_identifier):
        found.append(EntryPersonSaid(party=_person(citizen, language, by), role=REPRESENTATIVE))
    # Whoever acts by a power gives their own address for notices, never another one to whom they act for.
    acting = found[-1].party if found[-1].role == REPRESENTATIVE else None
    told = acting if citizen.basis else firm
    if told is not None:
        _keep_contact(told, contact, by)
    return found


def party_of(citizen: Citizen, by: Actor, language: str = "ca") -> Party:
    """The party of whoever has come in: the firm of their certificate, else the person; entered if it is new."""
    if citizen.represents_firm and not citizen.basis:
        return _known(citizen.firm_identifier) or _entered(
            by,
            identifier=citizen.firm_identifier,
            name=citizen.firm or citizen.firm_identifier,
            language=language,
        )
    return _person(citizen, language, by)


def party_with(identifier: str, name: str, by: Actor, language: str = "ca") -> Party:
    """The party of a number; entered with that name if the town hall did not know it. Raises `BadInput`."""
    return _known(identifier) or _entered(by, identifier=identifier, name=name, language=language)


def _person(citizen: Citizen, language: str, by: Actor) -> Party:
    return _known(citizen.identifier) or _entered(
        by,
        identifier=citizen.identifier,
        name=citizen.name or citizen.identifier,
        surname1=citizen.surname1,
        surname2=citizen.surname2,
        language=language,
    )


def _known(identifier: str) -> Party | None:
    return holder_of(compact(identifier))


def _entered(
    by: Actor, *, identifier: str, name: str, language: str, surname1: str = "", surname2: str = ""
) -> Party:
    kind = "" if guess_kind(identifier) else IdentifierKind.OTHER.value
    try:
        return add_party(
            by=by, identifier=identifier, identifier_kind=kind, name=name, surname1=surname1,
            surname2=surname2, language=language,
        )  # fmt: skip
    except PartyExists as twin:
        return twin.twin


def _keep_contact(party: Party, contact: dict[str, str], by: Actor) -> None:
    for kind in ("email", "phone"):
        if value := contact.get(kind, ""):
            with suppress(AlreadyDone):
                add_channel(party, by=by, kind=kind, value=value)
