"""My keys: bring one, have a demonstration one issued, change its passphrase, remove it."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.selectors import post_title
from consistori.kernel.errors import Refusal
from consistori.signature import selectors
from consistori.signature.engine.limits import LARGEST_PKCS12, SHORTEST_PASSPHRASE
from consistori.signature.engine.tokens import FoundKey
from consistori.signature.models import SigningKey
from consistori.signature.ports import demo_authority
from consistori.signature.services import (
    bring_key,
    change_passphrase,
    issue_demo_key,
    keys_in_devices,
    remove_key,
    use_device_key,
)

SECRETS = ("password", "passphrase", "repeated", "current")


def _secret(label: Any, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": options.pop("autocomplete", "off")})
    return forms.CharField(label=label, strip=False, widget=widget, **options)


class NewPassphrase(forms.Form):
    """A new signing passphrase, twice."""

    passphrase = _secret(
        gettext_lazy("New signing passphrase"),
        autocomplete="new-password",
        min_length=SHORTEST_PASSPHRASE,
        help_text=gettext_lazy(
            "Eight characters or more; a short sentence is easy to remember. Nobody else knows it."
        ),
    )
    repeated = _secret(gettext_lazy("The same passphrase again"), autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("passphrase") and data.get("repeated") and data["passphrase"] != data["repeated"]:
            self.add_error("repeated", _("The two passphrases are not the same."))
        return data


class BringForm(NewPassphrase):
    """The file of a certificate, its password, and the passphrase with which she will sign."""

    file = forms.FileField(
        label=gettext_lazy("Certificate file (.p12 or .pfx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )
    password = _secret(
        gettext_lazy("Password of the file"),
        required=False,
        help_text=gettext_lazy("The one that you chose when you exported it. We do not keep it."),
    )
    field_order = ("file", "password", "passphrase", "repeated")


class ChangeForm(NewPassphrase):
    """The passphrase that the key has, and the new one twice."""

    current = _secret(gettext_lazy("Signing passphrase that it has now"))
    field_order = ("current", "passphrase", "repeated")


@staff_page
def keys(request: StaffRequest) -> HttpResponse:
    """Her keys and how to have one."""
    return _page(request)


@staff_page
@sensitive_post_parameters(*SECRETS)
def bring(request: StaffRequest) -> HttpResponse:
    """Bring a key in a PKCS#12."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = bring_key(
                by=request.actor,
                person=request.person,
                file=_bytes_of(form.cleaned_data["file"]),
                password=form.cleaned_data["password"],
                passphrase=form.cleaned_data["passphrase"],
            )
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Your key of %(issuer)s is ready to sign.") % {"issuer": key.issuer})
            return redirect("signature:keys")
    return _form(request, form, title=_("Bring a key"), button=_("Keep the key"), with_file=True)


@staff_page
@sensitive_post_parameters(*SECRETS)
def demo(request: StaffRequest) -> HttpResponse:
    """Have a demonstration key issued, where the demonstration authority is set."""
    if demo_authority() is None:
        raise Http404
    form = NewPassphrase(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issue_demo_key(
                by=request.actor,
                person=request.person,
                passphrase=form.cleaned_data["passphrase"],
                post=post_title(request.person.pk),
                organisation=request.entity.name,
            )
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Your demonstration key is ready. It has no legal value."))
            return redirect("signature:keys")
    return _form(request, form, title=_("Demonstration key"), button=_("Issue the key"), is_demo=True)


class DeviceForm(forms.Form):
    """Which key of the devices, and its PIN, which is tried once and not kept."""

    key = forms.ChoiceField(label=gettext_lazy("Key"), widget=forms.RadioSelect)
    passphrase = _secret(
        gettext_lazy("PIN of the device"),
        help_text=gettext_lazy("It is asked each time you sign; it is tried now and not kept."),
    )

    def __init__(self, found: list[FoundKey], *args: Any) -> None:
        super().__init__(*args)
        self.found = {f"{one.ref.serial}-{one.ref.key_id.hex()}": one for one in found}
        field: Any = self.fields["key"]
        field.choices = [(name, _words_of(one)) for name, one in self.found.items()]
        if len(self.found) == 1:
            field.initial = next(iter(self.found))


def _words_of(found: FoundKey) -> str:
    # Loaded when first needed: it costs a tenth of a second of every start.
    from consistori.signature.engine.certificates import facts_of

    facts = facts_of(found.certificate)
    return f"{facts.name} · {facts.issuer} ({found.ref.label})"


@staff_page
@sensitive_post_parameters(*SECRETS)
def device(request: StaffRequest) -> HttpResponse:
    """Sign with a key that stays in a device of the town hall."""
    if not settings.SIGNATURE_PKCS11_MODULE:
        raise Http404
    found = keys_in_devices(request.person)
    form = DeviceForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen, pin = form.found[form.cleaned_data["key"]], form.cleaned_data["passphrase"]
        try:
            use_device_key(by=request.actor, person=request.person, found=chosen, pin=pin)
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("You can sign with the key of the device."))
            return redirect("signature:keys")
    title, button = _("Key of a device"), _("Use this key")
    return _form(request, form, title=title, button=button, is_empty=not found)


@staff_page
@sensitive_post_parameters(*SECRETS)
def passphrase(request: StaffRequest, key_id: UUID) -> HttpResponse:
    """Change the passphrase of one of her keys."""
    key = _own(request, key_id)
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change_passphrase(key, by=request.actor, passphrase=said["current"], new=said["passphrase"])
        except Refusal as refused:
            field = {"passphrase": "current", "new": "passphrase"}.get(refused.field)
            form.add_error(field, str(refused))
        else:
            messages.success(request, _("The key has its new passphrase."))
            return redirect("signature:keys")
    return _form(request, form, title=_("Change the passphrase"), button=_("Change it"), key=key)


@staff_page
@require_POST
def remove(request: StaffRequest, key_id: UUID) -> HttpResponse:
    """Forget one of her keys for ever."""
    key = _own(request, key_id)
    remove_key(key, by=request.actor)
    messages.success(request, _("The key is removed. What you signed with it still holds."))
    return redirect("signature:keys")


def _page(request: StaffRequest) -> HttpResponse:
    context = {
        "keys": selectors.keys_of(request.person.pk),
        "has_demo": demo_authority() is not None,
        "has_devices": bool(settings.SIGNATURE_PKCS11_MODULE),
    }
    return TemplateResponse(request, "signature/keys.html", context)


def _form(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/key_form.html", {"form": form, **context}, status=status)


def _own(request: StaffRequest, key_id: UUID) -> SigningKey:
    key = SigningKey.objects.kept().filter(pk=key_id, person=request.person).first()
    if key is None:
        raise Http404
    found: SigningKey = key
    return found


def _bytes_of(file: Any) -> bytes:
    """The bytes of the upload; its temporary copy is forgotten at once."""
    try:
        data: bytes = file.read(LARGEST_PKCS12 + 1)
    finally:
        received = getattr(file, "received", None)
        if received is not None:
            received.discard()
    return data
