"""Opening a case, in one page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from consistori.cases import selectors
from consistori.cases.policies import may_open_cases
from consistori.cases.services import open_case
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import search_series
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal, ensure
from consistori.parties.models import Party
from consistori.parties.selectors import search_parties
from consistori.tenancy import modality

FOUND = 12


class OpeningForm(forms.Form):
    """What one says to open a case. The series and the people are chosen from what the search finds."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=250,
        help_text=gettext_lazy(
            "What it is about, in a few words. Without names or NIFs: people are added as parties."
        ),
        widget=forms.TextInput(
            attrs={
                "autofocus": True,
                "autocomplete": "off",
                "data-behaviour": "live",
                "data-url": reverse_lazy("cases:check_title"),
                "data-into": "#title-warnings",
            }
        ),
    )
    opened_on = forms.DateField(
        label=gettext_lazy("Opened on"),
        required=False,
        help_text=gettext_lazy("Only if it began before today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    series = forms.UUIDField(required=False, widget=forms.HiddenInput)
    party = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_opened_on(self) -> date | None:
        day: date | None = self.cleaned_data["opened_on"]
        return day


@staff_page
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Say the title, find the series, open. Without script the same form looks for the series and comes
    back.
    """
    ensure(may_open_cases(request.actor))
    if request.method == "GET":
        first = {"series": request.GET.get("series", ""), "title": request.GET.get("title", "")}
        return _form(request, OpeningForm(initial=first), first)
    form = OpeningForm(request.POST)
    said = request.POST.dict()
    if "find" in request.POST or not form.is_valid():
        return _form(request, form if "find" not in request.POST else OpeningForm(initial=said), said)
    warnings = selectors.title_warnings(form.cleaned_data["title"])
    if warnings and request.POST.get("warned") != form.cleaned_data["title"]:
        return _form(request, form, said, warnings=warnings)
    return _open(request, form, said)


def _open(request: StaffRequest, form: OpeningForm, said: dict[str, Any]) -> HttpResponse:
    series = (
        Series.objects.filter(pk=form.cleaned_data["series"]).first() if form.cleaned_data["series"] else None
    )
    party = (
        Party.objects.filter(pk=form.cleaned_data["party"]).first() if form.cleaned_data["party"] else None
    )
    try:
        case = open_case(
            by=request.actor,
            title=form.cleaned_data["title"],
            series=series,
            parties=[party] if party else [],
            opened_on=form.cleaned_data["opened_on"],
        )
    except Refusal as refusal:
        if refusal.field not in form.fields:
            raise
        form.add_error(refusal.field, str(refusal.message))
        return _form(request, form, said, status=422)
    messages.success(request, _("Case %(number)s opened") % {"number": case.number})
    return redirect(case)


def _form(
    request: StaffRequest,
    form: OpeningForm,
    said: dict[str, Any],
    *,
    warnings: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    q, who = said.get("q", ""), said.get("who", "")
    context = {
        "form": form,
        "q": q,
        "who": who,
        "found": _found(request, q, said.get("series", "")),
        "chosen": said.get("series", ""),
        "found_parties": search_parties(who) if who else _one_party(said.get("party", "")),
        "chosen_party": said.get("party", ""),
        "warnings": warnings or [],
        "warned_title": said.get("title", "") if warnings else "",
        "is_compulsory": modality.is_on(request.entity, "series_compulsory"),
        "today": today(),
    }
    return TemplateResponse(request, "cases/new.html", context, status=status)


def _found(request: StaffRequest, q: str, chosen: str) -> list[Series]:
    found = search_series(q, FOUND, request.actor.person_id)
    if chosen and chosen not in {str(s.pk) for s in found}:
        found = [*_by_key(Series, chosen), *found]
    return found


def _one_party(key: str) -> list[Party]:
    return _by_key(Party, key) if key else []


def _by_key(model: Any, key: str) -> list[Any]:
    try:
        return list(model.objects.filter(pk=UUID(key)))
    except ValueError:
        return []


@staff_page
@require_GET
def find_series(request: StaffRequest) -> HttpResponse:
    """The series that have the words, as choices."""
    q, chosen = request.GET.get("q", ""), request.GET.get("chosen", "")
    context = {"found": _found(request, q, chosen), "q": q, "chosen": chosen}
    return TemplateResponse(request, "cases/_found_series.html", context)


@staff_page
@require_GET
def find_parties(request: StaffRequest) -> HttpResponse:
    """The people that the words find, as choices."""
    q = request.GET.get("q", "").strip()
    context = {"found": search_parties(q) if q else [], "q": q, "is_optional": True}
    return TemplateResponse(request, "cases/_found_parties.html", context)


@staff_page
@require_GET
def check_title(request: StaffRequest) -> HttpResponse:
    """Why this title should not be so, while it is being written."""
    context = {"warnings": selectors.title_warnings(request.GET.get("q", ""))}
    return TemplateResponse(request, "cases/_title_warnings.html", context)
