"""What of a paper that is asked for we hold already: whoever filed it another time uses it again in one press.

Llei 39/2015, art. 28.3 and 53.1.d: nobody brings twice what the town hall has. It is the person who says to use it: a
paper may be old, and she knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consistori.catalogue.procedures.sheet import Paper, Sheet
from consistori.documents import blobs
from consistori.documents.blobs import ReceivedBlob
from consistori.documents.received import ReceivedFile
from consistori.documents.waiting import harmful_among
from consistori.eoffice.filing.papers import Place, Waiting, put_paper
from consistori.eoffice.folder.selectors import own_papers
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.models import Draft, SignatureEvidence
from consistori.kernel.errors import NotHere
from consistori.registry.models import EntryDocument, EntryPerson
from consistori.trail import act

MOST_LOOKED_AT = 200


@dataclass(frozen=True)
class Held:
    """A paper that we hold: of which day and entry it is, and the document to use."""

    document_id: UUID
    title: str
    name: str
    brought_on: date
    reference: str
    sha256: str


def held_for(who: Whom, sheet: Sheet, taken: Iterable[str] = ()) -> dict[str, Held]:
    """The last one that they filed of each paper of a sheet, by its key. `taken` are hashes already in the draft.

    Never what somebody who asked together with them brought: it may be of another. Two statements. A paper is the same
    when it was filed by the same name, in either language.
    """
    wanted = _by_title(sheet.papers)
    if not wanted or not who.all_numbers:
        return {}
    rows = own_papers(who).filter(_any_of(wanted), _theirs_alone(who), is_application=False)[:MOST_LOOKED_AT]
    known = set(taken)
    found: dict[str, Held] = {}
    for row in rows:
        key = wanted[row.title]
        if key not in found and row.sha256 not in known:
            found[key] = _held(row)
    harmful = harmful_among({one.sha256 for one in found.values()}) if found else set()
    return {key: one for key, one in found.items() if one.sha256 not in harmful}


def _theirs_alone(who: Whom) -> Q:
    """Of entries that they signed themselves, or in which nobody else is."""
    signed = SignatureEvidence.objects.filter(entry_id=OuterRef("entry_id"))
    others = EntryPerson.objects.filter(entry_id=OuterRef("entry_id")).exclude(
        Q(party_id__in=list(who.all_party_ids)) | Q(identifier__in=list(who.all_numbers))
    )
    return Q(Exists(signed.filter(identifier__in=list(who.all_numbers)))) | ~Q(Exists(others))


def _any_of(titles: Iterable[str]) -> Q:
    return Q(title__in=list(titles))


def _by_title(papers: Iterable[Paper]) -> dict[str, str]:
    return {words: paper.key for paper in papers for words in paper.title.values() if words}


def _held(row: EntryDocument) -> Held:
    day = timezone.localtime(row.entry.registered_at).date()
    return Held(row.document_id, row.title, row.name, day, row.entry.reference, row.sha256)


@act
def use_held(draft: Draft, place: Place, who: Whom, sheet: Sheet) -> Waiting:
    """Put in its place the paper that we hold. `draft` is locked. Raises `NotHere` when there is none any more."""
    held = held_for(who, sheet).get(place.key)
    if held is None:
        raise NotHere
    path = blobs.existing_path(held.sha256)
    blob = ReceivedBlob(held.sha256, path.stat().st_size, path)
    blob.taken()  # it is in its place already: nothing is forgotten with the object
    return put_paper(draft, place, ReceivedFile(held.name, blob))
