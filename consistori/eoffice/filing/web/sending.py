"""Check your answers, sign and send, and the receipt of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.eoffice.filing.application import people_said
from consistori.eoffice.filing.drafts import PAPERS, WHO, throw_away
from consistori.eoffice.filing.journey import CHECK, Journey
from consistori.eoffice.filing.papers import lacking, papers_of, places_of
from consistori.eoffice.filing.sending import may_sign, sign_and_send
from consistori.eoffice.filing.statement import statement_of
from consistori.eoffice.filing.terms import answer_by, effect_of
from consistori.eoffice.filing.together import Together
from consistori.eoffice.filing.web.doors import Opened, draft_page, to_the_door, went_on
from consistori.eoffice.forms.answers import missing, read_again
from consistori.eoffice.forms.drawing import place as place_of_control
from consistori.eoffice.powers.proving import PowerNotEnough, standing
from consistori.eoffice.web.public import PublicRequest
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, NotPermitted, Refusal, Unavailable
from consistori.registry.models import EntryState
from consistori.registry.selectors import as_it_reads


@dataclass(frozen=True)
class Section:
    """Answers of one page, each with the way back to it."""

    title: str
    lines: list[tuple[str, str, str]]


@require_safe
@draft_page
def check(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """All that will be sent, with a way back to each thing; nothing is accepted beforehand."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    return _check_page(request, opened)


@require_POST
@draft_page
def send(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """Sign and send. Pressed twice, or after coming back, it leads to the same receipt."""
    receipt = reverse("eoffice:draft_receipt", args=[opened.shown.code, opened.draft.pk])
    if opened.draft.is_sent:
        return went_on(request, opened, receipt)
    if not opened.is_in:
        return to_the_door(request, opened.journey().url(CHECK))
    try:
        sign_and_send(
            opened.draft, opened.shown, opened.form, citizen=opened.citizen,
            accepted=request.POST.get("accepts") == "yes", address=address_of(request),
            unproved=request.POST.get("unproved") == "yes",
        )  # fmt: skip
    except (BadInput, NotPermitted, Unavailable, PowerNotEnough) as refusal:
        return _check_page(request, opened, refusal)
    return redirect(receipt)


@require_safe
@draft_page
def receipt(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """What was sent is registered: number and hour, until when we have to answer and why, the receipt to keep."""
    entry = opened.draft.entry
    if entry is None:
        return redirect("eoffice:draft", opened.shown.code, opened.draft.pk)
    state = EntryState.objects.select_related("receipt__version").get(entry=entry)
    contact = [one.name for one in entry.people.all()]
    context = {
        "entry": entry,
        "state": state,
        "title": entry.subject,
        "subject": as_it_reads(entry)["subject"],
        "effect": effect_of(entry) if entry.skipped_days else "",
        "answer": answer_by(entry, opened.shown.sheet),
        "documents": list(entry.documents.all()),
        "people": contact,
        "has_receipt": state.receipt_state in (EntryState.Receipt.SEALED, EntryState.Receipt.MADE),
        "is_sealed": state.receipt_state == EntryState.Receipt.SEALED,
        "is_late": state.receipt_state in (EntryState.Receipt.FAILED, EntryState.Receipt.NONE),
        "opened": opened,
        "draft": opened.draft,
    }
    return TemplateResponse(request, "eoffice/filing/receipt.html", context)


@require_safe
@draft_page
def receipt_file(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """The receipt as a PDF, sealed if the town hall has a seal. `NotHere` while it is being made."""
    entry = opened.draft.entry
    if entry is None:
        raise NotHere
    state = EntryState.objects.get(entry=entry)
    if state.receipt_id is None or state.receipt_state not in (
        EntryState.Receipt.SEALED,
        EntryState.Receipt.MADE,
    ):
        raise NotHere(_("The receipt is still being made. Try again in a moment."))
    return _download(state.receipt_id, f"{entry.reference}.pdf")


@require_safe
@draft_page
def application_file(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """The application that was sent, as it was registered."""
    entry = opened.draft.entry
    row = entry.documents.filter(is_application=True).first() if entry is not None else None
    if row is None:
        raise NotHere
    return _download(row.document_id, row.name)


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def throw(request: PublicRequest, opened: Opened) -> HttpResponseBase:
    """Throw the draft away: a page asks, a button does."""
    if opened.draft.is_sent:
        return redirect("eoffice:draft_receipt", opened.shown.code, opened.draft.pk)
    if request.method == "POST" and opened.is_in:
        throw_away(opened.draft)
        return redirect("eoffice:begin", opened.shown.code)
    if not opened.is_in:
        return to_the_door(request, request.path)
    return TemplateResponse(request, "eoffice/filing/throw.html", opened.journey().context(opened=opened))


def _download(document_id: Any, name: str) -> FileResponse:
    document = Document.objects.with_version().get(pk=document_id)
    return FileResponse(
        blobs.open(document.latest_blob.sha256),
        as_attachment=True,
        filename=name,
        content_type=document.version.media_type,
    )


def _check_page(request: PublicRequest, opened: Opened, refusal: Refusal | None = None) -> TemplateResponse:
    journey = opened.journey(CHECK)
    places = places_of(opened.shown.sheet, opened.form, opened.language)
    kept = papers_of(opened.draft)
    names = {place.key: place.title for place in places}
    lacks = missing(opened.form, opened.content.answers, opened.language, today=today())
    context = journey.context(
        sections=_sections(opened, journey),
        papers=[(names.get(paper.key, names[places[-1].key]), paper.file.name) for paper in kept],
        papers_url=journey.url(PAPERS),
        lacking_papers=lacking(places, kept),
        missing=[(f"{journey.url(one.page)}#{place_of_control(one.name)}", one.sentence) for one in lacks],
        statement=statement_of(opened.draft.language),
        signing=may_sign(opened.citizen),
        power=standing(opened.citizen, procedure=opened.shown.code, heading=opened.shown.sheet.heading),
        refusal=refusal,
        opened=opened,
    )
    status = refusal.status if refusal is not None else 200
    return TemplateResponse(request, "eoffice/filing/check.html", context, status=status)


def _sections(opened: Opened, journey: Journey) -> list[Section]:
    who = [
        (label, words, journey.url(WHO))
        for label, words in people_said(
            opened.citizen, opened.content.contact, Together.of(opened.content.together)
        )
    ]
    found = [Section(_("Who asks for it"), who)]
    for page in read_again(opened.form, opened.content.answers, opened.language):
        url = journey.url(page.key)
        found.append(
            Section(
                page.title,
                [(one.label, one.words, f"{url}#{place_of_control(one.name)}") for one in page.lines],
            )
        )
    return found


def address_of(request: PublicRequest) -> str:
    """The address of the browser; behind a proxy of ours, the one that the proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if seen:
            return str(seen)[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
