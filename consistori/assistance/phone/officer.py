"""The pages of what is filed before an authorised officer: who they are, the consent, her signature, the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.assistance.contacts.policies import may_help
from consistori.assistance.models import AssistedFiling
from consistori.assistance.phone import selectors
from consistori.assistance.phone.assisted import (
    begin_assisted,
    keep_consent,
    leave_assisted,
    may_sign_for_others,
)
from consistori.assistance.phone.consent import consent_pdf
from consistori.assistance.phone.rules import ARTICLE, may_be_assisted
from consistori.assistance.phone.services import open_help
from consistori.assistance.policies import ensure_here
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import BadInput, NotPermitted, Refusal, ensure
from consistori.registry.models import EntryState
from consistori.trail.readings import record_reading


class BeforeOfficerForm(forms.Form):
    """Who they show that they are, and what makes that an officer may sign for them. Nothing is ticked beforehand."""

    shown = forms.ChoiceField(
        label=gettext_lazy("Document that they show"),
        choices=AssistedFiling.Shown.choices,
        widget=forms.RadioSelect,
    )
    shown_until = forms.DateField(
        label=gettext_lazy("In force until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    lacks_means = forms.BooleanField(
        label=gettext_lazy("They say that they lack the electronic means: certificate, device or connection"),
        required=False,
    )
    acts_for_obliged = forms.BooleanField(
        label=gettext_lazy("They come for a firm, an entity or somebody else who is obliged"), required=False
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StaffRequest, key: UUID) -> HttpResponseBase:
    """They are before the officer: who they are, and whether she may sign for them."""
    ensure_here(request.entity)
    opened = open_help(key, by=request.actor, locked=request.method == "POST")
    form = BeforeOfficerForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            filing = begin_assisted(opened, by=request.actor, **form.cleaned_data)
            return redirect("assistance:assisted", filing.pk)
        except (BadInput, NotPermitted) as wrong:
            refusal = wrong
            if wrong.field in form.fields:
                form.add_error(wrong.field, str(wrong))
    party = opened.helped.party.standing
    context = {
        "helped": opened.helped,
        "party": party,
        "form": form,
        "refusal": refusal,
        "signs": may_sign_for_others(request.actor),
        "assisted": may_be_assisted(party, lacks_means=True),
        "article": ARTICLE,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "assistance/phone/officer.html", context, status=status)


class ConsentForm(forms.Form):
    """The consent as they signed it, and that they keep a copy."""

    file = forms.FileField(label=gettext_lazy("The signed consent, scanned"))
    copy_given = forms.BooleanField(label=gettext_lazy("They have their copy of the consent"), required=False)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: StaffRequest, key: UUID) -> HttpResponseBase:
    """Where it is: the consent to be signed, the officer's signature, the number and the receipt."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    row = selectors.filing(key)
    form = ConsentForm(request.POST or None, request.FILES or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            upload: Any = request.FILES["file"]
            opened = open_help(row.helped_id, by=request.actor, locked=True)
            keep_consent(
                row, opened, by=request.actor, received=upload.file_received(),
                copy_given=form.cleaned_data["copy_given"],
            )  # fmt: skip
            messages.success(request, _("The application waits for your signature."))
            return redirect("assistance:assisted", row.pk)
        except (BadInput, NotPermitted) as wrong:
            refusal = wrong
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
    if request.method == "GET":
        record_reading(by=request.actor, kind="party", id=row.party_id, label=row.party.display_name)
    state = EntryState.objects.filter(entry=row.entry).first() if row.entry else None
    context = {
        "filing": row,
        "form": form,
        "refusal": refusal,
        "state": state,
        "article": ARTICLE,
        "asked": selectors.asked_of(row, request.person.pk),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "assistance/phone/filing.html", context, status=status)


@staff_page
@require_safe
def consent_file(request: StaffRequest, key: UUID) -> HttpResponse:
    """The consent, to be printed twice and signed by hand."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    row = selectors.filing(key)
    record_reading(by=request.actor, kind="party", id=row.party_id, label=row.party.display_name)
    answer = HttpResponse(consent_pdf(row), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="consentiment.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@staff_page
@require_POST
def leave(request: StaffRequest, key: UUID) -> HttpResponse:
    """It is not filed before the officer; the draft goes on being theirs."""
    ensure_here(request.entity)
    row = selectors.filing(key)
    leave_assisted(row, by=request.actor)
    messages.success(request, _("It is left. The draft is as it was."))
    return redirect("assistance:helped", row.helped_id)
