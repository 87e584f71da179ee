"""What lies in a case: filing documents, ordering them, folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from consistori.cases.events import (
    DocumentFiled,
    DocumentMarked,
    DocumentMoved,
    DocumentTakenOut,
    FolderMade,
    FolderRemoved,
    FolderRenamed,
)
from consistori.cases.models import CaseDocument, CaseFile, Folder
from consistori.cases.models.leaves import LONGEST_FOLDER_NAME
from consistori.cases.policies import may_add_documents, may_work_on
from consistori.cases.services._moves import mark_moved
from consistori.documents.models import Document
from consistori.documents.services import receive_document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.trail import act, announce


class DocumentOnlyHere(Refusal):
    """The document lies in no other case, so taking it out would leave it nowhere."""


@act
def add_documents(
    case: CaseFile,
    documents: Sequence[Document],
    *,
    by: Actor,
    folder: Folder | None = None,
    is_auxiliary: bool = False,
    is_requested_report: bool = False,
) -> list[CaseDocument]:
    """File documents at the end of the case, or of one of its folders, in the order given.

    A document may lie in several cases (Llei 39/2015, art. 70.3), once in each.
    """
    ensure(may_add_documents(by, case))
    _check_folder(case, folder)
    there = CaseDocument.objects.filter(case=case).aggregate(
        last=Max("position", filter=Q(folder=folder)),
        repeated=Min("document__title", filter=Q(document__in=documents)),
    )
    if there["repeated"] is not None:
        raise AlreadyDone(_("“%(title)s” is already in this case.") % {"title": there["repeated"]})
    last = there["last"] or 0
    leaves = [
        CaseDocument(
            case=case,
            document=document,
            folder=folder,
            position=last + place,
            added_by_id=by.person_id,
            is_auxiliary=is_auxiliary,
            is_requested_report=is_requested_report,
        )
        for place, document in enumerate(documents, start=1)
    ]
    CaseDocument.objects.bulk_create(leaves)
    mark_moved(case)
    for document in documents:
        announce(
            DocumentFiled(case_id=case.pk, number=case.number, document_id=document.pk, title=document.title),
            by=by,
        )
    return leaves


def add_document(case: CaseFile, document: Document, *, by: Actor, **where: Any) -> CaseDocument:
    """File one document; as `add_documents`."""
    return add_documents(case, [document], by=by, **where)[0]


def file_beside(source: Document, new: Sequence[Document], by: Actor) -> None:
    """File what was born of a document (taken out of a message, half of a PDF) where its source lies.

    Right after it, in each of its cases where `by` may add documents; in none, it is refused.
    """
    leaves = list(CaseDocument.objects.filter(document=source).select_related("case", "folder"))
    verdicts = [(leaf, may_add_documents(by, leaf.case)) for leaf in leaves]
    if verdicts and not any(verdict for _leaf, verdict in verdicts):
        ensure(verdicts[0][1])
    for leaf, verdict in verdicts:
        if verdict:
            added = {row.pk for row in add_documents(leaf.case, new, by=by, folder=leaf.folder)}
            rows = _leaves_in(leaf.case, leaf.folder)
            others = [row for row in rows if row.pk not in added]
            place = next(n for n, row in enumerate(others, start=1) if row.pk == leaf.pk)
            others[place:place] = [row for row in rows if row.pk in added]
            _renumber(others, moved=leaf)


@act
def receive_into_case(
    case: CaseFile, received: Any, *, by: Actor, folder: Folder | None = None, **metadata: Any
) -> CaseDocument:
    """Receive a file and file it: what dropping a file on a case does."""
    ensure(may_add_documents(by, case))
    document = receive_document(by=by, received=received, **metadata)
    return add_document(case, document, by=by, folder=folder)


@act
def move_document(
    leaf: CaseDocument, *, by: Actor, folder: Folder | None = None, before: CaseDocument | None = None
) -> None:
    """Put a document before another one of that folder, or last (`before=None`)."""
    case = leaf.case
    ensure(may_work_on(by, case))
    _check_folder(case, folder)
    others = [row for row in _leaves_in(case, folder) if row.pk != leaf.pk]
    if before is not None and before.pk not in {row.pk for row in others}:
        raise BadInput(_("That place is no longer there. Look at the list again."), field="before")
    place = next((n for n, row in enumerate(others) if before and row.pk == before.pk), len(others))
    others.insert(place, leaf)
    leaf.folder = folder
    _renumber(others, moved=leaf)
    mark_moved(case)
    announce(
        DocumentMoved(
            case_id=case.pk,
            number=case.number,
            document_id=leaf.document_id,
            title=leaf.document.title,
            folder=folder.name if folder else "",
        ),
        by=by,
    )


def _leaves_in(case: CaseFile, folder: Folder | None) -> list[CaseDocument]:
    return list(CaseDocument.objects.filter(case=case, folder=folder).order_by("position", "id"))


def _renumber(leaves: Iterable[CaseDocument], *, moved: CaseDocument) -> None:
    changed = []
    for position, row in enumerate(leaves, start=1):
        if row.position != position or row.pk == moved.pk:
            row.position = position
            changed.append(row)
    CaseDocument.objects.bulk_update(changed, ["position", "folder"])


@act
def take_out_document(leaf: CaseDocument, *, by: Actor) -> None:
    """Take a document out of a case, when it lies in another one too. Otherwise it goes to the bin, not
    away.
    """
    case = leaf.case
    ensure(may_work_on(by, case))
    if not CaseDocument.objects.filter(document=leaf.document_id).exclude(pk=leaf.pk).exists():
        raise DocumentOnlyHere(
            _(
                "This document is in no other case. Throw it in the bin, where it waits 30 days, or "
                "file it elsewhere first."
            )
        )
    title = leaf.document.title
    document_id = leaf.document_id
    leaf.delete()
    mark_moved(case)
    announce(
        DocumentTakenOut(case_id=case.pk, number=case.number, document_id=document_id, title=title), by=by
    )


@act
def mark_document(
    leaf: CaseDocument, *, by: Actor, is_auxiliary: bool, is_requested_report: bool = False
) -> None:
    """Say that a document is a note or an auxiliary paper, outside the index, or that it belongs in it.

    Llei 39/2015, art. 70.4: a report asked for before resolving always belongs.
    """
    case = leaf.case
    ensure(may_work_on(by, case))
    leaf.is_auxiliary, leaf.is_requested_report = is_auxiliary, is_requested_report
    leaf.save(update_fields=["is_auxiliary", "is_requested_report"])
    mark_moved(case)
    announce(
        DocumentMarked(
            case_id=case.pk,
            number=case.number,
            document_id=leaf.document_id,
            title=leaf.document.title,
            is_auxiliary=is_auxiliary and not is_requested_report,
        ),
        by=by,
    )


# --- folders -----------------------------------------------------------------------------------------------


def _check_folder(case: CaseFile, folder: Folder | None) -> None:
    if folder is not None and folder.case_id != case.pk:
        raise BadInput(_("That folder is in another case."), field="folder")


def _clean_folder_name(case: CaseFile, name: str, *, but: Folder | None = None) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise BadInput(_("Give the folder a name."), field="name")
    if len(clean) > LONGEST_FOLDER_NAME:
        raise BadInput(_("The name is too long: 120 characters at most."), field="name")
    others = Folder.objects.filter(case=case, name=clean)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise AlreadyDone(_("There is already a folder “%(name)s” here.") % {"name": clean}, field="name")
    return clean


@act
def create_folder(case: CaseFile, *, by: Actor, name: str) -> Folder:
    """Make a folder [carpeta] at the end of the case."""
    ensure(may_work_on(by, case))
    clean = _clean_folder_name(case, name)
    last = Folder.objects.filter(case=case).aggregate(last=Max("position"))["last"] or 0
    folder = Folder.objects.create(case=case, name=clean, position=last + 1)
    mark_moved(case)
    announce(FolderMade(case_id=case.pk, number=case.number, folder_id=folder.pk, name=clean), by=by)
    return folder


@act
def rename_folder(folder: Folder, *, by: Actor, name: str) -> None:
    """Change the name of a folder."""
    case = folder.case
    ensure(may_work_on(by, case))
    before, folder.name = folder.name, _clean_folder_name(case, name, but=folder)
    folder.save(update_fields=["name"])
    mark_moved(case)
    announce(
        FolderRenamed(
            case_id=case.pk, number=case.number, folder_id=folder.pk, name=folder.name, before=before
        ),
        by=by,
    )


@act
def remove_folder(folder: Folder, *, by: Actor) -> None:
    """Remove an empty folder."""
    case = folder.case
    ensure(may_work_on(by, case))
    if CaseDocument.objects.filter(folder=folder).exists():
        raise BadInput(_("The folder is not empty: move its documents first."), field="folder")
    folder_id, name = folder.pk, folder.name
    folder.delete()
    mark_moved(case)
    announce(FolderRemoved(case_id=case.pk, number=case.number, folder_id=folder_id, name=name), by=by)
