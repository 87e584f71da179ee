"""Asking for signatures, returning a paper, withdrawing what was asked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consistori.directory import careers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Delegation, Person
from consistori.documents.models import Document
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import AlreadyDone, Refusal
from consistori.signature import selectors
from consistori.signature.models import SignatureRequest
from consistori.signature.services import request_signatures, return_request, try_again, withdraw_request


@dataclass(frozen=True)
class AskedHand:
    """Somebody who may be asked: with her own competence, or by a delegation in force today."""

    asked: Person | Delegation
    name: str
    label: str


def hands_here() -> dict[str, AskedHand]:
    """Who may be asked to sign here today, by the key of the form: people first, then delegations."""
    away = careers.away()
    found: dict[str, AskedHand] = {}
    for person in Person.objects.filter(pk__in=selectors.signers_here()):
        label = person.full_name
        if person.pk in away:
            label = f"{label} · {_('away today')}"
        found[str(person.pk)] = AskedHand(person, person.full_name, label)
    for decree in careers.usable_delegations():
        facts = {
            "name": decree.to.full_name, "of": decree.of_post.person.full_name, "decree": decree.decree,
            "matters": f" · {decree.matters}" if decree.matters else "",
        }  # fmt: skip
        label = _("%(name)s, in the place of %(of)s (%(decree)s)%(matters)s") % facts
        found[str(decree.pk)] = AskedHand(decree, decree.to.full_name, label)
    return found


class AskForm(forms.Form):
    """Who must sign, whether one after another, and a note for them."""

    signer = forms.MultipleChoiceField(
        label=gettext_lazy("Who must sign"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who must sign.")},
    )
    in_order = forms.BooleanField(
        label=gettext_lazy("One after another, in this order"), required=False, initial=True
    )
    note = forms.CharField(
        label=gettext_lazy("Note for who signs"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, hands: dict[str, AskedHand], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(key, hand.label) for key, hand in hands.items()]
        self.fields["signer"].choices = choices  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Why the paper is returned."""

    reason = forms.CharField(
        label=gettext_lazy("Why you return it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=gettext_lazy("Whoever asked will read it. The others in your tray go on."),
        error_messages={"required": gettext_lazy("Say why you return it: whoever asked will read it.")},
    )


@staff_page
def ask(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Ask people to sign a document; its text is fixed first, with its code."""
    document = readable_document(request.actor, document_id)
    hands = hands_here()
    form = AskForm(request.POST or None, hands=hands)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [hands[key] for key in said["signer"]]
        try:
            request_signatures(
                by=request.actor,
                document=document,
                signers=[hand.asked for hand in chosen],
                note=said["note"],
                in_order=said["in_order"],
            )
        except Refusal as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            names = ", ".join(hand.name for hand in chosen)
            messages.success(request, _("Sent for signature to: %(names)s") % {"names": names})
            return redirect(_safe_next(request, document))
    context = {
        "form": form,
        "document": document,
        "circuit": selectors.circuit_of(document.version_id),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/ask.html", context, status=status)


@staff_page
def give_back(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Return a paper without signing it, with the reason."""
    asked = asked_of_her(request_id, request.person.pk)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return_request(asked, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("Returned to %(name)s.") % {"name": asked.asked_by_name or "Consistori"})
        return redirect("signature:tray")
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/return.html", {"asked": asked, "form": form}, status=status)


@staff_page
@require_POST
def withdraw(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Withdraw what was asked."""
    asked = SignatureRequest.objects.with_papers().filter(pk=request_id).first()
    if asked is None:
        raise Http404
    withdraw_request(asked, by=request.actor)
    messages.success(request, _("Withdrawn from the tray of %(name)s.") % {"name": asked.signer.full_name})
    return redirect(_safe_next(request, asked.document))


@staff_page
@require_POST
def again(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Put back in its tray what could not be signed."""
    asked = SignatureRequest.objects.with_papers().filter(pk=request_id).first()
    if asked is None:
        raise Http404
    try:
        try_again([asked], by=request.actor)
    except AlreadyDone as refused:
        messages.warning(request, str(refused))
    else:
        said = _("It waits again in the tray of %(name)s.") % {"name": asked.signer.full_name}
        messages.success(request, said)
    return redirect(_safe_next(request, asked.document))


def asked_of_her(request_id: UUID, person_id: UUID) -> SignatureRequest:
    """The request, when it is hers to sign. Raises `Http404`."""
    found = SignatureRequest.objects.with_papers().for_signer(person_id).filter(pk=request_id).first()
    if found is None:
        raise Http404
    asked: SignatureRequest = found
    return asked


def _safe_next(request: StaffRequest, document: Document) -> str:
    """Where to go on: the page that sent here, when it is one of ours."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith("//") else document.get_absolute_url()
