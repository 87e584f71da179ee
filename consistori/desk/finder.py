"""The finder [cercador]: any case, person, document or command, by the beginning of its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.selectors import with_cover
from consistori.desk.addresses import address_in
from consistori.desk.commands import COMMANDS
from consistori.desk.readable import readable_documents
from consistori.directory.roles import PROCESSES
from consistori.directory.selectors import Standing
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.text import fold
from consistori.parties.models import Party
from consistori.parties.policies import may_see_parties
from consistori.parties.selectors import search_parties
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_read_books
from consistori.tenancy import modality, search
from consistori.tenancy.models import Entity

EACH = 6
EACH_ALONE = 30
LONGEST_QUERY = 120


@dataclass(frozen=True)
class Found:
    """One thing found: its name, a second text, where it is; a case carries its cover."""

    icon: str
    title: str
    url: str
    note: str = ""
    entity: Entity | None = None
    case: CaseFile | None = None
    key: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    key: str
    title: str
    rows: list[Found]


@dataclass(frozen=True)
class Finding:
    """The answer of the finder."""

    q: str
    groups: list[Group] = field(default_factory=list)
    only: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups if group.key != "commands")


def find(q: str, standings: Mapping[int, Standing], entities: list[Entity], *, only: str = "") -> Finding:
    """What these words find in these towns for this person. At most six statements."""
    q = q.strip()[:LONGEST_QUERY]
    actors = [standings[entity.pk].actor for entity in entities]
    groups = []
    if q:
        towns = {entity.pk: entity for entity in entities}
        finders = {"cases": _cases, "parties": _parties, "documents": _documents, "entries": _entries}
        most = EACH_ALONE if only else EACH
        groups = [f(q, actors, towns, most) for key, f in finders.items() if only in ("", key)]
    if only in ("", "commands") and len(entities) == 1:
        groups.append(_commands(q, actors[0], entities[0]))
    return Finding(q, [group for group in groups if group.rows], only)


def _cases(q: str, actors: list[Actor], towns: Mapping[Any, Entity], most: int) -> Group:
    rows = with_cover(CaseFile.objects.visible_to_any(actors)).select_related("entity")
    found = search.matching(rows, q).order_by("-last_moved_at", "-id")[:most]
    return Group("cases", _("Cases"), [_case(case) for case in found])


def _case(case: Any) -> Found:
    carrier = case.carried_by.full_name if case.carried_by else ""
    closed = _("closed") if case.is_closed else ""
    return Found(
        icon="folder",
        title=case.title,
        url=address_in(case.entity, "cases:case", case.number),
        note=" · ".join(part for part in (case.number, carrier, closed) if part),
        entity=case.entity,
        case=case,
    )


def _parties(q: str, actors: list[Actor], towns: Mapping[Any, Entity], most: int) -> Group:
    seen_in = {actor.entity_id for actor in actors if may_see_parties(actor)}
    found = search_parties(q, limit=most) if seen_in else []
    rows = [
        Found(
            icon="person" if party.kind == Party.Kind.NATURAL else "building",
            title=party.display_name,
            url=address_in(towns[party.entity_id], "parties:party", party.pk),
            note="" if party.is_protected else party.identifier or "",
            entity=towns[party.entity_id],
        )
        for party in found
        if party.entity_id in seen_in
    ]
    return Group("parties", _("Persons and firms"), rows)


def _documents(q: str, actors: list[Actor], towns: Mapping[Any, Entity], most: int) -> Group:
    found = search.matching(Document.objects.kept().with_version(), q).filter(readable_documents(actors))
    documents = list(found.order_by("-captured_at")[:most])
    leaves = CaseDocument.objects.filter(document__in=documents).values_list("document_id", "case__number")
    numbers = dict(leaves)
    rows = [
        Found(
            icon=document.icon,
            title=document.title,
            url=address_in(towns[document.entity_id], "documents:document", document.pk),
            note=" · ".join(str(part) for part in (document.type, numbers.get(document.pk)) if part),
            entity=towns[document.entity_id],
        )
        for document in documents
    ]
    return Group("documents", _("Documents"), rows)


def _entries(q: str, actors: list[Actor], towns: Mapping[Any, Entity], most: int) -> Group:
    """Entries and exits of the books, in the towns that keep them and where the person reads them."""
    kept = {actor.entity_id for actor in actors if may_read_books(actor)}
    here = [pk for pk in kept if pk in towns and modality.is_on(towns[pk], "registry")]
    kept_here: Any = RegistryEntry.objects.filter(entity__in=here).in_order()
    found = search.matching(kept_here, q)[:most] if here else []
    rows = [
        Found(
            icon="send" if entry.is_exit else "stamp",
            title=entry.subject,
            url=address_in(towns[entry.entity_id], "registry:entry", entry.reference),
            note=" · ".join([entry.reference, str(entry.get_heading_display())]),
            entity=towns[entry.entity_id],
        )
        for entry in found
    ]
    return Group("entries", _("Registry"), rows)


def _commands(q: str, actor: Actor, entity: Entity) -> Group:
    asked = fold(q).split()
    rows = []
    if q and actor.holds(*PROCESSES) and (new := address_in(entity, "cases:new")):
        label = _("Open a case with the title «%(title)s»") % {"title": q}
        rows.append(Found("plus", label, f"{new}?{urlencode({'title': q})}", key="N"))
    if q and (texts := address_in(entity, "desk:search")):
        label = _("Search «%(words)s» inside the documents") % {"words": q}
        rows.append(Found("search", label, f"{texts}?{urlencode({'q': q})}"))
    for command in COMMANDS:
        if command.roles and not actor.holds(*command.roles):
            continue
        if command.switch and not modality.is_on(entity, command.switch):
            continue
        words = fold(f"{command.label} {command.words}").split()
        if all(any(word.startswith(part) for word in words) for part in asked):
            url = address_in(entity, command.view)
            if url:
                rows.append(Found(command.icon, str(command.label), url, key=command.key))
    return Group("commands", _("Do"), rows[:EACH] if q else rows)
