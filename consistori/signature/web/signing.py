"""Signing: what will be signed and with which key, the passphrase once, and how it goes."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import BadInput
from consistori.signature import selectors
from consistori.signature.jobs import sign_batch
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.panels import places_of
from consistori.signature.sentences import trouble_said
from consistori.signature.services import start_signing
from consistori.tenancy.jobs import defer


class KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Her keys, by name and issuer."""

    def label_from_instance(self, obj: SigningKey) -> str:
        return _("Key of %(name)s (%(issuer)s)") % {"name": obj.name, "issuer": obj.issuer}


class SignForm(forms.Form):
    """The key and its passphrase. The passphrase is never shown back."""

    key = KeyChoice(queryset=SigningKey.objects.none(), label=gettext_lazy("Key"), empty_label=None)
    passphrase = forms.CharField(
        label=gettext_lazy("Signing passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Write the passphrase of your key.")},
    )

    def __init__(self, *args: object, keys: list[SigningKey], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["key"].queryset = SigningKey.objects.filter(pk__in=[key.pk for key in keys])  # type: ignore[attr-defined]
        self.initial.setdefault("key", keys[0].pk if keys else None)


@staff_page
def sign(request: StaffRequest) -> HttpResponse:
    """Say what will be signed and ask for the passphrase (GET); open the batch (POST)."""
    data: QueryDict = request.POST if request.method == "POST" else request.GET
    asked = _asked(data.getlist("request"), request.person.pk)
    keys = selectors.usable_keys_of(request.person.pk)
    form = SignForm(request.POST if request.method == "POST" else None, keys=keys)
    if request.method == "POST" and asked and form.is_valid():
        try:
            batch = start_signing(
                asked,
                by=request.actor,
                passphrase=form.cleaned_data["passphrase"],
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            defer(sign_batch, batch_id=str(batch.pk), person_id=str(request.person.pk))
            return redirect("signature:batch", batch_id=batch.pk)
    context = {"asked": asked, "form": form, "keys": keys, "places": places_of(r.document_id for r in asked)}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/sign.html", context, status=status)


@staff_page
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """How a batch goes, document by document; the page asks again until it is over."""
    found = SignatureBatch.objects.select_related("key").filter(pk=batch_id, person=request.person).first()
    if found is None:
        raise Http404
    rows = list(found.requests.with_papers().order_by("asked_at", "id"))
    context = {
        "batch": found,
        "rows": [(row, trouble_said(row.trouble)) for row in rows],
        "why": trouble_said(found.trouble),
        "again": _again(rows),
    }
    is_swap = request.headers.get("X-Requested-With") == "swap"
    template = "signature/_batch.html" if is_swap else "signature/batch.html"
    return TemplateResponse(request, template, context)


def _asked(ids: list[str], person_id: UUID) -> list[SignatureRequest]:
    """Those of these requests that wait for her here, oldest first. Others, and rubbish, are left out."""
    wanted = set(ids)
    return [one for one in selectors.waiting_for(person_id) if str(one.pk) in wanted]


def _again(rows: list[SignatureRequest]) -> str:
    """The address that signs what was left; empty when nothing was."""
    left = [f"request={row.pk}" for row in rows if row.state == SignatureRequest.State.WAITING]
    return f"{reverse('signature:sign')}?{'&'.join(left)}" if left else ""
