"""Who files, as the town hall knows them: found by their number, or entered with what their identity says."""

from __future__ import annotations

from contextlib import suppress

from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import IdentifierKind, compact, guess_kind
from consistori.parties.selectors import holder_of
from consistori.parties.services import PartyExists, add_channel, add_party
from consistori.registry.services import EntryPersonSaid
from consistori.registry.texts import APPLICANT, REPRESENTATIVE


def people_of(citizen: Citizen, contact: dict[str, str], language: str, by: Actor) -> list[EntryPersonSaid]:
    """The applicant, and the representative if it is filed for a firm. Where they want notices is kept."""
    if not citizen.represents_firm:
        person = _person(citizen, language, by)
        _keep_contact(person, contact, by)
        return [EntryPersonSaid(party=person, role=APPLICANT)]
    firm = _known(citizen.firm_identifier) or _entered(
        by,
        identifier=citizen.firm_identifier,
        name=citizen.firm or citizen.firm_identifier,
        language=language,
    )
    _keep_contact(firm, contact, by)
    found = [EntryPersonSaid(party=firm, role=APPLICANT)]
    if citizen.name and compact(citizen.identifier) != compact(citizen.firm_identifier):
        found.append(EntryPersonSaid(party=_person(citizen, language, by), role=REPRESENTATIVE))
    return found


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
