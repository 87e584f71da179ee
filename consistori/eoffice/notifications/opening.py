"""What the folder does with a notification that is theirs: its papers, its terms, its whole proof, and 42.3."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from consistori.deadlines.models import Deadline
from consistori.documents import blobs
from consistori.documents.models import Document, DocumentVersion
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.notifications.selectors import OwnNotification
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.kernel.filenames import clean
from consistori.notifications.models import Notification, Proof
from consistori.parties.models import Party, WayChoice
from consistori.parties.rules.channels import Way
from consistori.parties.services import set_preference
from consistori.tenancy.models import Entity
from consistori.trail import act

LARGEST_ANNEX_IN_PROOF = 40 * 1024**2
"""Annexes larger than this, in bytes, are downloaded apart: their hashes are in the proof all the same."""


@dataclass(frozen=True)
class Paper:
    """A file of a notification: the very bytes that were sent (`sha256`), whatever was added to the document later."""

    key: str
    title: str
    name: str
    media_type: str
    sha256: str
    size: int
    document_id: UUID


def papers_of(row: Notification) -> list[Paper]:
    """The text and its annexes. Two statements."""
    dispatch = row.dispatch
    said = [("text", row.text_id, str(row.version_id or dispatch.version_id), row.sha256, dispatch.title)]
    said += [
        (str(place), UUID(one["document"]), one["version"], one["sha256"], one.get("title", ""))
        for place, one in enumerate(dispatch.annexes, start=1)
    ]
    versions = {str(one.pk): one for one in DocumentVersion.objects.filter(pk__in=[each[2] for each in said])}
    gone = Document.objects.filter(pk__in=[each[1] for each in said], erased_at__isnull=False)
    erased = set(gone.values_list("pk", flat=True))
    found = []
    for key, document, version_id, sha256, title in said:
        version = versions.get(version_id)
        if version is not None and document not in erased:
            found.append(Paper(key, title, version.name, version.media_type, sha256, version.size, document))
    return found


def paper_of(row: Notification, key: str) -> Paper:
    """One of them. Raises `NotHere`."""
    for paper in papers_of(row):
        if paper.key == key:
            return paper
    raise NotHere


def terms_of(row: Notification) -> list[Deadline]:
    """The terms that opened for them with it, to answer or to appeal, what ends first on top. One statement."""
    found = Deadline.objects.filter(reference=row.number, party_id=row.party_id)
    return sorted(found, key=lambda term: term.last_day or term.not_before)


def proofs_of(row: Notification) -> list[Proof]:
    """What proves each thing that happened, readable by a program. One statement."""
    return list(Proof.objects.filter(notification=row).select_related("stamp"))


def whole_proof(row: Notification) -> IO[bytes]:
    """Everything that proves it in one ZIP: the papers, the proof in PDF, and each proof with its seal and its stamp.

    It is checked without us: the signatures are CAdES over the JSON, the stamp is of RFC 3161 over the list of hashes.
    An open file, at its beginning, that is gone when it is closed.
    """
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for place, paper in enumerate(papers_of(row), start=1):
            if place == 1 or paper.size <= LARGEST_ANNEX_IN_PROOF:
                bundle.write(blobs.existing_path(paper.sha256), f"{place:02d}-{clean(paper.name)}")
        if row.proof is not None:
            version = row.proof.version
            bundle.write(
                blobs.existing_path(row.proof.latest_blob.sha256), f"{row.number}-{clean(version.name)}"
            )
        for proof in proofs_of(row):
            for name, data in _files_of(proof):
                bundle.writestr(f"{row.number}-{proof.kind}{name}", data)
    made.seek(0)
    return made


def _files_of(proof: Proof) -> list[tuple[str, bytes]]:
    found = [(".json", bytes(proof.data))]
    if proof.signature is not None:
        found.append((".json.p7s", bytes(proof.signature)))
    if proof.stamp is not None:
        found.append((".hashes.txt", bytes(proof.stamp.content)))
        if proof.stamp.token is not None:
            found.append((".hashes.tsr", bytes(proof.stamp.token)))
    return found


def may_be_offered_electronic(own: OwnNotification, citizen: Citizen) -> bool:
    """Whether to offer that the next ones come electronically (42.3): a person who opens in their own name what came to
    them also on paper, who is obliged to nothing and has not chosen it yet. One statement at most.
    """
    row = own.row
    if own.for_firm or row.channel != Way.PAPER or row.is_obliged or not own.has_read:
        return False
    party = row.representative or row.party
    return party.is_person and not party.obliged_electronic and not _has_chosen(party)


def _has_chosen(party: Party) -> bool:
    chosen = WayChoice.objects.filter(party_id=party.standing.pk).order_by("told_on", "id").last()
    return chosen is not None and chosen.way == Way.ELECTRONIC


@act
def choose_electronic(own: OwnNotification, *, citizen: Citizen, entity: Entity) -> WayChoice:
    """Write down that from now on they want to be notified electronically; it counts from the fifth working day
    (R-ELE-03).
    """
    row = own.row
    if not may_be_offered_electronic(own, citizen):
        raise NotHere
    party = (row.representative or row.party).standing
    who = Actor(None, citizen.full_name[:160], entity.pk, channel="system")
    made: WayChoice = set_preference(party, by=who, way=WayChoice.Way.ELECTRONIC)
    return made
