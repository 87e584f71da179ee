"""The pages of the letters of the term: which are owed, letting one out, and the letter itself for whoever filed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consistori.catalogue.procedures.selectors import every_shown
from consistori.catalogue.procedures.sheet import in_words
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document
from consistori.eoffice.filing.term_letters import selectors
from consistori.eoffice.filing.term_letters.acts import begin_letter, send_out
from consistori.eoffice.filing.term_letters.jobs import LOOKED_BACK
from consistori.eoffice.filing.term_letters.policies import may_see_letters, may_send_letters
from consistori.eoffice.folder.files import file_to_save, read_by
from consistori.eoffice.folder.selectors import own_entry
from consistori.eoffice.folder.whom import whom
from consistori.eoffice.models import TermLetter
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.registry.models import RegistryEntry
from consistori.registry.web.books import ensure_here


@staff_page
@require_safe
def letters(request: StaffRequest) -> HttpResponse:
    """The letters that are not out, the most pressing first, and the applications of which no procedure is known."""
    ensure_here(request)
    ensure(may_see_letters(request.actor))
    day = today()
    found = selectors.to_go_out()
    context = {
        "letters": [(letter, (letter.due_on - day).days, (day - letter.due_on).days) for letter in found],
        "late": sum(1 for letter in found if letter.due_on <= day),
        "unknown": selectors.applications_without_procedure(since=now() - LOOKED_BACK),
        "may_send": bool(may_send_letters(request.actor)),
    }
    return TemplateResponse(request, "eoffice/term_letters/letters.html", context)


@staff_page
@require_POST
def let_out(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It was given by hand, or it goes by post: its exit number is taken now."""
    ensure_here(request)
    letter = get_object_or_404(TermLetter.objects.select_related("entry"), pk=pk)
    try:
        out = send_out(letter, by=request.actor, way=request.POST.get("way", ""))
    except BadInput as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("It is out with the number %(number)s.") % {"number": out.reference})
    return _back(request, letter.entry)


@staff_page
@require_POST
def begin(request: StaffRequest, reference: str) -> HttpResponse:
    """Say of which procedure an entry is, so that its letter is made."""
    ensure_here(request)
    entry = get_object_or_404(RegistryEntry.objects.select_related("unit"), reference=reference)
    try:
        begin_letter(entry, by=request.actor, code=request.POST.get("code", "")[:20])
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The letter is being made: in some seconds it is here."))
    return _back(request, entry)


def _back(request: StaffRequest, entry: RegistryEntry) -> HttpResponse:
    return redirect("eoffice:term_letters") if "from_list" in request.POST else redirect(entry)


def panel_of(request: Any, entry: RegistryEntry) -> dict[str, Any]:
    """What the page of an entry shows of its letter."""
    letter = selectors.letter_of(entry)
    language = "es" if (get_language() or "ca").startswith("es") else "ca"
    choices = []
    if letter is None:
        counted = [one for one in every_shown() if one.sheet.term is not None and one.sheet.term.is_counted]
        choices = sorted((in_words(one.sheet.name, language) or one.code, one.code) for one in counted)
    return {
        "entry": entry,
        "letter": letter,
        "days": (letter.due_on - today()).days if letter else None,
        "choices": choices,
        "may_send": bool(may_send_letters(request.actor)),
    }


@citizen_page
@require_safe
def letter_file(request: PublicRequest, reference: str) -> HttpResponseBase:
    """The letter of one of their entries, once it is out."""
    assert request.citizen is not None  # noqa: S101 - the door of the page says it
    letter = selectors.letter_out_of(own_entry(whom(request.citizen), reference).entry)
    if letter is None:
        raise NotHere
    document = Document.objects.with_version().get(pk=letter.document_id)
    read_by(request, "document", document.pk, document.title)
    return file_to_save(document)
