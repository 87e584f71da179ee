"""Authentic copies of a document: which can be made, making one, and printing it with its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.documents.policies import may_read
from consistori.documents.selectors import document_for, readable_document
from consistori.kernel.errors import BadInput, NotHere, Refusal
from consistori.signature.copies import selectors
from consistori.signature.copies.rules import may_be_copied
from consistori.signature.copies.services import (
    copy_of_paper,
    copy_with_other_format,
    may_copy,
    officer_of,
    try_again,
)
from consistori.signature.models import AuthenticCopy
from consistori.signature.sentences import trouble_said

Kind = AuthenticCopy.Kind


class PaperForm(forms.Form):
    """What the officer declares of the paper that she has in her hands."""

    was_original = forms.ChoiceField(
        label=gettext_lazy("What paper is it?"),
        choices=[
            ("original", gettext_lazy("An original, or an authentic copy")),
            ("plain", gettext_lazy("A plain copy")),
        ],
        widget=forms.RadioSelect,
    )
    seen = forms.BooleanField(
        label=gettext_lazy(
            "I have the paper before me: the image is whole, is read well and has nothing that the paper has not"
        )
    )


def copies_of_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Context of the panel: the copy that it is, and those made of it."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    about = _about(request, document)
    own = next((one for one in about if one.document_id == document.pk), None)
    return {
        "own": own,
        "own_source": own.source
        if own and own.source_id != document.pk and may_read(actor, own.source)
        else None,
        "trouble": trouble_said(own.trouble) if own else "",
        "made": [one for one in about if one.source_id == document.pk and one is not own],
        "may_copy": _is_officer(request),
    }


def has_copies_to_say(request: HttpRequest, document: Document) -> bool:
    """Whether there is a copy to speak of, or the person may make one. Two statements at most."""
    if document.is_discarded:
        return False
    return bool(document.code) or _is_officer(request) or bool(_about(request, document))


@staff_page
@require_safe
def choose(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Which copies can be made of it, and why the others cannot."""
    document = document_for(request.actor, document_id)
    kinds = [
        (
            Kind.OTHER_FORMAT,
            "signature:copy_format",
            _("The same content in the format of what is kept (PDF/A)."),
        ),
        (Kind.OF_PAPER, "signature:copy_paper", _("The image of a paper that you have before you.")),
        (Kind.PARTIAL, "signature:copy_part", _("Some pages, or with words that are not seen.")),
    ]
    ways = [
        {
            "kind": kind,
            "label": kind.label,
            "url": url,
            "words": words,
            "verdict": may_be_copied(document, kind),
        }
        for kind, url, words in kinds
    ]
    officer = officer_of(request.actor)
    context = {
        "document": document,
        "ways": ways,
        "may": may_copy(request.actor, officer),
        "officer": officer,
    }
    return TemplateResponse(request, "signature/copies.html", context)


@staff_page
@require_POST
def other_format(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Make the copy with another format."""
    document = readable_document(request.actor, document_id)
    return _made(request, document, lambda: copy_with_other_format(document, by=request.actor))


@staff_page
def of_paper(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Make the copy of a paper, with what the officer declares."""
    document = readable_document(request.actor, document_id)
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = str(form.fields["seen"].label)
        was_original = form.cleaned_data["was_original"] == "original"
        try:
            copy = copy_of_paper(document, by=request.actor, declaration=words, was_original=was_original)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return told_made(request, copy)
    context = {"document": document, "form": form, "title": Kind.OF_PAPER.label, "button": _("Make the copy")}
    return _page(request, "signature/copy_form.html", context)


@staff_page
@require_POST
def again(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Have a copy that waits sealed now."""
    document = document_for(request.actor, document_id)
    copy = selectors.copy_of(document.pk)
    if copy is None:
        raise NotHere(_("There is no such copy here."))
    try:
        try_again(copy, by=request.actor)
    except Refusal as refused:
        if refused.status == 403:
            raise
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is being tried again."))
    return redirect(document)


@staff_page
@require_safe
def print_with_code(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """A paper copy of an electronic document: it says that it is a copy, with its code and where it is checked."""
    # Loaded when first needed: what reads PDF costs most of a tenth of a second of every start.
    from consistori.signature.copies.printing import paper_copy

    document = readable_document(request.actor, document_id)
    try:
        data = paper_copy(document, by=request.actor)
    except BadInput as refused:
        messages.error(request, str(refused))
        return redirect(document)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{document.code}-paper.pdf"'
    return answer


def _about(request: HttpRequest, document: Document) -> list[AuthenticCopy]:
    """Asked once a page."""
    kept = request.__dict__.setdefault("_authentic_copies", {})
    if document.pk not in kept:
        kept[document.pk] = selectors.copies_about(document)
    found: list[AuthenticCopy] = kept[document.pk]
    return found


def _is_officer(request: HttpRequest) -> bool:
    """Asked once a page."""
    kept = request.__dict__
    if "_is_copy_officer" not in kept:
        actor: Any = request.actor  # type: ignore[attr-defined]
        kept["_is_copy_officer"] = bool(may_copy(actor, officer_of(actor)))
    return bool(kept["_is_copy_officer"])


def _made(request: StaffRequest, document: Document, make: Callable[[], AuthenticCopy]) -> HttpResponse:
    try:
        copy = make()
    except BadInput as refused:
        messages.error(request, str(refused))
        return redirect("signature:copies", document.pk)
    return told_made(request, copy)


def told_made(request: StaffRequest, copy: AuthenticCopy) -> HttpResponse:
    """To the copy, with what happens to it now."""
    if copy.state == AuthenticCopy.State.SEALING:
        messages.success(request, _("The copy is made, and the seal of the town hall is being put on it."))
    else:
        messages.success(
            request, _("The copy is made: sign it in your tray and it will be an authentic one.")
        )
    return redirect(copy.document)


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, context, status=422 if request.method == "POST" else 200)
