"""One row of a sheet of people: checked, entered whole, taken out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.deletion import ProtectedError

from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.parties.events import AddressAdded, ChannelAdded, PartyRemoved
from consistori.parties.models import (
    Address,
    Channel,
    Duplicate,
    Identifier,
    ImportRow,
    Party,
    PartyImport,
    PartyMerge,
)
from consistori.parties.rules.duplicates import squeezed
from consistori.parties.rules.names import full_name, name_key
from consistori.parties.services.checks import phone_kind
from consistori.parties.services.cleaning import CleanRow, clean_row
from consistori.parties.services.entering import PartyExists, add_party
from consistori.parties.uniting import followers
from consistori.trail import act, announce

Row = ImportRow.State
BATCH = 500


def check_rows(sheet: PartyImport) -> None:
    """Look at every row: its faults at their cell, whether it is already here, or somebody with its name is."""
    first_line: dict[str, int] = {}
    rows = list(ImportRow.objects.filter(sheet=sheet).order_by("line"))
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        cleaned = [clean_row(row.cells, sheet.columns) for row in batch]
        known = _Known(cleaned)
        for row, clean in zip(batch, cleaned, strict=True):
            row.fingerprint = fingerprint(clean)
            row.party = None
            row.faults = clean.faults
            row.state = Row.WRONG if clean.faults else known.state_of(row, clean)
            if row.state == Row.WRONG:
                continue
            key = clean.identifier or row.fingerprint
            before = first_line.setdefault(key, row.line)
            if before != row.line:
                column = "identifier" if clean.identifier else "name"
                row.state = Row.WRONG
                row.faults = [{"column": column, "code": "repeated", "line": before}]
        ImportRow.objects.bulk_update(batch, ["fingerprint", "party", "faults", "state"], batch_size=BATCH)


def enter_row(row: ImportRow, columns: Sequence[str], *, by: Actor) -> None:
    """Enter or complete, and mark the row, all or nothing. What changed since it was checked is looked at again."""
    clean = clean_row(row.cells, columns)
    party = row.party or _Known([clean]).same(row, clean)
    try:
        _put(row, clean, party, by=by)
    except PartyExists as known:
        row.state, row.party, row.added = Row.KNOWN, known.twin, []
        row.save(update_fields=["state", "party", "added"])
    except Refusal as refusal:
        _leave_out(row, {"column": refusal.field or "name", "code": "refused", "said": str(refusal)})
    except IntegrityError:
        # Somebody entered the same at the counter in the same second: one row must not hold up the sheet.
        _leave_out(row, {"column": "name", "code": "clash"})


@act
def _put(row: ImportRow, clean: CleanRow, party: Party | None, *, by: Actor) -> None:
    if party is not None:
        row.added = _complete(party.standing, clean, by=by)
        row.state = Row.COMPLETED if row.added else Row.KNOWN
    else:
        party = add_party(by=by, **clean.values)
        _add_mobile(party, clean, by=by)
        row.added = _put_with(party)
        row.state = Row.ENTERED
    row.party = party
    row.save(update_fields=["state", "party", "added"])


def _leave_out(row: ImportRow, fault: dict[str, str]) -> None:
    row.state, row.added, row.faults = Row.WRONG, [], [fault]
    row.save(update_fields=["state", "faults", "added"])


def take_out_row(row: ImportRow, *, by: Actor) -> None:
    """Take out what the row put, unless somebody has worked on it since: then it stays, and the row says why."""
    if row.state == Row.ENTERED:
        why = why_stays(row)
        if not why and not _remove(row, by=by):
            why = "held"
        row.faults = [{"column": "name", "code": f"stays_{why}"}] if why else []
        row.state = Row.STAYS if why else Row.UNDONE
    else:
        _take_off(row.added)
        row.state = Row.UNDONE
    row.fingerprint = row.fingerprint if row.state == Row.STAYS else ""
    row.save(update_fields=["state", "faults", "fingerprint", "party"])


def why_stays(row: ImportRow) -> str:
    """What came later to a party that the row entered, as a code; empty when nothing did."""
    party = Party.objects.filter(pk=row.party_id).first()
    if party is None:
        return ""
    if PartyMerge.objects.filter(Q(kept=party) | Q(absorbed=party), undone_at=None).exists():
        return "united"
    if any(follower.count([party.pk]) for follower in followers):
        return "used"
    if party.version > 1 or party.way_choices.exists() or _hangs_more(party, row.added):
        return "changed"
    return ""


def fingerprint(clean: CleanRow) -> str:
    """What tells a row from another one, whatever the order of its columns: to enter it once."""
    said = "\x1f".join(f"{name}={squeezed(value)}" for name, value in sorted(clean.said.items()) if value)
    return hashlib.sha256(said.encode()).hexdigest()


class _Known:
    """Who is already here of some rows: by number, by the same row of another sheet, by name. Five statements."""

    def __init__(self, rows: Sequence[CleanRow]) -> None:
        numbers = [row.identifier for row in rows if row.identifier]
        prints = [fingerprint(row) for row in rows]
        held = Identifier.objects.filter(value__in=numbers).select_related("party__merged_into")
        self.by_number = {one.value: one.party.standing for one in held}
        entered = ImportRow.objects.filter(fingerprint__in=prints, party__isnull=False).filter(
            state__in=(Row.ENTERED, Row.COMPLETED, Row.KNOWN, Row.STAYS)
        )
        self.by_print = {
            row.fingerprint: row.party.standing for row in entered.select_related("party__merged_into")
        }
        keys = {_key(row) for row in rows if not row.identifier}
        self.by_name: dict[str, list[Party]] = {}
        for party in Party.objects.standing().filter(name_key__in=keys):
            self.by_name.setdefault(party.name_key, []).append(party)
        ids = {p.pk for p in [*self.by_number.values(), *self.by_print.values()]}
        ids |= {p.pk for found in self.by_name.values() for p in found}
        self.reached = _reached(ids)

    def same(self, row: ImportRow, clean: CleanRow) -> Party | None:
        """Who the row is, if she is already here."""
        if clean.identifier:
            return self.by_number.get(clean.identifier)
        if found := self.by_print.get(row.fingerprint):
            return found
        said = {squeezed(value) for value in clean.contacts}
        alike = [party for party in self.by_name.get(_key(clean), []) if party.kind == clean.values["kind"]]
        return next((party for party in alike if said & self.reached.get(party.pk, set())), None)

    def state_of(self, row: ImportRow, clean: CleanRow) -> str:
        """What would be done with a row without faults."""
        party = self.same(row, clean)
        if party is None:
            alike = not clean.identifier and self.by_name.get(_key(clean))
            row.party = alike[0] if alike else None
            return Row.DOUBTFUL if alike else Row.GOOD
        row.party = party
        new = {squeezed(value) for value in clean.contacts} - self.reached.get(party.pk, set())
        return Row.COMPLETES if new else Row.KNOWN


def _key(clean: CleanRow) -> str:
    values = clean.values
    return name_key(full_name(values["name"], values["surname1"], values["surname2"]))[:420]


def _reached(ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """How each party is reached, squeezed: with what hangs on those that are known as it."""
    wanted = list(ids)
    found: dict[UUID, set[str]] = {}
    hers = Q(party__in=wanted) | Q(party__merged_into__in=wanted)
    for model, field in ((Channel, "value"), (Address, "lines")):
        rows = model.objects.filter(hers).annotate(root=F("party__merged_into"))
        for owner, root, value in rows.values_list("party_id", "root", field):
            found.setdefault(root or owner, set()).add(squeezed(value))
    return found


def _complete(party: Party, clean: CleanRow, *, by: Actor) -> list[list[str]]:
    """Add the e-mail, telephones and address that the party has not; never change what it has."""
    reached = _reached([party.pk]).get(party.pk, set())
    added: list[list[str]] = []
    for kind, value in clean.channels:
        if squeezed(value) not in reached:
            added.append(_hang_channel(party, kind, value, by=by))
            reached.add(squeezed(value))
    lines = clean.values["address"]
    if lines and squeezed(lines) not in reached:
        made = Address(
            party=party, lines=lines[:200], postcode=clean.values["postcode"], place=clean.values["place"],
            is_main=not party.addresses.filter(is_main=True).exists(),
        )  # fmt: skip
        made.save(force_insert=True)
        announce(AddressAdded(party_id=party.pk), by=by)
        added.append(["address", str(made.pk)])
    return added


def _add_mobile(party: Party, clean: CleanRow, *, by: Actor) -> None:
    entered = {squeezed(clean.values["email"]), squeezed(clean.values["phone"])}
    for kind, value in clean.channels:
        if squeezed(value) not in entered:
            _hang_channel(party, kind, value, by=by)


def _put_with(party: Party) -> list[list[str]]:
    """All that was entered with the party: what is there besides, when it is undone, came later."""
    put = [["party", str(party.pk)]]
    put += [["identifier", str(one.pk)] for one in party.identifiers.all()]
    put += [["channel", str(one.pk)] for one in party.channels.all()]
    return put + [["address", str(one.pk)] for one in party.addresses.all()]


def _hang_channel(party: Party, kind: str, value: str, *, by: Actor) -> list[str]:
    kind = kind if kind == Channel.Kind.EMAIL else phone_kind(value)
    is_main = not party.channels.filter(kind=kind, is_main=True).exists()
    made = Channel(party=party, kind=kind, value=value, is_main=is_main)
    made.save(force_insert=True)
    announce(ChannelAdded(party_id=party.pk), by=by)
    return ["channel", str(made.pk)]


def _hangs_more(party: Party, added: Sequence[Sequence[str]]) -> bool:
    """Whether somebody has hung, checked or ended something since the row put what it put."""
    put = {pk for _kind, pk in added}
    hanging = [*party.identifiers.all(), *party.channels.all(), *party.addresses.all()]
    touched = party.channels.exclude(verified_at=None, until=None).exists()
    return (
        touched
        or party.addresses.exclude(until=None).exists()
        or any(str(one.pk) not in put for one in hanging)
    )


@act
def _drop(party: Party, *, by: Actor) -> None:
    for model in (Identifier, Address, Channel):
        model.objects.filter(party=party).delete()
    Duplicate.objects.filter(Q(one=party) | Q(other=party)).delete()
    PartyMerge.objects.filter(Q(kept=party) | Q(absorbed=party)).delete()
    party.delete()
    announce(PartyRemoved(party_id=party.pk), by=by)


def _remove(row: ImportRow, *, by: Actor) -> bool:
    """Take the party out; whether nothing of a room above holds it."""
    party = Party.objects.filter(pk=row.party_id).select_for_update().first()
    if party is None:
        return True
    try:
        with transaction.atomic():
            _drop(party, by=by)
    except ProtectedError:
        return False
    row.party = None
    return True


def _take_off(added: Iterable[Sequence[str]]) -> None:
    """Take off what a row added to somebody who was already here, where it still is and nobody checked it."""
    for kind, pk in added:
        if kind == "channel":
            Channel.objects.filter(pk=pk, verified_at=None).delete()
        elif kind == "address":
            Address.objects.filter(pk=pk, until=None).delete()
