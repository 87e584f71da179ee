"""The page of a delivery by hand: what is written, the signature on the screen or on paper, and the diligence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.uploads import BlobUpload
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.notifications.counter.diligence import NotASignature, strokes_of
from consistori.notifications.counter.rules import Witness
from consistori.notifications.counter.services import Given, bring_scan, deliver_by_hand
from consistori.notifications.models import Notification
from consistori.notifications.models.paper import TAKERS, CounterDelivery
from consistori.notifications.paper.rules.taking import Taker
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.web.listing import ensure_here
from consistori.trail.readings import record_reading


class ByHandForm(forms.Form):
    """Who takes it, how they were identified, how they sign; or that they reject it."""

    taker = forms.ChoiceField(
        label=gettext_lazy("Who takes it"), choices=[one for one in TAKERS if one[0] != Taker.PORTER]
    )
    taker_name = forms.CharField(label=gettext_lazy("Their name"), max_length=200)
    shown = forms.ChoiceField(label=gettext_lazy("Document that they show"), choices=CounterDelivery.Shown)
    taker_identifier = forms.CharField(label=gettext_lazy("Number of their document"), max_length=40)
    basis = forms.CharField(
        label=gettext_lazy("By which power"), max_length=200, required=False,
        help_text=gettext_lazy("If they come for somebody else: the register of powers, before us, a deed."),
    )  # fmt: skip
    at_counter = forms.TypedChoiceField(
        label=gettext_lazy("Where"), coerce=lambda value: value == "1", initial="1",
        choices=[("1", gettext_lazy("At the counter")), ("0", gettext_lazy("Elsewhere"))],
    )  # fmt: skip
    where = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    is_over_14 = forms.BooleanField(
        label=gettext_lazy("They are over fourteen"), required=False, initial=True
    )
    signed = forms.ChoiceField(
        label=gettext_lazy("How they sign"),
        choices=CounterDelivery.Signed,
        initial=CounterDelivery.Signed.PAPER,
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput())
    is_refused = forms.BooleanField(label=gettext_lazy("They reject it"), required=False)
    refusal = forms.CharField(
        label=gettext_lazy("Circumstances of the refusal"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    witness_name_1 = forms.CharField(label=gettext_lazy("First witness"), max_length=200, required=False)
    witness_identifier_1 = forms.CharField(
        label=gettext_lazy("Number of their document"), max_length=40, required=False
    )
    witness_name_2 = forms.CharField(label=gettext_lazy("Second witness"), max_length=200, required=False)
    witness_identifier_2 = forms.CharField(
        label=gettext_lazy("Number of their document"), max_length=40, required=False
    )

    def clean_signature(self) -> str:
        """The strokes of the screen, if they are some."""
        posted = str(self.cleaned_data["signature"])
        if not posted:
            return ""
        try:
            return strokes_of(posted)
        except NotASignature as wrong:
            raise forms.ValidationError(
                _("The signature on the screen is not legible: ask for it again.")
            ) from wrong

    @property
    def given(self) -> Given:
        """What is written, as the act takes it."""
        said: dict[str, Any] = self.cleaned_data
        pairs = [(said[f"witness_name_{n}"], said[f"witness_identifier_{n}"]) for n in (1, 2)]
        return Given(
            taker=said["taker"], taker_name=said["taker_name"], taker_identifier=said["taker_identifier"],
            shown=said["shown"], where=said["where"], at_counter=said["at_counter"], is_over_14=said["is_over_14"],
            basis=said["basis"], is_refused=said["is_refused"], refusal=said["refusal"],
            witnesses=tuple(Witness(*pair) for pair in pairs if any(part.strip() for part in pair)),
            signed=said["signed"], signature=said["signature"],
        )  # fmt: skip


def _here(request: StaffRequest, pk: UUID) -> Notification:
    ensure_here(request)
    ensure(may_record(request.actor))
    joined = Notification.objects.select_related("dispatch", "party", "representative", "by_hand")
    row: Notification = get_object_or_404(joined, pk=pk)
    if not may_see(request.actor, row.dispatch):
        raise NotHere()
    return row


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give it by hand, or see what was written when it was given."""
    row = _here(request, pk)
    done: CounterDelivery | None = getattr(row, "by_hand", None)
    form = ByHandForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = deliver_by_hand(row, by=request.actor, given=form.given)
        except BadInput as wrong:
            form.add_error(
                wrong.field if wrong.field in form.fields and wrong.field != "signature" else None, str(wrong)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("It is written that they reject it.")
                if made.is_refused
                else _("It is notified. Give them the act."),
            )
            return redirect("notifications:by_hand", pk)
    if request.method != "POST":
        record_reading(by=request.actor, kind="notification", id=pk, label=row.number)
    context = {"row": row, "form": form, "done": done, "is_open": row.is_open()}
    return TemplateResponse(
        request, "notifications/counter/by_hand.html", context, status=422 if form.errors else 200
    )


def _initial(row: Notification) -> dict[str, Any]:
    party = row.representative or row.party
    taker = Taker.ADDRESSEE if party.is_person else Taker.REPRESENTATIVE
    return {"taker": taker.value, "taker_name": row.addressee_name if party.is_person else ""}


@staff_page
@require_POST
def scan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Bring the paper that they signed."""
    row = _here(request, pk)
    done: CounterDelivery | None = getattr(row, "by_hand", None)
    file = request.FILES.get("file")
    if done is None:
        raise NotHere()
    if not isinstance(file, BlobUpload):
        messages.error(request, _("Choose the file."))
        return redirect("notifications:by_hand", pk)
    try:
        bring_scan(done, by=request.actor, received=file.file_received())
        messages.success(request, _("The signed paper is with the diligence."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("notifications:by_hand", pk)
