"""Questions about pay letters."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.models import PayLetter
from consistori.kernel.errors import NotHere
from consistori.registry.models import EntryPerson, RegistryEntry

MOST = 200


def letters_of(who: Whom) -> QuerySet[PayLetter]:
    """Those of the entries where a person is named, the newest first."""
    mine = EntryPerson.objects.filter(
        Q(party_id__in=list(who.all_party_ids)) | Q(identifier__in=list(who.all_numbers))
    )
    rows: QuerySet[PayLetter] = PayLetter.objects.filter(entry_id__in=mine.values("entry_id"))
    return rows.select_related("entry", "document__version", "document__latest_blob", "proof")


def own_letter(who: Whom, reference: str) -> PayLetter:
    """One of them by its reference. Raises `NotHere`."""
    found = letters_of(who).filter(reference=reference).first()
    if found is None:
        raise NotHere
    return found


def letter_of(entry: RegistryEntry) -> PayLetter | None:
    """That of an entry. One statement."""
    found: PayLetter | None = PayLetter.objects.filter(entry=entry).select_related("proof").first()
    return found


def found_letters(words: str = "") -> list[PayLetter]:
    """For the treasury: those with a proof, the unpaid by day, the paid; found by reference or by who pays."""
    rows = PayLetter.objects.select_related("entry", "proof", "document")
    if words := words.strip():
        rows = rows.filter(
            Q(reference__icontains=words.replace(" ", ""))
            | Q(payer__icontains=words)
            | Q(payer_identifier__iexact=words)
            | Q(entry__reference__iexact=words)
        )
    unpaid = list(rows.unpaid().order_by("pay_by")[:MOST])
    unpaid.sort(key=lambda letter: letter.proof_id is None)
    return unpaid + list(rows.exclude(paid_on=None).order_by("-marked_at")[: max(0, MOST - len(unpaid))])


def is_late(letter: PayLetter, on: date) -> bool:
    """Whether its last day has gone by without a payment that we know of."""
    return letter.paid_on is None and letter.pay_by < on
