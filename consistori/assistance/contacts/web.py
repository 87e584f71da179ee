"""Pages of contacts: the list with its figures, one more, the table of the front office, the desk of certificates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.assistance.contacts import selectors, services
from consistori.assistance.contacts.acts import front_acts
from consistori.assistance.contacts.forms import CertificateForm, ContactForm, FrontActForm
from consistori.assistance.contacts.policies import may_help, may_keep_table
from consistori.assistance.models import Contact, FrontAct
from consistori.assistance.policies import ensure_here
from consistori.cases.models import CaseFile, CaseParty
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.parties.models import Party
from consistori.parties.policies import may_see_parties
from consistori.parties.selectors import holder_of
from consistori.parties.services.checks import checked_identifier

MOST_CASES = 20


@staff_page
@require_safe
def contacts(request: StaffRequest) -> HttpResponse:
    """Who came, called or wrote; by month and way, and how many went away with what they came for."""
    ensure_here(request.entity)
    ensure(may_see_parties(request.actor))
    asked = {
        name: value
        for name in ("channel", "unsolved", "q")
        if (value := request.GET.get(name, "").strip()[:80])
    }
    page = selectors.page_of_contacts(
        request.actor,
        channel=asked.get("channel", ""),
        unsolved="unsolved" in asked,
        q=asked.get("q", ""),
        after=request.GET.get("after", "")[:120],
    )
    context = {
        "lines": page.lines,
        "next_url": f"?{urlencode(asked | {'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": f"?{urlencode(asked)}" if request.GET.get("after") else "",
        "asked": asked,
        "channels": Contact.Channel.choices,
        "figures": selectors.figures(request.actor),
        "form": ContactForm(),
        "may_help": bool(may_help(request.actor)),
    }
    return TemplateResponse(request, "assistance/contacts/list.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_contact(request: StaffRequest) -> HttpResponseBase:
    """Write a contact down; `?party=` says whose, and then it goes back to their page."""
    ensure_here(request.entity)
    ensure(may_help(request.actor))
    party = _party(request.GET.get("party", ""))
    form = ContactForm(
        request.POST or None,
        cases=cases_of(request, party),
        initial={"channel": request.GET.get("by", "phone")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.log_contact(by=request.actor, party=party, **form.said())
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect("parties:party", party.pk) if party else redirect("assistance:contacts")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "party": party}
    return TemplateResponse(request, "assistance/contacts/new.html", context, status=status)


def cases_of(request: StaffRequest, party: Party | None) -> list[CaseFile]:
    """The open cases of a party that this person reads, to say of which one they called."""
    if party is None:
        return []
    family = Party.objects.family(party.pk).values("pk")
    rows = CaseParty.objects.filter(party_id__in=family).values("case_id")
    return list(CaseFile.objects.visible_to(request.actor).open().filter(pk__in=rows)[:MOST_CASES])


def _party(key: str) -> Party | None:
    if not key:
        return None
    try:
        found: Party | None = Party.objects.select_related("merged_into").filter(pk=UUID(key)).first()
    except ValueError as wrong:
        raise NotHere from wrong
    if found is None:
        raise NotHere
    return found.standing


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def front_table(request: StaffRequest) -> HttpResponse:
    """What the front office resolves by itself: act, procedure, post, decree."""
    ensure_here(request.entity)
    form = FrontActForm(request.POST or None)
    if request.method == "POST":
        ensure(may_keep_table(request.actor))
        if form.is_valid() and _did(form, lambda **said: services.allow_front_act(by=request.actor, **said)):
            messages.success(request, _("It is in the table."))
            return redirect("assistance:front_table")
    held, ended = selectors.table()
    context = {
        "rows": [(row, front_acts.label(row.act)) for row in held],
        "ended": [(row, front_acts.label(row.act)) for row in ended],
        "form": form,
        "may_keep": bool(may_keep_table(request.actor)),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "assistance/contacts/table.html", context, status=status)


@staff_page
@require_POST
def end_row(request: StaffRequest, row_id: UUID) -> HttpResponse:
    """From today that post does not resolve it."""
    ensure_here(request.entity)
    services.end_front_act(get_object_or_404(FrontAct, pk=row_id), by=request.actor)
    messages.success(request, _("From today that post does not resolve it. What it resolved stands."))
    return redirect("assistance:front_table")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: StaffRequest) -> HttpResponse:
    """The desk of certificates: what was done today, this month, this year."""
    ensure_here(request.entity)
    ensure(may_see_parties(request.actor))
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _did(form, _certificate_logger(request)):
        messages.success(request, _("It is written down."))
        return redirect("assistance:certificates")
    context = {
        "form": form,
        "figures": selectors.certificate_figures(),
        "log": selectors.certificate_log(),
        "may_help": bool(may_help(request.actor)),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "assistance/contacts/certificates.html", context, status=status)


def _certificate_logger(request: StaffRequest) -> Any:
    return lambda **said: services.log_certificate(by=request.actor, **_with_party(said))


def _with_party(said: dict[str, Any]) -> dict[str, Any]:
    """The person of a number that was typed; one that nobody here has is told at its field."""
    typed = said.pop("identifier", "")
    checked = checked_identifier(typed)
    party = holder_of(checked.value) if checked else None
    if checked and party is None:
        raise BadInput(_("Nobody here has this number yet: enter them first."), field="identifier")
    return said | {"party": party}


def _did(form: forms.Form, do: Any) -> bool:
    """Do it with what the form says; what is refused goes to its field."""
    try:
        do(**form.cleaned_data)
    except Refusal as refusal:
        field = "identifier" if refusal.field == "party" else refusal.field
        form.add_error(field if field in form.fields else None, str(refusal))
        return False
    return True
