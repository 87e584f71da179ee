"""The page of a step: read, approve or say that one has read it, give it back, ask another post, pass over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.policies import may_read
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal
from consistori.signature.circuits import selectors
from consistori.signature.circuits.guests import invite_again, masked
from consistori.signature.circuits.jobs import leave_invitation
from consistori.signature.circuits.policies import may_arrange
from consistori.signature.circuits.rules import Kind, may_be_skipped
from consistori.signature.circuits.seats import hand_in
from consistori.signature.circuits.services import change_step, return_step, settle_step, skip_step
from consistori.signature.circuits.services.settling import look_at_step
from consistori.signature.circuits.web.drawing import drawn, drawn_steps
from consistori.signature.circuits.web.forms import seat_named, seats_here
from consistori.signature.models import Circuit, CircuitStep, GuestInvitation


class NoteForm(forms.Form):
    """What is said when it is approved."""

    note = forms.CharField(
        label=gettext_lazy("Something to say"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why it is returned, or passed over."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        error_messages={"required": gettext_lazy("Say why: whoever asked will read it.")},
    )


class PostForm(forms.Form):
    """Which post does it."""

    who = forms.ChoiceField(label=gettext_lazy("Which post does it"))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]


@staff_page
@require_safe
def step(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """The document before her eyes, where it stands, and what she can do with it."""
    found = selectors.step_here(step_id)
    document = readable_document(request.actor, found.circuit.document_id)
    hand = hand_in(request.actor, found) if found.is_waiting and found.role else None
    is_hers = hand is not None and bool(hand.verdict)
    if is_hers:
        look_at_step(found, by=request.actor)
    circuit = selectors.drawn_circuit(found.circuit_id)
    guest = next((one.guest for one in circuit.steps if one.pk == found.pk and hasattr(one, "guest")), None)
    shown = {
        "guest": guest, "guest_email": _email_for(request, guest, circuit.circuit),
        "step": found, "drawn": drawn(found, request.person.pk), "document": document, "circuit": circuit.circuit,
        "steps": drawn_steps(circuit, request.person.pk), "note": NoteForm(),
        "may_settle": is_hers and found.kind in (Kind.VISA, Kind.READING),
        "may_sign": is_hers and found.kind == Kind.SIGNATURE,
        "may_return": is_hers, "words": hand.words if hand else "",
        "may_arrange": _may_arrange(request, found),
        "may_skip": may_be_skipped(Kind(found.kind)),
        "is_old_text": document.version_id != found.circuit.version_id,
    }  # fmt: skip
    return TemplateResponse(request, "signature/step.html", shown)


def _email_for(request: StaffRequest, guest: GuestInvitation | None, circuit: Circuit) -> str:
    """Their address whole for whoever sent it round; masked for the rest."""
    if guest is None:
        return ""
    return guest.email if circuit.begun_by_id == request.person.pk else masked(guest.email)


def _may_arrange(request: StaffRequest, found: CircuitStep) -> bool:
    is_open = found.circuit.is_open and (found.is_waiting or found.is_to_come)
    return is_open and found.kind != Kind.SEAL and bool(may_arrange(request.actor, found.circuit))


@staff_page
@require_POST
def settle(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Approve it, or say that one has read it."""
    found = _readable(request, step_id)
    said = {
        Kind.VISA: _("Approved. Whoever comes next has it."),
        Kind.READING: _("Noted: you have read it."),
    }
    try:
        settle_step(found, by=request.actor, note=request.POST.get("note", ""))
    except Refusal as refused:
        if refused.status in {403, 404}:
            raise
        messages.warning(request, str(refused))
        return redirect("signature:step", step_id)
    messages.success(request, said[Kind(found.kind)])
    return redirect(_next_of(request))


@staff_page
@require_POST
def invite(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Send the guest another link; the one before serves no more."""
    found = _readable(request, step_id)
    try:
        invite_again(found, by=request.actor)
    except AlreadyDone as refused:
        messages.warning(request, str(refused))
    else:
        leave_invitation(found)
        messages.success(request, _("Another link is on its way; the one before does not serve any more."))
    return redirect("signature:step", step_id)


@staff_page
def give_back(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Give it back with the reason: its draft is open to be written again."""
    title = _("Give the document back")
    words = _(
        "Whoever sent it will read why. Its draft is open to be written again, and nobody else has it meanwhile."
    )
    return _with_reason(request, step_id, return_step, title, words, _("Given back."))


@staff_page
def skip(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Go on without an approval or a reading."""
    title = _("Go on without this step")
    words = _("It is written who decided it and why.")
    return _with_reason(request, step_id, skip_step, title, words, _("It goes on."))


@staff_page
def change(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Ask another post for it."""
    found, seats = _readable(request, step_id), seats_here()
    form = PostForm(request.POST or None, choices=[("", "—"), *seats.labels.items()])
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["who"]
        asked: dict[str, Any] = (
            {"delegation": seats.decrees[key]} if key in seats.decrees else {"seat": seat_named(key, seats)}
        )
        try:
            change_step(found, by=request.actor, **asked)
        except Refusal as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error("who", str(refused))
        else:
            messages.success(request, _("Asked of another post."))
            return redirect(found.circuit.document.get_absolute_url())
    shown = {
        "form": form,
        "step": found,
        "title": _("Ask another post"),
        "button": _("Ask it"),
        "words": found.post,
    }
    return TemplateResponse(request, "signature/step_form.html", shown, status=_status(request))


def _with_reason(
    request: StaffRequest, step_id: UUID, act: Callable[..., object], title: str, words: str, done: str
) -> HttpResponse:
    found = _readable(request, step_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(found, by=request.actor, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, done)
            return redirect(_next_of(request))
    shown = {"form": form, "step": found, "title": title, "button": title, "words": words}
    return TemplateResponse(request, "signature/step_form.html", shown, status=_status(request))


def _status(request: StaffRequest) -> int:
    return 422 if request.method == "POST" else 200


def _readable(request: StaffRequest, step_id: UUID) -> CircuitStep:
    """A step of a document that she reads; for whoever does not there is none."""
    found = selectors.step_here(step_id)
    if not may_read(request.actor, found.circuit.document):
        raise NotHere(_("There is no such step here."))
    return found


def _next_of(request: StaffRequest) -> str:
    """After one, the next of hers; when nothing is left, the tray."""
    left = selectors.steps_waiting_for(request.person.pk)
    return left[0].url if left else request.entity.staff_url("signature/")
