"""Entering by hand what came by post, by another way, or at the counter."""

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
from consistori.documents.models import Document
from consistori.documents.services import receive_document
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.parties.forms import put_refusal
from consistori.parties.models import Party
from consistori.parties.selectors import search_parties
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.registry.web.books import ensure_here
from consistori.registry.web.forms import EntryForm
from consistori.trail import act


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: StaffRequest) -> HttpResponse:
    """Who, what, to whom and the papers, on one page; a wrong field keeps everything that was written."""
    ensure_here(request)
    ensure(may_register(request.actor))
    form = EntryForm(request.POST or None)
    words = request.POST.get("who", request.GET.get("who", "")).strip()[:80]
    chosen = party_named(request.POST.get("party", request.GET.get("party", "")))
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        entry = _entered(request, form, chosen)
        if entry is not None:
            messages.success(
                request, _("Registered with the number %(number)s.") % {"number": entry.reference}
            )
            return redirect("registry:entry", entry.reference)
    found = search_parties(words) if words else []
    if chosen is not None and chosen not in found:
        found = [chosen, *found]
    context = {
        "form": form,
        "who": words,
        "found": found,
        "chosen": str(chosen.pk) if chosen else "",
        "files_lost": request.method == "POST" and bool(request.FILES),
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return TemplateResponse(request, "registry/new.html", context, status=status)


def _entered(request: StaffRequest, form: EntryForm, party: Party | None) -> RegistryEntry | None:
    try:
        return _register(request, form.cleaned_data, party)
    except Refusal as refusal:
        put_refusal(form, refusal)
        return None


@act
def _register(request: StaffRequest, said: dict[str, Any], party: Party | None) -> RegistryEntry:
    if party is None and not said["name"].strip():
        raise BadInput(
            gettext_lazy("Choose who presents it, or write the name that the paper says."), field="name"
        )
    sent: list[Any] = request.FILES.getlist("files")
    documents: list[Document] = [
        receive_document(by=request.actor, received=file.file_received(), origin=Document.Origin.CITIZEN)
        for file in sent
    ]
    return register_entry(
        by=request.actor,
        subject=said["subject"],
        heading=said["heading"],
        channel=said["channel"],
        people=[EntryPersonSaid(party=party, name=said["name"])],
        documents=documents,
        unit=said["unit"],
        destination=said["destination"],
        paper=said["paper"],
        observations=said["observations"],
        language=party.language if party else request.entity.language,
    )


def party_named(key: str) -> Party | None:
    """The party of that identifier, or nobody."""
    try:
        found: Party | None = Party.objects.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None
    return found
