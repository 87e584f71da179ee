"""The forms of the workbench: keep one and go on, describe many, join, read, move, throw away, undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases import selectors
from consistori.cases.models import CaseDocument, CaseFile, Folder, KeptBoth
from consistori.cases.page import with_figures
from consistori.cases.papers.forms import PaperForm, TogetherForm
from consistori.cases.papers.pages import contact_context, review_url, shown
from consistori.cases.papers.sheet import table_of
from consistori.cases.papers.twins import keep_both, propose_again
from consistori.cases.policies import may_work_on
from consistori.cases.services import move_document
from consistori.cases.web._case import case_act, done
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.models import DescribedTogether, Document, PageAct
from consistori.documents.paging.jobs import ask_to_read
from consistori.documents.paging.services import merge_documents
from consistori.documents.paging.together import Outcome, describe_together, undo_together
from consistori.documents.paging.undoing import undo_page_act
from consistori.documents.services import describe_document, discard_document
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.trail import act

_MOST_TOLD = 5
_LIKE = ("type_id", "date_on", "origin", "elaboration", "language")


@case_act
def keep(request: StaffRequest, case: CaseFile, leaf: UUID) -> HttpResponse:
    """Keep what is said of a paper, and go on to the next one; a fault stays at its field."""
    only_open = request.POST.get("only", "open") != "all"
    table = table_of(case)
    paper = table.paper_of(leaf)
    if paper is None:
        raise NotHere(_("That document is no longer in this case."))
    ensure(may_work_on(request.actor, case))
    form = PaperForm(paper.document, _as_the_one_before(request, case))
    if not form.is_valid() or not _kept(request, paper.document, form):
        case = _with_figures(request, case)
        return shown(request, case, table, paper, only_open=only_open, form=form, status=422)
    _previous, after = table.around(paper, only_open=only_open)
    return redirect(review_url(case, after, only_open=only_open))


def _kept(request: StaffRequest, document: Document, form: PaperForm) -> bool:
    try:
        describe_document(document, by=request.actor, edition=form.cleaned_data["edition"], **form.metadata())
    except BadInput as refusal:
        form.tell(refusal)
        return False
    return True


def _as_the_one_before(request: StaffRequest, case: CaseFile) -> Any:
    """The fields sent; asked to be as the one before, its title and edition with what that one says."""
    like = request.POST.get("like", "")
    if not like:
        return request.POST
    (model,) = _leaves(case, [like])
    sent = request.POST.copy()
    for name in _LIKE:
        if name == "date_on" and sent.get(name):
            continue  # its own date is seen on it; only where none was found is that of the one before
        value = getattr(model.document, name)
        sent[name.removesuffix("_id")] = "" if value is None else str(value)
    return sent


@case_act
def describe_many(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Say the same of the chosen papers; who could not be changed, and why, is told."""
    ensure(may_work_on(request.actor, case))
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, case, form)
    try:
        outcome = describe_together(_documents(request, case), by=request.actor, **form.said())
    except BadInput as refusal:
        form.tell(refusal)
        return _shown_again(request, case, form)
    _tell(request, outcome)
    words = ngettext("%(n)s document described", "%(n)s documents described", len(outcome.changed))
    return done(request, case, words % {"n": len(outcome.changed)})


def _shown_again(request: StaffRequest, case: CaseFile, form: TogetherForm) -> HttpResponse:
    """The contact sheet with what was chosen and said, and the fault at its field."""
    figured = _with_figures(request, case)
    context = frame(request, figured, "documents") | contact_context(request, figured, table_of(figured))
    context |= {
        "together": form,
        "wanted": request.POST.getlist("leaf"),
        "back": request.POST.get("back", ""),
    }
    return TemplateResponse(request, "cases/papers/contact.html", context, status=422)


def _with_figures(request: StaffRequest, case: CaseFile) -> CaseFile:
    figured = with_figures(CaseFile.objects.all(), request.actor.person_id)
    return selectors.case_by_number(case.number, request.actor, among=figured)


@case_act
def undo_describing(request: StaffRequest, case: CaseFile, record: UUID) -> HttpResponse:
    """Each paper says again what it said."""
    ensure(may_work_on(request.actor, case))
    found = get_object_or_404(DescribedTogether.objects.all(), pk=record)
    outcome = undo_together(found, by=request.actor)
    _tell(request, outcome)
    words = ngettext("%(n)s document as it was", "%(n)s documents as they were", len(outcome.changed))
    return done(request, case, words % {"n": len(outcome.changed)})


