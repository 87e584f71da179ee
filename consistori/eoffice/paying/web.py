"""The pay letter of whoever has to pay it: how, until when, its PDF, and the proof."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.documents.uploads import BlobUpload
from consistori.eoffice.folder.files import file_to_save, read_by, who_of
from consistori.eoffice.folder.selectors import own_entry
from consistori.eoffice.models import PayLetter
from consistori.eoffice.paying.letters import bring_proof, euros, setting
from consistori.eoffice.paying.rules import in_fours
from consistori.eoffice.paying.selectors import letters_of, own_letter
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal


@citizen_page
@require_safe
def payments(request: PublicRequest) -> HttpResponseBase:
    """All their pay letters."""
    citizen, who = who_of(request)
    rows = [(letter, euros(letter.amount)) for letter in letters_of(who).order_by("-issued_at")[:100]]
    return TemplateResponse(request, "eoffice/paying/payments.html", {"citizen": citizen, "letters": rows})


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: PublicRequest, reference: str) -> HttpResponseBase:
    """One of them: how it is paid; the proof comes in by the registry."""
    citizen, who = who_of(request)
    letter = own_letter(who, reference)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _proof(request, letter)
        except NotHere:
            raise
        except Refusal as told:
            refusal = told
    read_by(request, "pay-letter", letter.pk, letter.reference)
    shown = {
        "citizen": citizen,
        "letter": letter,
        "amount": euros(letter.amount),
        "number": in_fours(letter.reference),
        "setting": setting(),
        "account": in_fours(setting().iban),
        "refusal": refusal,
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
    }
    status = refusal.status if refusal else 200
    return TemplateResponse(request, "eoffice/paying/payment.html", shown, status=status)


@citizen_page
@require_safe
def payment_file(request: PublicRequest, reference: str) -> HttpResponseBase:
    """The letter as a PDF."""
    _citizen, who = who_of(request)
    letter = own_letter(who, reference)
    if letter.document is None:
        raise NotHere
    read_by(request, "document", letter.document.pk, letter.document.title)
    return file_to_save(letter.document)


def _proof(request: PublicRequest, letter: PayLetter) -> HttpResponseBase:
    if letter.paid_on is not None:
        raise AlreadyDone(_("It is paid already: you need not bring anything."))
    citizen, who = who_of(request)
    own = own_entry(who, letter.entry.reference)
    files = [one.file_received() for one in request.FILES.getlist("files") if isinstance(one, BlobUpload)]
    language = "es" if (get_language() or "").startswith("es") else "ca"
    made = bring_proof(
        letter, citizen=citizen, entity=request.entity, files=files, by=request.actor, language=language,
        token=request.POST.get("token", "")[:64] or secrets.token_urlsafe(16), for_firm=own.for_firm,
    )  # fmt: skip
    messages.success(request, _("We have it, with the number %(number)s.") % {"number": made.reference})
    return redirect("eoffice:payment", reference=letter.reference)
