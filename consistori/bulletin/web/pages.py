"""The staff pages of the board: what is on it, and one edict from its first draft to its certificate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consistori.bulletin import selectors, sentences
from consistori.bulletin.exposing.certifying import report_of, rounds_of
from consistori.bulletin.models import Datum, Edict
from consistori.bulletin.panels import edict_panels
from consistori.bulletin.policies import may_publish, may_see_board, may_take_down
from consistori.bulletin.rules.exposing import Standing
from consistori.bulletin.rules.personal import What
from consistori.bulletin.services import (
    decide_data,
    drop_edict,
    extend_exposure,
    publish_edict,
    take_down,
)
from consistori.bulletin.services.publishing import days_of
from consistori.bulletin.showing import days_left
from consistori.bulletin.web.forms import ExtendForm, PublishForm, TakeDownForm
from consistori.deadlines.keeping import sum_from_data
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotPermitted, Refusal, ensure

PAGE = 50


@staff_page
@require_GET
def listing(request: StaffRequest) -> HttpResponse:
    """The edicts of the town, by where they stand."""
    ensure(may_see_board(request.actor))
    only = request.GET.get("only", "exposed")
    only = only if only in selectors.FILTERS else "exposed"
    words = request.GET.get("q", "").strip()[:80]
    rows = selectors.listed_for(request.actor, selectors.staff_rows(only, words=words)[:PAGE])
    context = {
        "rows": [(one, days_left(one, today())) for one in rows],
        "only": only,
        "filters": _filters(),
        "q": words,
        "round": selectors.last_round(),
    }
    return TemplateResponse(request, "bulletin/list.html", context)


def _filters() -> list[tuple[str, str]]:
    return [
        ("exposed", _("On the board")),
        ("drafts", _("Being prepared")),
        ("to_come", _("To come")),
        ("to_certify", _("To certify")),
        ("over", _("No longer there")),
    ]


@staff_page
@require_GET
def edict(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One edict: where it stands and what may be done."""
    return _edict(request, selectors.edict_for(request.actor, pk))


def _edict(request: StaffRequest, found: Edict, forms: dict[str, Any] | None = None) -> HttpResponse:
    given = forms or {}
    data = list(Datum.objects.filter(edict=found)) if found.is_draft else []
    for one in data:
        one.why = sentences.why(one.what, one.proposal)
    rounds = [] if found.is_draft else rounds_of(found)
    context = {
        "edict": found,
        "standing": found.standing,
        "data": [one for one in data if one.what != What.SAID],
        "said": "\n".join(one.text for one in data if one.what == What.SAID),
        "may_publish": may_publish(request.actor, found),
        "may_take_down": may_take_down(request.actor, found),
        "panels": edict_panels.drawn(request, found),
        "wrong": next(iter(given), ""),
        "rounds": rounds[-6:][::-1],
        "report": report_of(found, rounds, until=now()) if rounds else None,
        "left": days_left(found, today()),
        "sum": sum_from_data(found.reckoned) if found.reckoned else None,
        **_forms(found),
        **given,
    }
    status = 422 if given else 200
    return TemplateResponse(request, "bulletin/edict.html", context, status=status)


def _forms(found: Edict) -> dict[str, Any]:
    if found.is_draft and found.shown_id:
        return {"publish": PublishForm(initial={"starts_on": today()}), "proposed": _proposed(found)}
    if found.standing in (Standing.TO_COME, Standing.EXPOSED):
        return {"extend": ExtendForm(), "down": TakeDownForm()}
    return {}


def _proposed(found: Edict) -> Any:
    """The days that it would have from today, or why they cannot be said."""
    try:
        return days_of(found, starts_on=today())
    except Refusal as refusal:
        return {"refusal": refusal}


def _act(request: StaffRequest, pk: UUID, name: str, make: Any, do: Any) -> HttpResponse:
    """Do an act of the page; what was wrong is said at its field, with all that was typed."""
    found = selectors.edict_for(request.actor, pk)
    form = make(request.POST)
    if form.is_valid():
        try:
            messages.success(request, do(found, form.cleaned_data))
            return redirect("bulletin:edict", pk)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return _edict(request, found, {name: form})


@staff_page
@require_POST
def decide(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Decide what may be read of people, and make the published version."""
    found = selectors.edict_for(request.actor, pk)
    decisions = {
        key.removeprefix("datum-"): str(value)
        for key, value in request.POST.items()
        if key.startswith("datum-")
    }
    hide = request.POST.get("hide", "").splitlines()
    try:
        decide_data(found, by=request.actor, decisions=decisions, hide=hide)
    except NotPermitted:
        raise
    except Refusal as refusal:
        words = f"{refusal.message} · {refusal.article}" if refusal.article else str(refusal.message)
        return _edict(request, found, {"decide_fault": words, "said": request.POST.get("hide", "")})
    messages.success(request, _("This is what everybody will read. Look at it, and publish it."))
    return redirect("bulletin:edict", pk)


@staff_page
@require_POST
def publish(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put it on the board."""

    def do(found: Edict, said: dict[str, Any]) -> str:
        made = publish_edict(
            found, by=request.actor, starts_on=said["starts_on"], amount=said["amount"] or 0,
            unit=said["unit"] if said["amount"] else "", until_on=said["until_on"],
        )  # fmt: skip
        return _("It is the edict %(reference)s.") % {"reference": made.reference}

    return _act(request, pk, "publish", PublishForm, do)


@staff_page
@require_POST
def extend(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Leave it longer."""

    def do(found: Edict, said: dict[str, Any]) -> str:
        extend_exposure(found, by=request.actor, **said)
        return _("It stays longer.")

    return _act(request, pk, "extend", ExtendForm, do)


@staff_page
@require_POST
def down(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it down."""

    def do(found: Edict, said: dict[str, Any]) -> str:
        take_down(found, by=request.actor, **said)
        return _("It is off the board. Its certificate is being made.")

    return _act(request, pk, "down", TakeDownForm, do)


@staff_page
@require_POST
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give up publishing it."""
    found = selectors.edict_for(request.actor, pk)
    drop_edict(found, by=request.actor)
    messages.success(request, _("It will not be published."))
    return redirect("bulletin:list")


@staff_page
@require_POST
def certify_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Try again what stopped."""
    from consistori.bulletin.services.certifying import ask_certificate

    ask_certificate(selectors.edict_for(request.actor, pk), by=request.actor)
    messages.success(request, _("Its certificate is being made."))
    return redirect("bulletin:edict", pk)
