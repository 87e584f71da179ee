"""The slip from home: what the register says of whoever has come in, one button, and the paper with its seal.

Nobody sees anything of anybody else: of the other adults of the house only how many they are.
"""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.catalogue.procedures.selectors import Shown
from consistori.documents import blobs
from consistori.documents.serving import to_save
from consistori.eoffice.filing.sending import may_sign
from consistori.eoffice.filing.statement import statement_of
from consistori.eoffice.filing.web.doors import language_here, shown_to_citizens
from consistori.eoffice.filing.web.sending import address_of
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.web.public import PublicRequest, citizen_page
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput, NotHere, NotPermitted, Refusal, Unavailable
from consistori.padro import approvals, ports, selectors, sentences
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Residence, Span, Why, children_of, who_must_allow
from consistori.padro.services import give_consent, withdraw_consent
from consistori.padro.services.consenting import consent_of
from consistori.padro.services.sending import CODE, as_themselves, send_slip
from consistori.tenancy import modality
from consistori.trail.readings import record_reading


@citizen_page
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: PublicRequest) -> HttpResponseBase:
    """What the register says of them, which slip they want, and one button that signs, sends and orders it."""
    citizen = _citizen(request)
    shown = _procedure()
    residence, away = _asked(request, citizen)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            paper = _sent(request, shown, citizen, residence, away)
        except (BadInput, NotPermitted, Unavailable) as fault:
            refusal = fault
        else:
            return redirect("padro_public:paper", paper.pk)
    context = {
        "citizen": citizen,
        "residence": residence,
        "is_away": bool(away),
        "refusal": refusal,
        "papers": [
            (one, sentences.STATES_TO_THE_PERSON.get(one.state, ""))
            for one in selectors.own_papers(citizen.identifier)[:10]
        ],
        "statement": statement_of(language_here()),
        "signing": may_sign(citizen),
        "is_at_once": approvals.in_force(approvals.SLIPS, today()) is not None,
        "chosen": _chosen(request),
        **_house(residence),
    }
    return TemplateResponse(
        request, "padro/public/home.html", context, status=refusal.status if refusal else 200
    )


@citizen_page
@require_safe
def paper(request: PublicRequest, pk: UUID) -> HttpResponseBase:
    """One of theirs: being made, theirs to download, or who has it."""
    citizen = _citizen(request)
    one = selectors.own_paper(citizen.identifier, pk)
    _read(request, citizen, one)
    context = {
        "citizen": citizen,
        "paper": one,
        "why": sentences.why_to_person(one.why),
        "explanation": approvals.explanation_of(one.pk) if one.is_automatic else None,
    }
    return TemplateResponse(request, "padro/public/paper.html", context)


@citizen_page
@require_safe
def file(request: PublicRequest, pk: UUID) -> FileResponse:
    """The paper, to save."""
    citizen = _citizen(request)
    one = selectors.own_paper(citizen.identifier, pk)
    document = selectors.document_of(one)
    _read(request, citizen, one)
    version = document.version
    path = blobs.existing_path(document.latest_blob.sha256)
    return to_save(path, version.name, version.media_type)


@citizen_page
@require_safe
def explanation_file(request: PublicRequest, pk: UUID) -> FileResponse:
    """Why it came out by itself, sealed: of one of theirs, once it is explained."""
    citizen = _citizen(request)
    one = selectors.own_paper(citizen.identifier, pk)
    explanation = approvals.explanation_of(one.pk)
    document = explanation.document if explanation else None
    if document is None:
        raise NotHere
    _read(request, citizen, one)
    path = blobs.existing_path(document.latest_blob.sha256)
    return to_save(path, document.version.name, document.version.media_type)


@citizen_page
@require_POST
def consent(request: PublicRequest) -> HttpResponseBase:
    """Let the slips of the house say their name, or take it back."""
    citizen = _citizen(request)
    residence, _away = _asked(request, citizen)
    if residence is None:
        raise NotHere
    if not (may := may_sign(citizen)):
        raise NotPermitted(may.reason, article=may.article)
    try:
        if request.POST.get("act") == "withdraw":
            withdraw_consent(residence.person, by=request.actor)
            messages.success(request, _("From now on you are counted, and not named."))
        else:
            give_consent(residence.person, by=request.actor, evidence=citizen.evidence)
            messages.success(request, _("From now on the slips of the house may say your name, for a year."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("padro_public:home")


def _citizen(request: PublicRequest) -> Citizen:
    if request.citizen is None or not modality.is_on(request.entity, "padro"):
        raise NotHere
    return as_themselves(request.citizen)


def _procedure() -> Shown:
    return shown_to_citizens(CODE)


def _asked(request: PublicRequest, citizen: Citizen) -> tuple[Residence | None, str]:
    """Where they live, as the register says, and why it is not known; that they looked is written down."""
    try:
        residence = ports.residence_of(request.entity, citizen.identifier)
    except ports.RegisterAway:
        return None, Why.AWAY
    if residence is not None:
        record_reading(
            by=_reader(request, citizen), kind="resident", id=residence.person.key,
            label=f"{residence.person.full_name} · {_('their own data')}",
        )  # fmt: skip
    return residence, ""


def _sent(
    request: PublicRequest, shown: Shown, citizen: Citizen, residence: Residence | None, away: str
) -> ResidencePaper:
    span, subject = _chosen(request)["which"].partition(":")[::2]
    return send_slip(
        shown, citizen=citizen, residence=residence, span=span or Span.ALONE,
        subject_key=_uuid(subject), language="es" if request.POST.get("language") == "es" else "ca",
        reads_in=language_here(), accepted=request.POST.get("accepts") == "yes",
        token=request.POST.get("token", "")[:40] or secrets.token_urlsafe(16), address=address_of(request),
        away=away,
    )  # fmt: skip


def _house(residence: Residence | None) -> dict[str, Any]:
    """The children whose slip they may ask; of the rest, who has to allow it and how many have not."""
    if residence is None:
        return {"children": [], "others": 0, "consent": None, "may_consent": False}
    day = today()
    others = who_must_allow(residence, day)
    return {
        "children": [(f"{Span.ALONE}:{one.key}", one.full_name) for one in children_of(residence, day)],
        "others": len(others),
        "consent": consent_of(residence.person),
        "may_consent": bool(residence.household) and not residence.person.is_minor(day),
    }


def _chosen(request: PublicRequest) -> dict[str, str]:
    typed: Any = request.POST if request.method == "POST" else {}
    return {
        "which": typed.get("which", Span.ALONE)[:60],
        "language": typed.get("language", language_here()),
        "token": typed.get("token", "")[:40] or secrets.token_urlsafe(16),
    }


def _read(request: PublicRequest, citizen: Citizen, one: ResidencePaper) -> None:
    record_reading(by=_reader(request, citizen), kind="residence_paper", id=one.pk, label=one.entry.reference)


def _reader(request: PublicRequest, citizen: Citizen) -> Actor:
    return Actor(None, citizen.full_name[:160], request.entity.pk, channel="eoffice")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise BadInput(_("Choose one of those on the list."), field="subject") from wrong
