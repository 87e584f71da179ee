"""Questions about cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.cases import rules, texts
from consistori.cases.models import (
    CaseDocument,
    CaseFile,
    CaseParty,
    CaseQuerySet,
    CaseRelation,
    Comment,
    Step,
)
from consistori.cases.rules import ClosingFacts, DocumentFacts, Folios, Leaf, Missing
from consistori.catalogue.selectors import HEAVY
from consistori.directory.careers import usable_delegations, words_of_hand
from consistori.directory.models import Post
from consistori.directory.roles import SIGNS
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.parties.selectors import mentioned_in, parties_by_id
from consistori.signature.selectors import requests_of
from consistori.tenancy import modality, search
from consistori.tenancy.often import asked_often

LARGEST_NUMBER_OF_RELATIONS = 200


# --- finding -----------------------------------------------------------------------------------------------


def with_cover(cases: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    """The case with what its cover shows, in one statement; the long texts of its series come if they are asked."""
    rows = cases.select_related("series", "unit", "carried_by")
    return rows.defer("search", *(f"series__{name}" for name in (*HEAVY, "finding")))


_case_of_number = asked_often(lambda number: with_cover(CaseFile.objects.filter(number=number)))
_case_of_key = asked_often(lambda key: with_cover(CaseFile.objects.filter(pk=key)))
_parties_of_case = asked_often(lambda case: CaseParty.objects.filter(case=case).select_related("party"))


def any_case(ref: UUID | str) -> CaseFile | None:
    """The case of that identifier or number, for whoever may know of every case. One statement."""
    found = _case_of_key(key=ref) if isinstance(ref, UUID) else _case_of_number(number=ref)
    return found[0] if found else None


def case_by_number(number: str, actor: Actor, *, among: CaseQuerySet | None = None) -> CaseFile:
    """The case of that number that the actor may know of; `NotHere` for whoever may not."""
    cases: CaseQuerySet = CaseFile.objects.all() if among is None else among
    case = with_cover(cases.known_to(actor)).filter(number=number).first()
    if case is None:
        raise NotHere(_("There is no such case."))
    return case


def case_by_id(case_id: UUID, actor: Actor) -> CaseFile:
    """The case of that identifier whose contents the actor may read; `NotHere` for whoever may not."""
    case = with_cover(CaseFile.objects.visible_to(actor)).filter(pk=case_id).first()
    if case is None:
        raise NotHere(_("There is no such case."))
    return case


def search_cases(words: str, actor: Actor, *, limit: int = 8) -> list[CaseFile]:
    """Cases whose number, title or parties have every word, the most recently moved first."""
    found = search.matching(with_cover(CaseFile.objects.visible_to(actor)), words)
    return list(found.order_by("-last_moved_at", "-id")[:limit])


# --- what lies in a case -----------------------------------------------------------------------------------


def leaves_of(case: CaseFile) -> list[CaseDocument]:
    """The documents of the case in the order of its index, with type, version and folder. One statement."""
    leaves = CaseDocument.objects.filter(case=case).alive().in_order()
    rows = list(
        leaves.select_related("document__type", "document__version", "document__latest_blob", "folder")
    )
    for leaf in rows:
        leaf.case = case
    return rows


def is_draft(leaf: CaseDocument) -> bool:
    return leaf.document.state == "draft"


def enters_index(leaf: CaseDocument) -> bool:
    """Whether the document belongs to the index (Llei 39/2015, art. 70.4)."""
    return leaf.enters(is_draft=is_draft(leaf))


def folios_of(leaves: Sequence[CaseDocument]) -> list[Folios | None]:
    """The folios of `leaves`, already in order; those kept at closing, where they are."""
    if any(leaf.folios for leaf in leaves):
        return [leaf.folios for leaf in leaves]
    return rules.foliate([Leaf(leaf.pk, _pages(leaf), enters_index(leaf)) for leaf in leaves])


def _pages(leaf: CaseDocument) -> int | None:
    version = leaf.document.version
    return version.pages if version else None


def parties_of(case: CaseFile) -> list[CaseParty]:
    """The parties, each representative after whom she represents; those that turned out to be one, once, under the
    name by which they are known now. One statement, and one more where some were united.
    """
    rows = _as_known_now(_parties_of_case(case=case.pk))
    ordered: list[CaseParty] = []
    for row in rows:
        if row.represents_id is None:
            ordered.append(row)
            ordered += [r for r in rows if r.represents_id == row.pk]
    return ordered


def _as_known_now(rows: list[CaseParty]) -> list[CaseParty]:
    """The rows with the parties as they are known now. The rows themselves stay as they are."""
    roots = {row.party.merged_into_id for row in rows if row.party.merged_into_id}
    if not roots:
        return rows
    known = parties_by_id(roots)
    shown: dict[tuple[UUID, str], CaseParty] = {}
    twins: dict[UUID, UUID] = {}
    for row in rows:
        if row.party.merged_into_id:
            row.party = known[row.party.merged_into_id]
        first = shown.setdefault((row.party_id, row.role), row)
        twins[row.pk] = first.pk
    for row in shown.values():
        if row.represents_id:
            row.represents_id = twins.get(row.represents_id, row.represents_id)
    return list(shown.values())


def relations_of(case: CaseFile, actor: Actor) -> list[tuple[CaseRelation, CaseFile]]:
    """The cases tied to this one that the actor may know of. Two statements."""
    rows = CaseRelation.objects.filter(Q(case=case) | Q(other=case)).order_by("added_at", "id")
    relations = list(rows[:LARGEST_NUMBER_OF_RELATIONS])
    ids = {r.other_id if r.case_id == case.pk else r.case_id for r in relations}
    known = {c.pk: c for c in with_cover(CaseFile.objects.known_to(actor)).filter(pk__in=ids)}
    readable = set(
        CaseFile.objects.visible_to(actor).filter(pk__in=ids, reserved=True).values_list("pk", flat=True)
    )
    pairs = []
    for relation in relations:
        other = known.get(relation.other_id if relation.case_id == case.pk else relation.case_id)
        if other is not None:
            other.title = other.title if not other.reserved or other.pk in readable else _("Reserved")
            pairs.append((relation, other))
    return pairs


def comments_of(case: CaseFile) -> list[Comment]:
    """The internal notes, the newest first. One statement."""
    return list(Comment.objects.filter(case=case).select_related("author", "to"))


def cases_of_document(document_id: UUID) -> QuerySet[CaseFile]:
    """The cases where a document lies, its cover included."""
    leaves = CaseDocument.objects.filter(document_id=document_id).values("case_id")
    return CaseFile.objects.filter(Q(pk__in=leaves) | Q(cover_id=document_id))


def cover_of(case: CaseFile) -> Document | None:
    """The cover, with its version and last bytes. One statement."""
    found: Document | None = Document.objects.filter(pk=case.cover_id).with_version().first()
    return found


@dataclass(frozen=True)
class Signer:
    """Somebody who may be asked to sign, by her post."""

    person: Any
    title: str
    delegation: Any = None

    @property
    def key(self) -> str:
        """What the form sends: the person, or the decree by which she would sign."""
        return str(self.delegation.pk if self.delegation else self.person.pk)

    @property
    def asked(self) -> Any:
        """Who or what `request_signatures` takes."""
        return self.delegation or self.person


def signers_by_delegation() -> list[Signer]:
    """Whoever may be asked to sign in the place of another, with the decree in words. One statement."""
    language = get_language() or "ca"
    return [
        Signer(one.to, words_of_hand(one, post=one.matters or one.manner_label, language=language), one)
        for one in usable_delegations()
    ]


def people_who_sign() -> list[Signer]:
    """Whoever holds a post that signs, once each, by family name. One statement."""
    posts = Post.objects.live(today()).filter(role__in=SIGNS, person__is_active=True).select_related("person")
    language = get_language() or "ca"
    signers = {post.person_id: Signer(post.person, post.title(language)) for post in posts}
    return sorted(signers.values(), key=lambda s: (s.person.family_name, s.person.given_name))


# --- closing -----------------------------------------------------------------------------------------------


def closing_facts(
    case: CaseFile, leaves: Sequence[CaseDocument], *, ending: str, note: str = ""
) -> ClosingFacts:
    """What `rules.missing_to_close` looks at, from the records. Two statements more, for signatures and steps."""
    signers: dict[UUID, list[str]] = {}
    for request in requests_of([leaf.document_id for leaf in leaves]):
        if request.is_waiting:
            signers.setdefault(request.document_id, []).append(request.signer.full_name)
    return ClosingFacts(
        ending=ending,
        ending_note=note,
        has_series=case.series_id is not None,
        series_compulsory=modality.is_on(case.entity, "series_compulsory"),
        documents=[_facts(leaf, tuple(signers.get(leaf.document_id, ()))) for leaf in leaves],
        pending_steps=tuple(step.name for step in Step.objects.todo().filter(case=case)),
    )


def _facts(leaf: CaseDocument, pending: tuple[str, ...]) -> DocumentFacts:
    document = leaf.document
    kind = document.type
    return DocumentFacts(
        key=document.pk,
        title=document.title,
        eni_type=kind.eni_type if kind else "",
        is_typed=kind is not None,
        is_draft=is_draft(leaf),
        is_auxiliary=leaf.is_auxiliary and not leaf.is_requested_report,
        has_date=bool(document.date_on),
        has_origin=bool(document.origin),
        has_elaboration=bool(document.elaboration),
        has_language=bool(document.language),
        pending_signers=pending,
    )


def sentence_of(missing: Missing) -> str:
    """One missing thing, in words."""
    title = missing.document.title if missing.document else ""
    return texts.missing_sentence(missing.code, title=title, names=missing.names)


# --- titles ------------------------------------------------------------------------------------------------


def title_warnings(title: str) -> list[str]:
    """Why this title should not be so: it names somebody. A warning, never a refusal."""
    warnings = [
        _(
            "The title has a NIF, “%(nif)s”. Titles are seen by many: say the matter and add the person "
            "as a party."
        )
        % {"nif": found.text}
        for found in rules.identifiers_in(title)
    ]
    written = {found.compact for found in rules.identifiers_in(title)}
    for party in mentioned_in(title):
        if party.identifier not in written:
            warnings.append(
                _(
                    "The title names “%(name)s”. Titles are seen by many: say the matter and add the "
                    "person as a party."
                )
                % {"name": party.display_name}
            )
    return warnings


def known_cases(ids: Iterable[UUID], actor: Actor) -> dict[UUID, CaseFile]:
    """Cases by identifier that the actor may know of. One statement."""
    return {case.pk: case for case in with_cover(CaseFile.objects.known_to(actor)).filter(pk__in=list(ids))}
