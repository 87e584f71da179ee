"""Forms about what lies in a case: files that come in, order, folders, what each document is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases import page, selectors
from consistori.cases.models import CaseDocument, CaseFile, Folder
from consistori.cases.papers.placing import receive_from_path
from consistori.cases.services import (
    create_folder,
    mark_document,
    move_document,
    remove_folder,
    rename_folder,
    take_out_document,
)
from consistori.cases.web._case import back_to, case_act, done, is_scripted
from consistori.catalogue.models import DocumentType
from consistori.directory.access import StaffRequest
from consistori.documents.paging.jobs import look_for_blanks
from consistori.documents.services import describe_document, discard_document, restore_document
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.tenancy.jobs import defer


def leaf_of(case: CaseFile, key: Any) -> CaseDocument:
    """A document of this case by the key of its leaf."""
    leaves = CaseDocument.objects.filter(case=case, pk=key)
    leaf = leaves.select_related(
        "document__type", "document__version", "document__latest_blob", "folder"
    ).first()
    if leaf is None:
        raise NotHere(_("That document is no longer in this case."))
    leaf.case = case
    return leaf


def _folder_of(case: CaseFile, key: str) -> Folder | None:
    if not key:
        return None
    folder = Folder.objects.filter(case=case, pk=_key(key)).first()
    if folder is None:
        raise BadInput(_("That folder is no longer there."), field="folder")
    return folder


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise BadInput(_("The form was not whole. Load the page again and repeat.")) from wrong


@case_act
def upload(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Each file alone: a wrong one is told why, and the others stay."""
    folder = _folder_of(case, request.POST.get("folder", ""))
    path = request.POST.get("path", "")[:1000]
    leaves, refused = [], []
    sent: list[Any] = request.FILES.getlist("files")
    for file in sent:
        try:
            leaf = receive_from_path(case, file.file_received(), by=request.actor, path=path, folder=folder)
            leaves.append(leaf)
            defer(look_for_blanks, document_id=str(leaf.document_id))
        except Refusal as refusal:
            if is_scripted(request):
                raise
            refused.append(f"{file.name}: {refusal.message}")
    if not leaves and not refused:
        raise BadInput(_("Choose at least one file."), field="files")
    if is_scripted(request):
        # Where no list is shown, two hundred files do not draw it two hundred times.
        return HttpResponse(status=204) if request.POST.get("quiet") else _rows(request, case, leaves)
    for words in refused:
        messages.error(request, words)
    _tell_twins(request, leaves)
    if leaves:
        words = ngettext("%(n)s document filed", "%(n)s documents filed", len(leaves)) % {"n": len(leaves)}
        messages.success(request, words)
    return redirect(back_to(request, case))


def _tell_twins(request: StaffRequest, leaves: list[CaseDocument]) -> None:
    for leaf in leaves:
        if twins := getattr(leaf.document, "twins", None):
            messages.warning(
                request,
                _("“%(title)s” is the same file as “%(twin)s”, which was already here.")
                % {"title": leaf.document.title, "twin": twins[0].title},
            )


def _rows(request: StaffRequest, case: CaseFile, added: list[CaseDocument]) -> HttpResponse:
    keys = {leaf.pk: leaf for leaf in added}
    rows = [row for row in page.leaves_for(case, chosen="-").rows if row.leaf.pk in keys]
    for row in rows:
        row.is_new = True
        twins = getattr(keys[row.leaf.pk].document, "twins", None)
        if twins:
            row.stamp = page.Stamp(_("Duplicate"), "ochre", "copy", _("The same as “%s”") % twins[0].title)
    return TemplateResponse(request, "cases/_rows.html", {"rows": rows, "case": case})


@case_act
def move(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Put one or several documents in a folder, before another document, or one place up or down."""
    leaves = [leaf_of(case, _key(key)) for key in request.POST.getlist("leaf")]
    if not leaves:
        raise BadInput(_("Choose at least one document."), field="leaf")
    if step := request.POST.get("step", ""):
        _step(request, case, leaves[0], step)
    else:
        folder = _folder_of(case, request.POST.get("folder", ""))
        before = request.POST.get("before", "")
        target = leaf_of(case, _key(before)) if before else None
        for leaf in leaves:
            move_document(leaf, by=request.actor, folder=folder, before=target)
    if is_scripted(request):
        return HttpResponse(status=204)
    return done(request, case, _("Moved"))


def _step(request: StaffRequest, case: CaseFile, leaf: CaseDocument, step: str) -> None:
    rows = [r for r in selectors.leaves_of(case) if r.folder_id == leaf.folder_id]
    here = next(n for n, r in enumerate(rows) if r.pk == leaf.pk)
    target = here - 1 if step == "up" else here + 2
    if target < 0 or (step != "up" and here + 1 >= len(rows)):
        raise BadInput(_("It is already at the end."))
    before = rows[target] if target < len(rows) else None
    move_document(leaf, by=request.actor, folder=leaf.folder, before=before)


def _on_leaf(act: Callable[[StaffRequest, CaseDocument], Any], words: Any) -> Any:
    @case_act
    def view(request: StaffRequest, case: CaseFile, leaf: UUID) -> HttpResponse:
        act(request, leaf_of(case, leaf))
        return done(request, case, words())

    return view


def _describe(request: StaffRequest, leaf: CaseDocument) -> None:
    said: dict[str, Any] = {}
    if title := request.POST.get("title", ""):
        said["title"] = title
    if kind := request.POST.get("type", ""):
        said["type"] = DocumentType.objects.in_use().filter(pk=_key(kind)).first()
    describe_document(leaf.document, by=request.actor, **said)


def _mark(request: StaffRequest, leaf: CaseDocument) -> None:
    mark_document(
        leaf,
        by=request.actor,
        is_auxiliary=request.POST.get("as") == "note",
        is_requested_report=request.POST.get("as") == "report",
    )


describe = _on_leaf(_describe, lambda: _("Saved"))
mark = _on_leaf(_mark, lambda: _("Saved"))
take_out = _on_leaf(
    lambda request, leaf: take_out_document(leaf, by=request.actor), lambda: _("Taken out of the case")
)
discard = _on_leaf(
    lambda request, leaf: discard_document(leaf.document, by=request.actor),
    lambda: _("In the bin. It can come back for thirty days"),
)
restore = _on_leaf(
    lambda request, leaf: restore_document(leaf.document, by=request.actor), lambda: _("It is back")
)


@case_act
def make_folder(request: StaffRequest, case: CaseFile) -> HttpResponse:
    folder = create_folder(case, by=request.actor, name=request.POST.get("name", ""))
    return done(request, case, _("Folder “%(name)s” made") % {"name": folder.name})


@case_act
def change_folder(request: StaffRequest, case: CaseFile, folder: UUID) -> HttpResponse:
    found = _folder_of(case, str(folder))
    assert found is not None  # noqa: S101 - a key was given, so it is there or was refused
    if "remove" in request.POST:
        remove_folder(found, by=request.actor)
        return done(request, case, _("Folder removed"))
    rename_folder(found, by=request.actor, name=request.POST.get("name", ""))
    return done(request, case, _("Folder renamed"))
