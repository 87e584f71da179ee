"""For whom one acts today: for oneself, for the firm of the certificate, by a power, or saying so without proof yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import PowerKind
from consistori.eoffice.models import PowerElsewhere, RegisteredPower
from consistori.eoffice.powers import sentences
from consistori.eoffice.powers.ports import OutsidePower
from consistori.eoffice.powers.selectors import body_here, given_to
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotHere
from consistori.parties.rules.identifiers import compact
from consistori.parties.services.checks import checked_identifier
from consistori.trail import act

OWN, CERTIFICATE, DECLARED = "own", "certificate", "declared"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Choice:
    """Somebody for whom one may act: `key` is what is posted, `why` says by what, `is_now` whether one does already."""

    key: str
    name: str
    identifier: str
    why: str
    icon: str = "person"
    is_now: bool = False


def as_oneself(citizen: Citizen) -> Citizen:
    """The same person, in their own name."""
    return replace(
        citizen, basis="", power="", power_kind="", firm="", firm_identifier="",
        asserted_firm=citizen.asserted_firm or _asserted(citizen)[0],
        asserted_firm_identifier=citizen.asserted_firm_identifier or _asserted(citizen)[1],
    )  # fmt: skip


def choices(citizen: Citizen, language: str) -> list[Choice]:
    """Themselves first, the firm of their certificate, and each power that is good today. Five statements at most."""
    firm, number = _asserted(citizen)
    in_own_name = not citizen.firm_identifier
    found = [Choice(OWN, citizen.full_name, citizen.identifier, _("In your own name"), "person", in_own_name)]
    if number:
        is_now = citizen.firm_identifier == number and not citizen.basis
        found.append(
            Choice(CERTIFICATE, firm, number, _("By your certificate of representative"), "building", is_now)
        )
    day = today()
    for one in given_to(citizen):
        row = one.row
        words = sentences.kind_words(row.kind)
        if row.kind == PowerKind.PROCEDURES:
            words = ", ".join(sentences.procedures_words(row.procedures, language))
        why = f"{words} · {sentences.end_words(one.end, day)}"
        found.append(
            Choice(
                str(row.pk),
                row.grantor_name,
                row.grantor_identifier,
                why,
                "handover",
                citizen.power == str(row.pk),
            )
        )
    found += [_elsewhere(one, citizen) for one in kept_elsewhere(citizen)]
    return found


def _elsewhere(one: PowerElsewhere, citizen: Citizen) -> Choice:
    why = _("By a power of Representa: %(what)s") % {"what": sentences.kind_words(one.kind)}
    return Choice(
        str(one.pk), one.grantor_name, one.grantor_identifier, why, "handover", citizen.power == str(one.pk)
    )


def kept_elsewhere(citizen: Citizen) -> list[PowerElsewhere]:
    """What other registers answered to this person since they came in. One statement."""
    if not citizen.entered_at:
        return []
    rows = PowerElsewhere.objects.filter(
        proxy_identifier=compact(citizen.identifier), asked_at__gte=citizen.entered_at
    )
    latest = {(one.register, one.reference): one for one in reversed(rows)}
    return list(latest.values())


def chosen(citizen: Citizen, key: str) -> Citizen:
    """The same person acting for whom they choose. Raises `NotHere` for what is not among their choices."""
    own = as_oneself(citizen)
    if key == OWN:
        return own
    if key == CERTIFICATE and own.asserted_firm_identifier:
        return replace(own, firm=own.asserted_firm, firm_identifier=own.asserted_firm_identifier)
    for one in given_to(citizen):
        if key == str(one.row.pk):
            return _by(own, "power", one.row)
    for kept in kept_elsewhere(citizen):
        if key == str(kept.pk):
            return _by(own, kept.register, kept)
    raise NotHere


def _by(own: Citizen, basis: str, row: RegisteredPower | PowerElsewhere) -> Citizen:
    return replace(
        own, basis=basis, power=str(row.pk), power_kind=row.kind, firm=row.grantor_name,
        firm_identifier=row.grantor_identifier,
    )  # fmt: skip


def declared(citizen: Citizen, identifier: str, name: str) -> Citizen:
    """The same person saying that they act for somebody, without anything that proves it yet (5.4, 5.6).

    They may file; they see nothing of whom they name. Raises `BadInput` (`identifier`, `name`).
    """
    checked = checked_identifier(identifier)
    name = " ".join(name.split())[:LONGEST_NAME]
    if checked is None:
        raise BadInput(gettext_lazy("Write the number of whom you act for."), field="identifier")
    if checked.value == compact(citizen.identifier):
        raise BadInput(gettext_lazy("That is you: go on in your own name."), field="identifier")
    if not name:
        raise BadInput(gettext_lazy("Write the name of whom you act for."), field="name")
    return replace(as_oneself(citizen), basis=DECLARED, firm=name, firm_identifier=checked.value)


@act
def keep_elsewhere(register: str, powers: Iterable[OutsidePower]) -> list[PowerElsewhere]:
    """Keep what another register answered, whole."""
    rows = [
        PowerElsewhere(
            register=register, reference=one.reference, grantor_name=one.grantor_name[:420],
            grantor_identifier=compact(one.grantor)[:40], proxy_name=one.proxy_name[:420],
            proxy_identifier=compact(one.proxy)[:40], kind=one.kind,
            body=body_here() if one.kind == PowerKind.ONE_BODY else "", procedures=list(one.procedures),
            since=one.since, until=one.until, asked_at=now(), said=one.said,
            sha256=hashlib.sha256(one.said).hexdigest(),
        )
        for one in powers
    ]  # fmt: skip
    kept: list[PowerElsewhere] = PowerElsewhere.objects.bulk_create(rows)
    return kept


def _asserted(citizen: Citizen) -> tuple[str, str]:
    """The firm that their own certificate says, whoever they act for now."""
    if citizen.asserted_firm_identifier:
        return citizen.asserted_firm, citizen.asserted_firm_identifier
    return (citizen.firm, citizen.firm_identifier) if not citizen.basis else ("", "")