def _tell(request: StaffRequest, outcome: Outcome) -> None:
    for document, refusal in outcome.refused[:_MOST_TOLD]:
        messages.warning(request, f"«{document.title}»: {refusal}")
    more = len(outcome.refused) - _MOST_TOLD
    if more > 0:
        messages.warning(request, ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more})


@case_act
def undo_pages(request: StaffRequest, case: CaseFile, act: UUID) -> HttpResponse:
    """Leave the pages of a paper of this case as they were before an act."""
    inside = CaseDocument.objects.filter(case=case).values("document_id")
    found = get_object_or_404(PageAct.objects.filter(document_id__in=inside), pk=act)
    document = undo_page_act(found, by=request.actor)
    return done(request, case, _("Undone: «%(title)s» is as it was.") % {"title": document.title})


@case_act
def join(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Join the chosen papers, in the order of the index, in the first one."""
    ensure(may_work_on(request.actor, case))
    documents = _documents(request, case)
    joined = merge_documents(documents, by=request.actor)
    words = _("Joined in «%(title)s». The others are in the bin, and it can be undone.")
    return done(request, case, words % {"title": joined.document.title})


@case_act
def read(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Ask that the words of the chosen papers are read; of none chosen, of all those that have none."""
    ensure(may_work_on(request.actor, case))
    documents = _documents(request, case)
    if not documents:
        documents = [paper.document for paper in table_of(case).papers if paper.is_mute and paper.is_pageable]
    ask_to_read(documents, by=request.actor, back=reverse("cases:papers", args=[case.number]))
    words = ngettext(
        "%(n)s document is being read. You will see it in your tray of jobs.",
        "%(n)s documents are being read. You will see it in your tray of jobs.",
        len(documents),
    )
    return done(request, case, words % {"n": len(documents)})


@case_act
def bin_many(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Throw the chosen papers in the bin, all or none."""
    ensure(may_work_on(request.actor, case))
    documents = _documents(request, case)
    if not documents:
        raise BadInput(_("Choose at least one document."), field="leaf")
    _throw(documents, request)
    words = ngettext(
        "%(n)s document in the bin. It can come back for thirty days",
        "%(n)s documents in the bin. They can come back for thirty days",
        len(documents),
    )
    return done(request, case, words % {"n": len(documents)})


@act
def _throw(documents: Iterable[Document], request: StaffRequest) -> None:
    for document in documents:
        try:
            discard_document(document, by=request.actor)
        except Refusal as refusal:
            raise type(refusal)(f"«{document.title}»: {refusal}", article=refusal.article) from refusal


@case_act
def move_many(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Put the chosen papers, in their order, at the end of a folder, or of a new one."""
    ensure(may_work_on(request.actor, case))
    leaves = _chosen(request, case)
    if not leaves:
        raise BadInput(_("Choose at least one document."), field="leaf")
    folder = None
    if key := request.POST.get("folder", ""):
        folder = get_object_or_404(Folder.objects.filter(case=case), pk=_key(key))
    for leaf in leaves:
        move_document(leaf, by=request.actor, folder=folder)
    return done(request, case, _("Moved"))


@case_act
def keep_twins(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Both of a pair stay, and are not proposed again."""
    leaves = _leaves(case, [request.POST.get("left", ""), request.POST.get("right", "")])
    if len(leaves) != 2:
        raise BadInput(_("Choose two documents."))
    keep_both(case, *leaves, by=request.actor)
    return done(request, case, _("Both stay, and they will not be proposed again."))


@case_act
def propose_twins(request: StaffRequest, case: CaseFile, record: UUID) -> HttpResponse:
    """Two that were kept are proposed again."""
    propose_again(get_object_or_404(KeptBoth.objects.filter(case=case), pk=record), by=request.actor)
    return done(request, case, _("They are proposed as duplicates again."))


def _documents(request: StaffRequest, case: CaseFile) -> list[Document]:
    return [leaf.document for leaf in _chosen(request, case)]


def _chosen(request: StaffRequest, case: CaseFile) -> list[CaseDocument]:
    return _leaves(case, request.POST.getlist("leaf"))


def _leaves(case: CaseFile, keys: Iterable[str]) -> list[CaseDocument]:
    """Those leaves of the case, in the order of its index. Raises `NotHere` if one is not in it."""
    wanted = {_key(key) for key in keys}
    if not wanted:
        return []
    found = [leaf for leaf in selectors.leaves_of(case) if leaf.pk in wanted]
    if len(found) < len(wanted):
        raise NotHere(_("That document is no longer in this case."))
    return found


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise BadInput(_("The form was not whole. Load the page again and repeat.")) from wrong
