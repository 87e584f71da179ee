"""The counter of the register: look somebody up, order a slip in a minute, and what waits for a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents import blobs
from consistori.documents.serving import to_see
from consistori.kernel.errors import NotHere, Refusal, ensure
from consistori.padro import selectors, sentences
from consistori.padro.models import ResidencePaper
from consistori.padro.policies import may_issue, may_keep_register
from consistori.padro.ports import RegisterAway
from consistori.padro.rules.slips import Residence
from consistori.padro.services import ask_at_counter, order_paper, refuse_paper
from consistori.padro.web.choosing import Choice, fault_context, house_of
from consistori.parties.models import Party
from consistori.parties.rules.identifiers import IdentifierFault, check_identifier, compact
from consistori.parties.selectors import holder_of
from consistori.parties.sentences import of_fault
from consistori.parties.services import PartyExists, add_party
from consistori.tenancy import modality
from consistori.trail import act
from consistori.trail.readings import record_reading


def ensure_here(request: StaffRequest) -> None:
    """Where the register of residents is switched off its pages do not exist."""
    if not modality.is_on(request.entity, "padro"):
        raise NotHere
    ensure(may_issue(request.actor))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: StaffRequest) -> HttpResponse:
    """The number of whoever asks, what the register says, and one button: the slip, or the certificate."""
    ensure_here(request)
    data = request.POST if request.method == "POST" else request.GET
    who, party = _who(data)
    choice = (
        Choice.posted(data, what=data.get("what", ""))
        if request.method == "POST"
        else Choice(
            language=party.language
            if party and party.language in ("ca", "es")
            else request.entity.language[:2]
        )
    )
    residence, refusal = _looked_up(request, who)
    if request.method == "POST" and residence is not None:
        try:
            paper = _ordered(request, residence, party, choice)
        except Refusal as fault:
            refusal = fault
        else:
            return redirect("padro:paper", paper.pk)
    load = selectors.load_in_force()
    context: dict[str, Any] = {
        "who": who,
        "party": party,
        "residence": residence,
        "house": house_of(residence, choice) if residence else None,
        "choice": choice,
        "is_unknown": bool(who) and residence is None and refusal is None,
        "wrong_number": _what_is_wrong(who) if who and residence is None else "",
        "waiting": _with_why(selectors.papers_waiting(request.actor)),
        "lately": list(selectors.papers_lately(request.actor)[:8]),
        "today": selectors.issued_today(request.actor),
        "load": load,
        "changes": selectors.changes_since(load),
        "keeps": bool(may_keep_register(request.actor)),
        **fault_context(refusal),
    }
    status = refusal.status if refusal and request.method == "POST" else 200
    return TemplateResponse(request, "padro/desk.html", context, status=status)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One paper: being made, out and to be printed, or what it waits for and the button that orders it."""
    ensure_here(request)
    one = selectors.paper_for(request.actor, pk)
    waits = one.state in (ResidencePaper.State.ASKED, ResidencePaper.State.STOPPED)
    choice = _choice_of(one, request.POST if request.method == "POST" else None)
    residence, refusal = _looked_up(request, one.applicant_identifier) if waits else (None, None)
    if request.method == "POST" and waits:
        try:
            order_paper(
                one, by=request.actor, subject_key=choice.subject, allowed=choice.allowed,
                allowed_how=choice.allowed_how, looked_at=choice.looked_at,
            )  # fmt: skip
        except Refusal as fault:
            refusal = fault
        else:
            return redirect("padro:paper", pk)
    context = {
        "paper": one,
        "waits": waits,
        "why": sentences.why_to_staff(one.why),
        "residence": residence,
        "house": house_of(residence, choice) if residence else None,
        "choice": choice,
        **fault_context(refusal),
    }
    status = refusal.status if refusal and request.method == "POST" else 200
    return TemplateResponse(request, "padro/paper.html", context, status=status)


@staff_page
@require_POST
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is not issued, with the reason that the person reads."""
    ensure_here(request)
    one = selectors.paper_for(request.actor, pk)
    try:
        refuse_paper(one, by=request.actor, reason=request.POST.get("reason", ""))
    except Refusal as fault:
        messages.error(request, str(fault.message))
        return redirect("padro:paper", pk)
    messages.success(request, _("Said. Whoever asked for it reads why."))
    return redirect("padro:desk")


@staff_page
@require_safe
def file(request: StaffRequest, pk: UUID) -> FileResponse:
    """The paper with its seal or its signature, to be seen and printed."""
    ensure_here(request)
    one = selectors.paper_for(request.actor, pk)
    document = selectors.document_of(one)
    record_reading(by=request.actor, kind="document", id=document.pk, label=document.title)
    version = document.version
    path = blobs.existing_path(document.latest_blob.sha256)
    return to_see(path, version.name, version.media_type)


def _who(data: Any) -> tuple[str, Party | None]:
    """The number that was typed, or that of the person who comes from another page."""
    who = compact(data.get("who", ""))[:40]
    party = None
    if not who and (key := data.get("party", "")):
        try:
            party = Party.objects.filter(pk=UUID(key)).select_related("merged_into").first()
        except ValueError:
            party = None
        party = party.standing if party else None
        who = party.identifier if party else ""
    return who, party or (holder_of(who) if who else None)


def _what_is_wrong(number: str) -> str:
    """What does not hold in a number by itself, as a letter that does not correspond; empty when it could be."""
    try:
        check_identifier(number)
    except IdentifierFault as fault:
        return of_fault(fault)
    return ""


def _looked_up(request: StaffRequest, who: str) -> tuple[Residence | None, Refusal | None]:
    if not who:
        return None, None
    try:
        return selectors.look_up(who, by=request.actor, reason=_("slip or certificate")), None
    except RegisterAway as away:
        return None, away


@act
def _ordered(
    request: StaffRequest, residence: Residence, party: Party | None, choice: Choice
) -> ResidencePaper:
    """The person is entered among those of the town if they were not, with what the register says of them."""
    if party is None:
        person = residence.person
        try:
            party = add_party(
                by=request.actor, identifier=person.identifier, name=person.name, surname1=person.surname1,
                surname2=person.surname2, language=choice.language, kind=Party.Kind.NATURAL,
            )  # fmt: skip
        except PartyExists as twin:
            party = twin.twin
    return ask_at_counter(
        by=request.actor, party=party, residence=residence, what=choice.what, span=choice.span,
        subject_key=choice.subject, allowed=choice.allowed, allowed_how=choice.allowed_how,
        looked_at=choice.looked_at, language=choice.language, purpose=choice.purpose,
    )  # fmt: skip


def _choice_of(one: ResidencePaper, posted: Any) -> Choice:
    if posted is not None:
        return Choice.posted(posted, what=one.what)
    return Choice(
        what=one.what, span=one.span, subject=one.subject_key, language=one.language, purpose=one.purpose
    )


def _with_why(rows: Any) -> list[tuple[ResidencePaper, str]]:
    return [
        (row, row.note or sentences.why_to_staff(row.why) or str(sentences.DECIDING)) for row in rows[:50]
    ]
