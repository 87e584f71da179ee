"""Searching in the texts of a town [cerca als textos / búsqueda en los textos]: what is asked, of what, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.catalogue.models import DocumentType
from consistori.catalogue.selectors import search_series
from consistori.desk.readable import readable_documents
from consistori.documents.search.asking import STATES, Answer, Question, ask
from consistori.kernel.actor import Actor
from consistori.parties.policies import may_see_parties
from consistori.parties.selectors import search_parties

MOST_SERIES, MOST_PARTIES = 40, 40
NAMES = ("q", "type", "state", "series", "person", "since", "until")
LABELS: dict[str, Any] = {
    "type": _("Type"),
    "state": _("State"),
    "series": _("Series of its case"),
    "person": _("Person of its case"),
    "since": _("From"),
    "until": _("To"),
}


@dataclass(frozen=True)
class Filter:
    """Something that narrows the search, in words; `day` when it is one; the address without it."""

    label: Any
    value: str
    day: date | None
    without: str


@dataclass(frozen=True)
class Search:
    """What was written in the form, as it stands in the address. `faults`: a sentence a field that is not right."""

    q: str = ""
    type: str = ""
    state: str = ""
    series: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    faults: dict[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Search:
        """From the address; what cannot be understood stays written, with its fault."""
        said = {name: " ".join(str(given.get(name, "")).replace("\x00", "").split())[:200] for name in NAMES}
        faults: dict[str, Any] = {}
        for name in ("since", "until"):
            if day := _day(said[name]):
                said[name] = day.isoformat()
            elif said[name]:
                faults[name] = _("This is not a day. Write it as in 24/08/2026.")
        first, last = _day(said["since"]), _day(said["until"])
        if first and last and first > last:
            faults["until"] = _("It ends before it begins.")
        said["state"] = said["state"] if said["state"] in STATES else ""
        said["type"] = said["type"] if _key(said["type"]) else ""
        return cls(**said, faults=faults)

    @property
    def params(self) -> dict[str, str]:
        """Only what was said."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    @property
    def address(self) -> str:
        return urlencode(self.params)

    def without(self, *names: str) -> str:
        """The same search with less said, as an address."""
        return urlencode({name: value for name, value in self.params.items() if name not in names})

    def filters(self, types: list[DocumentType]) -> list[Filter]:
        """What was said besides the words, each with the search without it."""
        words = {str(kind.pk): str(kind.name) for kind in types} | {k: str(v) for k, v in STATES.items()}
        return [
            Filter(label, words.get(value, value), _day(value), self.without(name))
            for name, label in LABELS.items()
            if (value := self.params.get(name)) and name not in self.faults
        ]

    @property
    def is_narrow(self) -> bool:
        """Whether anything but words was said."""
        return bool(set(self.params) - {"q"})

    def question(self) -> Question:
        """What of it the documents themselves answer."""
        key = _key(self.type)
        return Question(self.q, (key,) if key else (), self.state, _day(self.since), _day(self.until))


def _day(written: str) -> date | None:
    """A day as a browser sends it (2026-08-24) or as people write it (24/08/2026)."""
    parts = written.replace("-", "/").replace(".", "/").split("/")
    if len(parts) == 3 and len(parts[2]) == 4:
        written = "-".join([parts[2], parts[1].zfill(2), parts[0].zfill(2)])
    try:
        return parse_date(written)
    except ValueError:
        return None


def _key(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


@dataclass(frozen=True)
class Shown:
    """A page of results, each with the case where it is."""

    answer: Answer = field(default_factory=Answer)
    cases: dict[UUID, CaseFile] = field(default_factory=dict)
    faults: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[Any, CaseFile | None]]:
        return [(one, self.cases.get(one.document.pk)) for one in self.answer.found]


def search(wanted: Search, actor: Actor, *, before: UUID | None = None) -> Shown:
    """A page of the documents of the town that answer, of those that the actor may read."""
    faults = dict(wanted.faults)
    cases = CaseFile.objects.visible_to(actor)
    narrowed = bool(wanted.series or wanted.person)
    if wanted.series:
        series = search_series(wanted.series, limit=MOST_SERIES)
        if not series:
            faults["series"] = _("No series is called so. Write its code or a word of its name.")
        cases = cases.filter(series__in=[one.pk for one in series])
    if wanted.person:
        parties = search_parties(wanted.person, limit=MOST_PARTIES) if may_see_parties(actor) else []
        if not parties:
            faults["person"] = _("Nobody is called so here. Write the beginning of the name, or the NIF.")
        cases = cases.filter(Exists(CaseParty.objects.filter(case=OuterRef("pk"), party__in=parties)))
    question = wanted.question()
    if faults or (question.is_empty and not narrowed):
        return Shown(faults=faults)

    def readable(rows: QuerySet[Any]) -> QuerySet[Any]:
        # The cover of a case says again what its title says: the finder finds it.
        covers = CaseFile.objects.filter(cover_id=OuterRef("pk"))
        rows = rows.filter(readable_documents([actor])).exclude(Exists(covers))
        if not narrowed:
            return rows
        leaves = CaseDocument.objects.filter(document_id=OuterRef("pk"), case__in=cases.values("pk"))
        return rows.filter(Exists(leaves))

    answer = ask(question, readable, before=before, needs_words=not narrowed)
    return Shown(answer, _cases_of(answer, actor))


def _cases_of(answer: Answer, actor: Actor) -> dict[UUID, CaseFile]:
    """The case of each, of those that the actor may read. One statement."""
    documents = [one.document.pk for one in answer.found]
    leaves = CaseDocument.objects.filter(
        document__in=documents, case__in=CaseFile.objects.visible_to(actor).values("pk")
    ).select_related("case")
    return {leaf.document_id: leaf.case for leaf in leaves}


def types_to_choose() -> list[DocumentType]:
    """The types of document of the town, by name."""
    return sorted(DocumentType.objects.in_use(), key=lambda kind: str(kind.name))
