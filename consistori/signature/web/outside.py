"""Taking a paper out of the tray, signing it with another program, and bringing it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.second_factor import has_codes, has_shown, show_code, use_up
from consistori.kernel.errors import Refusal
from consistori.signature.services.outside import bring_signed
from consistori.signature.tray.settings import asks_code
from consistori.signature.web.asking import asked_of_her
from consistori.signature.web.choosing import SignForm
from consistori.tenancy.scope import working_for


class OutsideForm(forms.Form):
    """The same PDF, signed with another program; and the code of the phone, where the town asks for it each time."""

    file = forms.FileField(
        label=gettext_lazy("The document, signed"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"required": gettext_lazy("Choose the file that you have signed.")},
    )
    code = SignForm.base_fields["code"]

    def __init__(self, *args: Any, asks_code: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_code:
            del self.fields["code"]


@staff_page(own_scope=True)
@sensitive_post_parameters("code")
def outside(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Take the file out, and bring it back signed.

    Who issued the certificate is asked about it, so that no transaction is open meanwhile.
    """
    if request.entity is None:
        raise Http404
    with working_for(request.entity):
        asked, needs_code = asked_of_her(request_id, request.person.pk), asks_code()
    form = OutsideForm(
        request.POST or None, request.FILES or None, asks_code=needs_code and not has_shown(request)
    )
    if request.method == "POST" and form.is_valid():
        upload: Any = request.FILES["file"]
        try:
            if "code" in form.fields:
                show_code(request, form.cleaned_data["code"])
            drawn = bring_signed(asked.entity, asked.pk, upload.file_received().blob, by=request.actor)
        except Refusal as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            if refused.field != "code":
                form.fields.pop("code", None)  # it has served, and two minutes are left to bring another file
        else:
            use_up(request)
            said = _("Your signature holds, and it is kept with the document.")
            messages.success(request, f"{said} {drawn.words}." if drawn is not None else said)
            return redirect("signature:tray")
    only_passkeys = "code" in form.fields and not has_codes(request.person)
    context = {"asked": asked, "form": form, "only_passkeys": only_passkeys}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "signature/outside.html", context, status=status)
