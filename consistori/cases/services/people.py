"""The parties of a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consistori.cases.events import PartyJoined, PartyLeft, PartyRoleChanged
from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.policies import may_work_on
from consistori.cases.rules import Role
from consistori.cases.services._moves import fresh_words, mark_moved
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.parties.models import Party
from consistori.trail import act, announce


class StillRepresented(Refusal):
    """Somebody represents this party in the case: first that thread is untied."""


@act
def add_party(
    case: CaseFile,
    party: Party,
    *,
    by: Actor,
    role: str = Role.APPLICANT,
    represents: CaseParty | None = None,
    power: str = "",
    power_until: date | None = None,
) -> CaseParty:
    """Add a party [persona interessada] in a role; a representative may name whom she represents, by what
    power.

    Llei 39/2015, arts. 4 and 5. The same party may have two roles, never twice the same one.
    """
    ensure(may_work_on(by, case))
    party = party.standing
    _check_role(case, party, role, represents)
    row = CaseParty.objects.create(
        case=case, party=party, role=role, represents=represents, power=power.strip(), power_until=power_until
    )
    mark_moved(case, search=fresh_words(case))
    announce(PartyJoined(case_id=case.pk, number=case.number, party_id=party.pk, role=role), by=by)
    return row


@act
def change_party_role(
    row: CaseParty,
    *,
    by: Actor,
    role: str,
    represents: CaseParty | None = None,
    power: str = "",
    power_until: date | None = None,
) -> None:
    """Change in what quality the party is in the case, with all the entries that turned out to be hers."""
    case = row.case
    ensure(may_work_on(by, case))
    hers = list(same_party(case, row.party.standing, row.role).values_list("pk", flat=True))
    _check_role(case, row.party.standing, role, represents, but=hers)
    before, row.role = row.role, role
    row.represents, row.power, row.power_until = represents, power.strip(), power_until
    CaseParty.objects.filter(pk__in=hers).update(
        role=role, represents=represents, power=row.power, power_until=power_until
    )
    mark_moved(case)
    announce(
        PartyRoleChanged(
            case_id=case.pk, number=case.number, party_id=row.party_id, role=role, before=before
        ),
        by=by,
    )


@act
def remove_party(row: CaseParty, *, by: Actor) -> None:
    """Take a party out of the case; whoever comes to us goes on existing, with its other cases."""
    case = row.case
    ensure(may_work_on(by, case))
    rows = same_party(case, row.party.standing, row.role)
    if CaseParty.objects.filter(represents__in=rows).exists():
        raise StillRepresented(_("Somebody represents this person here: take out the representative first."))
    party_id, role = row.party_id, row.role
    rows.delete()
    mark_moved(case, search=fresh_words(case))
    announce(PartyLeft(case_id=case.pk, number=case.number, party_id=party_id, role=role), by=by)


def same_party(case: CaseFile, party: Party, role: str) -> QuerySet[CaseParty]:
    """The rows of a party in a role of a case: one, or one each of those that turned out to be one."""
    hers = Q(party=party) | Q(party__merged_into=party)
    rows: QuerySet[CaseParty] = CaseParty.objects.filter(hers, case=case, role=role)
    return rows


def _check_role(
    case: CaseFile, party: Party, role: str, represents: CaseParty | None, but: Collection[UUID] = ()
) -> None:
    if role not in set(Role):
        raise BadInput(_("A party cannot come as that."), field="role")
    if represents is not None:
        if role != Role.REPRESENTATIVE:
            raise BadInput(_("Only a representative represents somebody."), field="represents")
        if represents.case_id != case.pk or represents.party.standing == party:
            raise BadInput(_("Choose another party of this case."), field="represents")
    if same_party(case, party, role).exclude(pk__in=but).exists():
        raise AlreadyDone(_("This person is already in the case in that role."), field="party")
