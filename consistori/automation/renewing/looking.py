"""What is known of a renewal: last year's case, what it decided, whose it is, and what was asked this year."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.automation.models import Renewal
from consistori.cases.models import CaseFile, CaseParty, Step
from consistori.cases.rules import Role
from consistori.cases.steps.rules import Sense, Standing
from consistori.kernel.clock import today
from consistori.kernel.offers import Found, Known, Plain, Subject
from consistori.parties.models import Party
from consistori.registry.models import RegistryEntry
from consistori.registry.texts import APPLICANT

RESOLVES = "08"


@dataclass(frozen=True)
class Looked:
    """What was found: last year's case (None when there is none that is clear), and this year's application."""

    before: CaseFile | None
    entry: RegistryEntry | None = None
    doubt: str = ""


def asked(entry_id: UUID, series: str) -> Looked:
    """Of an application: the case of last year of whoever asks, in that series. Five statements."""
    entry: RegistryEntry = RegistryEntry.objects.get(pk=entry_id)
    people = list(
        entry.people.filter(role=APPLICANT).exclude(party=None).select_related("party__merged_into")
    )
    if len(people) != 1:
        return Looked(None, entry, _("It is not clear who asks: one person or firm has to."))
    holder = people[0].party
    family = Party.objects.family(holder.standing.pk if holder else None).values_list("pk", flat=True)
    rows = _of_last_year(series, today()).filter(
        pk__in=CaseParty.objects.filter(party_id__in=list(family), role=Role.APPLICANT).values("case_id")
    )
    cases = list(rows.order_by("-opened_on")[:2])
    if not cases:
        return Looked(None, entry, _("There is no case of last year of whoever asks."))
    if len(cases) > 1:
        return Looked(None, entry, _("There is more than one case of last year of whoever asks."))
    return Looked(cases[0], entry)


def due(series: str, day: date) -> list[UUID]:
    """The cases of last year that were granted and are not renewed this year. One statement."""
    granted = Step.objects.live().filter(code=RESOLVES, standing=Standing.DONE, sense=Sense.GRANTED)
    rows = _of_last_year(series, day).filter(pk__in=granted.values("case_id"))
    renewed = Renewal.objects.filter(year=day.year).exclude(sealed_at=None)
    return list(rows.exclude(pk__in=renewed.values("before_id")).order_by("pk").values_list("pk", flat=True))


def _of_last_year(series: str, day: date) -> Any:
    return CaseFile.objects.filter(series__code=series, opened_on__year=day.year - 1)


def found(looked: Looked, subject: Subject, *, by_whom: bool) -> Found:
    """The facts of a renewal, each with its source and the hash of what was read. Six statements at most."""
    entry, before = looked.entry, looked.before
    known: dict[str, Known] = {}
    doubts = [looked.doubt] if looked.doubt else []
    if before is not None:
        steps = list(Step.objects.live().filter(case=before).order_by("recorded_at"))
        read = digest(
            {
                "number": before.number,
                "steps": [[s.code, s.standing, s.sense, s.happened_on, s.document_id] for s in steps],
            }
        )
        ended = [s for s in steps if s.code == RESOLVES and s.standing == Standing.DONE]
        last = ended[-1] if ended else None
        holders = list(CaseParty.objects.filter(case=before, role=Role.APPLICANT).select_related("party"))
        source = _("Case %(number)s") % {"number": before.number}
        known = {
            "granted": Known(last is not None and last.sense == Sense.GRANTED, source, read),
            "days_since": Known(_days(last), source, read),
            "holders": Known(len(holders), source, read),
            "open_others": _open_others(before, holders),
        }
        if len(holders) != 1:
            doubts.append(_("Last year's case is not of one person or firm alone."))
        if before.reserved:
            doubts.append(_("Last year's case is reserved."))
        if Renewal.objects.filter(before=before, year=today().year).exclude(sealed_at=None).exists():
            doubts.append(_("It is renewed already this year."))
    if by_whom and entry is not None:
        known["online"] = Known(entry.channel == "office", entry.reference, digest(entry.answers))
    return Found(subject, known, doubts=tuple(doubts), answers=_answers(entry))


def _answers(entry: RegistryEntry | None) -> Any:
    def answer(name: str) -> Known | None:
        if entry is None or name not in entry.answers:
            return None
        value = entry.answers[name]
        said: Plain = value if isinstance(value, (str, int, float, bool)) else ""
        return Known(_number(said), entry.reference, digest(entry.answers))

    return answer


def _number(value: Plain) -> Plain:
    """A number that came as text is compared as a number."""
    if isinstance(value, str) and value and len(value) < 16:
        try:
            return float(value.replace(",", "."))
        except ValueError:
            return value
    return value


def _days(step: Step | None) -> int:
    return (today() - step.happened_on).days if step is not None and step.happened_on else -1


def _open_others(before: CaseFile, holders: Iterable[CaseParty]) -> Known:
    """How many other cases of whoever holds it are open (an inspection, a sanction, a debt). One statement."""
    ids = sorted(str(one.party_id) for one in holders)
    rows = CaseParty.objects.filter(party_id__in=ids, case__closed_at=None)
    numbers = sorted(set(rows.exclude(case=before).values_list("case__number", flat=True)))
    return Known(len(numbers), _("Cases of the town hall"), digest(numbers))


def digest(read: Any) -> str:
    """SHA-256 (hexadecimal) of what was read, in canonical JSON."""
    said = json.dumps(read, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()
