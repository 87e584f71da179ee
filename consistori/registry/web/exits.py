"""Registering what goes out: a document that is here, or files, to somebody and by a way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.models import Document, VersionBlob
from consistori.documents.selectors import document_for
from consistori.documents.services import receive_document
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.parties.forms import put_refusal
from consistori.parties.models import Party
from consistori.parties.selectors import search_parties
from consistori.registry import ports, texts
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_read_books, may_register_exits
from consistori.registry.services import EntryPersonSaid, register_exit
from consistori.registry.web.books import ensure_here
from consistori.registry.web.entering import party_named
from consistori.registry.web.forms import ExitForm
from consistori.trail import act


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_exit(request: StaffRequest) -> HttpResponse:
    """What, to whom and by which way. Of a document of a case, those of the case are proposed."""
    ensure_here(request)
    ensure(may_register_exits(request.actor))
    document = _document(request)
    first = {"subject": document.title[:250]} if document else None
    form = ExitForm(request.POST or None, initial=first)
    words = request.POST.get("who", "").strip()[:80]
    chosen = party_named(request.POST.get("party", request.GET.get("party", "")))
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        entry = _sent(request, form, chosen, document)
        if entry is not None:
            messages.success(
                request, _("Registered with the number %(number)s.") % {"number": entry.reference}
            )
            return _after(request, entry, document)
    found = search_parties(words) if words else _proposed(document)
    if chosen is not None and chosen not in found:
        found = [chosen, *found]
    context = {
        "form": form,
        "document": document,
        "unsigned": document is not None and not _is_signed(document),
        "who": words,
        "found": found,
        "chosen": str(chosen.pk) if chosen else (str(found[0].pk) if len(found) == 1 and not words else ""),
        "files_lost": request.method == "POST" and bool(request.FILES),
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return TemplateResponse(request, "registry/exit.html", context, status=status)


def _after(request: StaffRequest, entry: RegistryEntry, document: Document | None) -> HttpResponse:
    """Whoever does not read the books goes back to the document."""
    if document is not None and not may_read_books(request.actor):
        return redirect("documents:document", document.pk)
    return redirect("registry:entry", entry.reference)


def _document(request: StaffRequest) -> Document | None:
    key = request.POST.get("document", request.GET.get("document", ""))
    if not key:
        return None
    try:
        return document_for(request.actor, UUID(key))
    except ValueError as error:
        raise NotHere from error


def _is_signed(document: Document) -> bool:
    """Whether its version bears a signature or a seal of the house."""
    return VersionBlob.objects.filter(
        version_id=document.version_id, kind=VersionBlob.Kind.SIGNATURE
    ).exists()


def _proposed(document: Document | None) -> list[Party]:
    """To whom it may go: those of the cases where the document lies, each once."""
    if document is None:
        return []
    found = [party for asked in ports.addressees for party in asked(document)]
    return list({party.pk: party for party in found}.values())


def _sent(
    request: StaffRequest, form: ExitForm, party: Party | None, document: Document | None
) -> RegistryEntry | None:
    try:
        return _register(request, form.cleaned_data, party, document)
    except Refusal as refusal:
        put_refusal(form, refusal)
        return None


@act
def _register(
    request: StaffRequest, said: dict[str, Any], party: Party | None, document: Document | None
) -> RegistryEntry:
    if party is None and not said["name"].strip():
        raise BadInput(gettext_lazy("Choose to whom it goes, or write the name."), field="name")
    documents = [document] if document is not None else []
    sent: list[Any] = request.FILES.getlist("files")
    documents += [
        receive_document(
            by=request.actor, received=file.file_received(), origin=Document.Origin.ADMINISTRATION
        )
        for file in sent
    ]
    return register_exit(
        by=request.actor,
        subject=said["subject"],
        heading=said["heading"],
        channel=said["channel"],
        people=[EntryPersonSaid(party=party, role=texts.ADDRESSEE, name=said["name"])],
        documents=documents,
        observations=said["observations"],
        language=party.language if party else request.entity.language,
    )
