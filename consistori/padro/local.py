"""The register of ours: the version in force of the sheet that the town brings."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from consistori.padro.models import RegisteredResident, RegisterLoad
from consistori.padro.rules.slips import Residence, Resident
from consistori.parties.rules.identifiers import compact
from consistori.parties.rules.names import fold
from consistori.tenancy.scope import working_for

PEOPLE = UUID("1f4a3a1e-6a55-5d0e-8f0b-6a1d0b7c3c55")


def key_of(entity_id: int, *, identifier: str, name: str, birth_date: object) -> UUID:
    """The same for the same person in every version: by the number, or by name and birth where there is none."""
    return uuid5(PEOPLE, f"{entity_id}:{identifier or f'{fold(name)}:{birth_date}'}")


def reading_key(entity_id: int, identifier: str) -> UUID:
    """Under which the readings of whoever has that number are written down, whatever register answers."""
    return key_of(entity_id, identifier=identifier, name="", birth_date=None)


class LocalRegister:
    """`ports.ResidentsRegister` over our own rows."""

    def serves(self, entity: Any) -> bool:
        with working_for(entity):
            return bool(_in_force())

    def residence_of(self, entity: Any, identifier: str) -> Residence | None:
        """By their number, in the version in force. Three statements."""
        value = compact(identifier)
        with working_for(entity):
            load = _in_force()
            if load is None or not value:
                return None
            row = RegisteredResident.objects.filter(load=load, identifier=value).first()
            if row is None:
                return None
            others = RegisteredResident.objects.filter(load=load, sheet=row.sheet).exclude(pk=row.pk)
            return Residence(
                person=_resident(row), street=row.street, number=row.number, floor=row.floor,
                postcode=row.postcode, place=row.place, household=tuple(_resident(one) for one in others),
                source=_("Municipal register of residents"), as_of=load.as_of,
            )  # fmt: skip


def _in_force() -> RegisterLoad | None:
    found: RegisterLoad | None = RegisterLoad.objects.filter(state=RegisterLoad.State.IN_FORCE).first()
    return found


def _resident(row: RegisteredResident) -> Resident:
    return Resident(
        key=row.key, name=row.name, surname1=row.surname1, surname2=row.surname2, identifier=row.identifier,
        birth_date=row.birth_date, since=row.since, guardians=tuple(row.guardians), is_protected=row.is_protected,
    )  # fmt: skip
