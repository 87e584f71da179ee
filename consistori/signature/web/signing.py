"""Signing: what will be signed and with which key, the passphrase once, and how it goes."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import AlreadyDone, BadInput
from consistori.signature import selectors
from consistori.signature.jobs import leave_batch
from consistori.signature.models import SignatureBatch, SignatureRequest, SigningKey
from consistori.signature.panels import places_of
from consistori.signature.sentences import trouble_said
from consistori.signature.services import pause_batch, resume_batch, start_signing, stop_batch, try_again
from consistori.tenancy.scope import across, working_for
from consistori.ui.tabs import remember_count

State = SignatureRequest.State
MOST_IN_SIGHT = 12
FIRST_IN_SIGHT = 8
LAST_IN_SIGHT = 6


class KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Her keys, by name and issuer."""

    def label_from_instance(self, obj: SigningKey) -> str:
        words = _("Key of %(name)s (%(issuer)s)") % {"name": obj.name, "issuer": obj.issuer}
        return _("%(key)s, in a device") % {"key": words} if obj.is_in_a_device else words


class SignForm(forms.Form):
    """The key and what opens it: its passphrase, or the PIN of its device. It is never shown back."""

    key = KeyChoice(queryset=SigningKey.objects.none(), label=gettext_lazy("Key"), empty_label=None)
    passphrase = forms.CharField(
        label=gettext_lazy("Signing passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": gettext_lazy("Write the passphrase of your key.")},
    )

    def __init__(self, *args: object, keys: list[SigningKey], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.keys = keys
        self.fields["key"].queryset = SigningKey.objects.filter(pk__in=[key.pk for key in keys])  # type: ignore[attr-defined]
        self.initial.setdefault("key", keys[0].pk if keys else None)
        field = self.fields["passphrase"]
        if self.opens_with == "pin":
            field.label = _("PIN of the device")
        elif self.opens_with == "either":
            field.label = _("Passphrase of the key, or PIN of the device")

    @property
    def opens_with(self) -> str:
        """What her keys ask for: `passphrase`, `pin` when all are in devices, or `either`."""
        kinds = {key.is_in_a_device for key in self.keys}
        return "either" if len(kinds) > 1 else "pin" if True in kinds else "passphrase"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        key = said.get("key")
        if "passphrase" in self.errors and key is not None and key.is_in_a_device:
            self.errors["passphrase"] = self.error_class([_("Write the PIN of the device.")])
        return said


@csrf_exempt
@staff_page(own_scope=True)
def choose(request: StaffRequest) -> HttpResponse:
    """The same page for what is ticked in the tray: five hundred identifiers do not fit in an address.

    It changes nothing and so it asks for no token, which would end in the addresses of the tray.
    """
    towns = [request.entity] if request.entity else list(request.entities)
    with across(towns):
        return _sign_page(request, _asked(request, request.POST or request.GET), _form(request))


@staff_page(own_scope=True)
@sensitive_post_parameters("passphrase")
def sign(request: StaffRequest) -> HttpResponse:
    """Say what will be signed and ask for the passphrase (GET); open a batch a town (POST).

    Without a town in the address it signs in all of hers at once, with the same passphrase.
    """
    posted = request.method == "POST"
    towns = [request.entity] if request.entity else list(request.entities)
    with across(towns):
        asked = _asked(request, request.POST if posted else request.GET)
    form = _form(request, posted=posted)
    if posted and asked and form.is_valid():
        try:
            batches = _start(request, asked, form)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return redirect(_address_of(batches))
    with across(towns):
        return _sign_page(request, asked, form, status=422 if posted else 200)


def _form(request: StaffRequest, *, posted: bool = False) -> SignForm:
    return SignForm(request.POST if posted else None, keys=selectors.usable_keys_of(request.person.pk))


def _sign_page(
    request: StaffRequest, asked: list[SignatureRequest], form: SignForm, *, status: int = 200
) -> HttpResponse:
    """What will be signed: the first ones in sight, and the rest folded."""
    kept = places_of(one.document_id for one in asked)
    papers = [(one, kept.get(one.document_id)) for one in asked]
    few = papers if len(papers) <= MOST_IN_SIGHT else papers[:FIRST_IN_SIGHT]
    context = {"asked": asked, "few": few, "rest": papers[len(few) :], "form": form, "keys": form.keys}
    return TemplateResponse(request, "signature/sign.html", context, status=status).render()


@staff_page
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """How a batch goes, document by document; the page asks again until it is over."""
    found = _hers(request, batch_id)
    is_swap = request.headers.get("X-Requested-With") == "swap"
    template = "signature/_batch.html" if is_swap else "signature/batch.html"
    context = _drawn(found) | {"town_of": found.entity if "town" in request.GET else None}
    if found.is_over:
        remember_count(request, "signature", selectors.count_waiting(request.person.pk))
    return TemplateResponse(request, template, context)


@staff_page
@require_POST
def pause(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Sign no more for now."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        pause_batch(found, by=request.actor)
    return redirect(found.url)


@staff_page
@require_POST
def resume(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Go on with what the pause left, without the passphrase while the key is open."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        resume_batch(found, by=request.actor)
        leave_batch(found)
    return redirect(found.url)


@staff_page
@require_POST
def stop(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Leave the rest in the tray for another day."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        stop_batch(found, by=request.actor)
    return redirect(found.url)


@staff_page
@require_POST
def again(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Put what could not be signed back to wait, and go to sign it with what the batch left."""
    found = _hers(request, batch_id)
    with suppress(AlreadyDone):
        try_again(selectors.failed_of_batch(request.person.pk, found.pk), by=request.actor)
    return redirect(found.entity.staff_url(f"signature/sign/?left={found.pk}"))


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


def _hers(request: StaffRequest, batch_id: UUID) -> SignatureBatch:
    """A batch of hers; for anybody else there is none."""
    rows = SignatureBatch.objects.select_related("key", "entity")
    found = rows.filter(pk=batch_id, person=request.person).first()
    if found is None:
        raise Http404
    return found


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
            leave_batch(begun)
        begun.entity = entity
        started.append(begun)
    return started


def _address_of(started: list[SignatureBatch]) -> str:
    if len(started) == 1:
        return started[0].url
    query = "&".join(f"batch={one.pk}" for one in started)
    return f"{reverse('signature:batches')}?{query}"


def _drawn(found: SignatureBatch) -> dict[str, Any]:
    """The whole of a batch that is over; of one under way, what failed and the last ones signed."""
    rows = found.requests.select_related("document").order_by("asked_at", "id")
    signed, others = _signed_and_others(found, rows)
    left = [(row, said) for row, said in others if row.state == State.WAITING]
    return {
        "batch": found,
        "failed": [(row, said) for row, said in others if row.state == State.FAILED],
        "triable": _triable(found),
        "left": left,
        "signed": signed,
        "why": trouble_said(found.trouble),
        "again": found.entity.staff_url(f"signature/sign/?left={found.pk}") if left else "",
    }


def _triable(found: SignatureBatch) -> int:
    """How many of what could not be signed may be tried again."""
    return int(found.requests.triable().count()) if found.is_over and found.failed else 0


def _signed_and_others(
    found: SignatureBatch, rows: Any
) -> tuple[list[SignatureRequest], list[tuple[SignatureRequest, str]]]:
    if found.is_over:
        signed = list(rows.filter(state=State.SIGNED))
        others = rows.filter(state__in=[State.WAITING, State.FAILED])
    else:
        signed = list(rows.filter(state=State.SIGNED).order_by("-settled_at", "-id")[:LAST_IN_SIGHT])
        others = rows.filter(state__in=[State.WAITING, State.FAILED])[:MOST_IN_SIGHT]
    told = [(row, trouble_said(row.trouble)) for row in others]
    for row, _said in told:
        row.entity = found.entity
    return signed, told


def _asked(request: StaffRequest, data: QueryDict) -> list[SignatureRequest]:
    """What of it waits for her here, oldest first: what is named, or all that a batch left.

    Others, and rubbish, are left out.
    """
    person_id, left = request.person.pk, data.get("left", "")
    if _is_uuid(left):
        return selectors.waiting_of_batch(person_id, UUID(left))
    named = [UUID(text) for text in data.getlist("request") if _is_uuid(text)]
    return selectors.waiting_among(person_id, named) if named else []


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
