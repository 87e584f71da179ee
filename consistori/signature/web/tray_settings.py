"""What the town asks of whoever signs in it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import ensure
from consistori.signature.seal_policies import may_manage_seals
from consistori.signature.tray.settings import change_setting, setting


class SettingForm(forms.Form):
    """Whether the code of the phone is asked each time."""

    asks_code = forms.BooleanField(
        label=gettext_lazy("Ask for the code of the phone each time that somebody signs"),
        required=False,
        help_text=gettext_lazy(
            "Besides the passphrase of the key, whoever signs writes the code of her phone, or shows her passkey: "
            "once for each gesture, whether it signs one or sixty."
        ),
    )


@staff_page
def settings(request: StaffRequest) -> HttpResponse:
    """See it, and change it: the secretary and the administrator."""
    ensure(may_manage_seals(request.actor))
    kept = setting()
    form = SettingForm(request.POST or None, initial={"asks_code": kept.asks_code})
    if request.method == "POST":
        change_setting(by=request.actor, asks_code="asks_code" in request.POST)
        messages.success(request, _("Kept. It counts from the next signature."))
        return redirect("signature:tray_settings")
    return TemplateResponse(request, "signature/tray_settings.html", {"form": form, "kept": kept})
