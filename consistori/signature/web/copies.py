"""Authentic copies of a document: which can be made, making one, and printing it with its code."""

from __future__ import annotations

import base64
import re
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
    part_of,
    partial_copy,
    try_again,
)
from consistori.signature.models import AuthenticCopy
from consistori.signature.sentences import trouble_said

Kind = AuthenticCopy.Kind
MOST_PAGES_SHOWN = 12


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


class PartForm(forms.Form):
    """Which pages, and which words are hidden."""

    pages = forms.CharField(
        label=gettext_lazy("Pages of the copy"),
        required=False,
        help_text=gettext_lazy("As in 1-3, 5. Empty: all of them."),
    )
    hide = forms.CharField(
        label=gettext_lazy("Words that must not be seen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line, as they are written: names, identity numbers, addresses. Where one is, the page becomes an "
            "image of itself and the words are not in it any more."
        ),
    )


def copies_of_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Context of the panel: the copy that it is, and those made of it."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    about = _about(request, document)
    own = next((one for one in about if one.document_id == document.pk), None)
    return {
        "own": own,
        "own_source": own.source if own and may_read(actor, own.source) else None,
        "trouble": trouble_said(own.trouble) if own else "",
        "made": [one for one in about if one.source_id == document.pk],
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
            return _told(request, copy)
    context = {"document": document, "form": form, "title": Kind.OF_PAPER.label, "button": _("Make the copy")}
    return _page(request, "signature/copy_form.html", context)


@staff_page
def part(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Make a partial copy: first what it would be, to be looked at; then, if it is confirmed, the copy."""
    document = readable_document(request.actor, document_id)
    form = PartForm(request.POST or None)
    context: dict[str, Any] = {
        "document": document,
        "form": form,
        "title": Kind.PARTIAL.label,
        "button": _("See how it will be"),
    }
    if request.method == "POST" and form.is_valid():
        try:
            keep = _pages(form.cleaned_data["pages"], document.version.pages or 1)
            hide = form.cleaned_data["hide"].splitlines()
            if request.POST.get("confirm"):
                return _told(request, partial_copy(document, by=request.actor, keep=keep, hide=hide))
            context["shown"] = _shown(part_of(document, by=request.actor, keep=keep, hide=hide))
            return TemplateResponse(request, "signature/copy_form.html", context)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
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
    return _told(request, copy)


def _told(request: StaffRequest, copy: AuthenticCopy) -> HttpResponse:
    if copy.state == AuthenticCopy.State.SEALING:
        messages.success(request, _("The copy is made, and the seal of the town hall is being put on it."))
    else:
        messages.success(
            request, _("The copy is made: sign it in your tray and it will be an authentic one.")
        )
    return redirect(copy.document)


def _page(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, context, status=422 if request.method == "POST" else 200)


def _shown(made: Any) -> dict[str, Any]:
    from consistori.signature.copies.making import small_pages

    images = small_pages(made.data, most=MOST_PAGES_SHOWN)
    pairs = zip(made.pages, images, strict=False)
    return {
        "pages": [
            (number, f"data:image/png;base64,{base64.b64encode(png).decode()}") for number, png in pairs
        ],
        "more": max(0, len(made.pages) - len(images)),
        "found": [(word, times) for word, times in made.found.items()],
        "left_out": made.left_out,
        "redrawn": len(made.redrawn),
    }


def _pages(written: str, total: int) -> list[int]:
    """«1-3, 5» as numbers; all of them when nothing is written. Raises `BadInput` at `pages`."""
    if not written.strip():
        return list(range(1, total + 1))
    found: list[int] = []
    for piece in re.split(r"[,;\s]+", written.replace("–", "-").strip(" ,;")):
        ends = piece.split("-")
        if not all(end.isdigit() for end in ends) or len(ends) > 2 or int(ends[-1]) > 100_000:
            raise BadInput(_("Write the pages as in 1-3, 5."), field="pages")
        found.extend(range(int(ends[0]), int(ends[-1]) + 1))
    return found
