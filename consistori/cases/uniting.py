"""What the cases do when two parties turn out to be one: nothing is moved, and they are found by both names."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from consistori.cases.models import CaseFile, CaseParty
from consistori.cases.services._moves import fresh_words
from consistori.parties.models import Party


def count(ids: Collection[UUID]) -> int:
    """In how many cases these parties come."""
    return int(CaseParty.objects.filter(party__in=ids).values("case_id").distinct().count())


def objection(kept: Party, absorbed: Party) -> str:
    """One represents the other in a case: nobody represents herself (Llei 39/2015, art. 5)."""
    mine, theirs = (
        [party.pk, *Party.objects.filter(merged_into=party).values_list("pk", flat=True)]
        for party in (kept, absorbed)
    )
    rows = CaseParty.objects.select_related("case")
    row = (
        rows.filter(party__in=mine, represents__party__in=theirs).first()
        or rows.filter(party__in=theirs, represents__party__in=mine).first()
    )
    return (
        _("One represents the other in the case %(number)s: they are two.") % {"number": row.case.number}
        if row
        else ""
    )


def follow(ids: Collection[UUID]) -> None:
    """Their cases are found by the names of now; each counts a version, and none goes up in the lists."""
    rows = CaseParty.objects.filter(party__in=ids).values("case_id")
    for case in CaseFile.objects.filter(pk__in=rows).only("id", "title", "number"):
        CaseFile.objects.filter(pk=case.pk).update(search=fresh_words(case), version=F("version") + 1)
