"""Signing: what will be signed and with which key, the passphrase once, and how it goes."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import BadInput
from consistori.signature import selectors
from consistori.signature.jobs import sign_batch
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.panels import places_of
from consistori.signature.sentences import trouble_said
from consistori.signature.services import start_signing
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import across, working_for
from consistori.ui.tabs import remember_count


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


@staff_page(own_scope=True)
@sensitive_post_parameters("passphrase")
def sign(request: StaffRequest) -> HttpResponse:
    """Say what will be signed and ask for the passphrase (GET); open a batch a town (POST).

    Without a town in the address it signs in all of hers at once, with the same passphrase.
    """
    posted = request.method == "POST"
    data: QueryDict = request.POST if posted else request.GET
    towns = [request.entity] if request.entity else list(request.entities)
    keys = selectors.usable_keys_of(request.person.pk)
    form = SignForm(request.POST if posted else None, keys=keys)
    with across(towns):
        asked = _asked(data.getlist("request"), request.person.pk)
    if posted and asked and form.is_valid():
        try:
            batches = _start(request, asked, form)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect(_address_of(batches))
    with across(towns):
        kept = places_of(one.document_id for one in asked)
        papers = [(one, kept.get(one.document_id)) for one in asked]
        context = {"asked": asked, "papers": papers, "form": form, "keys": keys}
        page = TemplateResponse(request, "signature/sign.html", context, status=422 if posted else 200)
        return page.render()


@staff_page
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """How a batch goes, document by document; the page asks again until it is over."""
    rows = SignatureBatch.objects.select_related("key", "entity")
    found = rows.filter(pk=batch_id, person=request.person).first()
    if found is None:
        raise Http404
    is_swap = request.headers.get("X-Requested-With") == "swap"
    template = "signature/_batch.html" if is_swap else "signature/batch.html"
    context = _drawn(found) | {"town_of": found.entity if "town" in request.GET else None}
    if found.is_over:
        remember_count(request, "signature", selectors.count_waiting(request.person.pk))
    return TemplateResponse(request, template, context)


@staff_page(across=True)
def batches(request: StaffRequest) -> HttpResponse:
    """How the batches of several towns go, one below the other."""
    ids = [text for text in request.GET.getlist("batch") if _is_uuid(text)]
    rows = SignatureBatch.objects.select_related("key", "entity").filter(pk__in=ids, person=request.person)
    drawn = [_drawn(one) for one in rows.order_by("opened_at")]
    if not drawn:
        raise Http404
    remember_count(request, "signature", selectors.count_waiting(request.person.pk))
    are_over = all(one["batch"].is_over for one in drawn)
    return TemplateResponse(request, "signature/batches.html", {"drawn": drawn, "are_over": are_over})


def _start(request: StaffRequest, asked: list[SignatureRequest], form: SignForm) -> list[SignatureBatch]:
    """One batch a town, each with its job, in the transaction of its town."""
    started = []
    for entity in {one.entity_id: one.entity for one in asked}.values():
        with working_for(entity):
            begun = start_signing(
                [one for one in asked if one.entity_id == entity.pk],
                by=request.standings[entity.pk].actor,
                passphrase=form.cleaned_data["passphrase"],
                key=form.cleaned_data["key"],
            )
            defer(sign_batch, batch_id=str(begun.pk), person_id=str(request.person.pk))
        begun.entity = entity
        started.append(begun)
    return started


def _address_of(started: list[SignatureBatch]) -> str:
    if len(started) == 1:
        return started[0].url
    query = "&".join(f"batch={one.pk}" for one in started)
    return f"{reverse('signature:batches')}?{query}"


def _drawn(found: SignatureBatch) -> dict[str, Any]:
    rows = list(found.requests.with_papers().order_by("asked_at", "id"))
    return {
        "batch": found,
        "rows": [(row, trouble_said(row.trouble)) for row in rows],
        "why": trouble_said(found.trouble),
        "again": _again(found, rows),
    }


def _asked(ids: list[str], person_id: UUID) -> list[SignatureRequest]:
    """Those of these requests that wait for her here, oldest first. Others, and rubbish, are left out."""
    wanted = set(ids)
    return [one for one in selectors.waiting_for(person_id) if str(one.pk) in wanted]


def _again(found: SignatureBatch, rows: list[SignatureRequest]) -> str:
    """The address that signs what was left; empty when nothing was."""
    left = [f"request={row.pk}" for row in rows if row.state == SignatureRequest.State.WAITING]
    return f"{found.entity.staff_url('signature/sign/')}?{'&'.join(left)}" if left else ""


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
