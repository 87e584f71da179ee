"""The signature tray [portasignatures / portafirmas]: what waits for me, what I sent, signed, returned."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.selectors import readable_document
from consistori.kernel.errors import NotHere
from consistori.signature import selectors
from consistori.signature.panels import tray_tops
from consistori.signature.seal_policies import may_manage_seals
from consistori.signature.services import look_at, release_stale
from consistori.signature.tray.waiting import Filters, members_of, waiting_lightly
from consistori.signature.web.tray_list import (
    Listed,
    Ticks,
    address,
    filter_pills,
    kept_back,
    list_settled,
    list_waiting,
)
from consistori.ui.tabs import remember_count

TABS = ("mine", "sent", "signed", "returned")


@csrf_exempt
@staff_page(across=True)
def tray(request: StaffRequest) -> HttpResponse:
    """The tray of one town, or over all my towns when none is named.

    Without JavaScript a paper is opened by sending what is ticked, so that it stays; it changes nothing, so it asks
    for no token. What it is filtered by stays in the address.
    """
    said = request.POST if request.method == "POST" else request.GET
    tab = said.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    if tab == "mine" and request.entity is not None:
        release_stale(by=request.actor)
    return _mine(request, said) if tab == "mine" else _other(request, said, tab)


def _mine(request: StaffRequest, said: QueryDict) -> HttpResponse:
    """My turn: filtered, grouped, one read at its side."""
    everything, filters = waiting_lightly(request.person.pk), Filters.of(request.GET)
    papers, group = filters.keep(everything), request.GET.get("group", "")
    if group:
        members = set(members_of(papers, [group]))
        papers = [one for one in papers if one.pk in members] if members else papers
        group = group if members else ""
    ticks = Ticks.of(said)
    listed = list_waiting(
        request, papers, ticks=ticks, wanted=said.get("paper", ""), filters=filters,
        first=_number(request.GET.get("from", "")), group=group,
    )  # fmt: skip
    counts = selectors.tray_counts(request.person.pk, mine=len(everything))
    base = reverse("signature:tray")
    narrowed: dict[str, Any] = filters.said | ({"group": group} if group else {})
    context = {
        "pills": filter_pills(request, everything, filters, base),
        "papers_count": len(papers),
        "here": address(base, narrowed),
        "all_url": address(base, narrowed | {"tab": "mine", "all": 1}),
        "next_url": address(base, narrowed | {"from": listed.next_from}) if listed.next_from else "",
        "kept_back": list(kept_back(ticks, listed.shown)),
        "back_of_shown": ticks.back.get(str(listed.shown.pk), "") if listed.shown else "",
        "is_filtered": bool(filters.said),
        "one_group": listed.groups[0] if group and listed.groups else None,
        "whole_url": address(base, filters.said),
    }
    return _page(request, said, "mine", counts, listed, context)


def _other(request: StaffRequest, said: QueryDict, tab: str) -> HttpResponse:
    ask = {"sent": selectors.sent_by, "signed": selectors.signed_by, "returned": selectors.returned_to}[tab]
    papers = ask(request.person.pk)
    listed = list_settled(request, papers, wanted=said.get("paper", ""))
    counts = selectors.tray_counts(request.person.pk)
    return _page(
        request, said, tab, counts, listed, {"papers_count": len(papers), "here": reverse("signature:tray")}
    )


def _page(
    request: StaffRequest, said: QueryDict, tab: str, counts: selectors.TrayCounts, listed: Listed,
    more: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    over_towns = request.entity is None
    remember_count(request, "signature", counts.mine)
    keys = selectors.usable_keys_of(request.person.pk)
    beside = {"tab": tab, "over_towns": over_towns, "has_key": bool(keys), "keys": keys} | more
    paper = _paper(request, listed)
    if request.headers.get("X-Requested-With") == "swap" and listed.shown is not None:
        return TemplateResponse(request, "signature/_tray_open.html", beside | paper)
    batches = selectors.batches_to_tell(request.person.pk)
    context = beside | paper | {
        "tabs": _tabs(tab, counts),
        "groups": listed.groups,
        "is_reading": "paper" in said and listed.shown is not None,
        "interrupted": None
        if over_towns
        else next((one for one in batches if one.is_over and one.waiting_now), None),
        "spoiled": None if over_towns else next((one for one in batches if one.failed_now), None),
        "under_way": [one for one in batches if not one.is_over],
        "may_set": not over_towns and bool(may_manage_seals(request.actor)),
        "tops": _tops(request) if tab == "mine" else [],
    }  # fmt: skip
    return TemplateResponse(request, "signature/tray.html", context)


def _tops(request: StaffRequest) -> list[dict[str, Any]]:
    """What waits for her and is no signature, as it is hung."""
    found = (top(request, request.person.pk) for top in tray_tops)
    return [{"template": drawn[0], "context": drawn[1]} for drawn in found if drawn is not None]


def _number(said: str) -> int:
    return int(said) if said.isdigit() and len(said) < 6 else 0


def _tabs(tab: str, counts: selectors.TrayCounts) -> list[dict[str, Any]]:
    labels = {
        "mine": (_("My turn"), counts.mine),
        "sent": (_("I sent"), counts.sent),
        "signed": (_("Already signed"), None),
        "returned": (_("Returned"), counts.returned or None),
    }
    url = reverse("signature:tray")
    return [
        {"label": label, "count": count, "url": f"{url}?tab={name}", "current": name == tab}
        for name, (label, count) in labels.items()
    ]


def _paper(request: StaffRequest, listed: Listed) -> dict[str, Any]:
    """The paper in the middle, its circuit at the right, and the ones before and after."""
    shown = listed.shown
    if shown is None:
        return {"paper": None}
    place = listed.order.index(str(shown.pk))
    around = {
        "number": place + 1,
        "of": len(listed.order),
        "previous": listed.order[place - 1] if place else None,
        "following": listed.order[place + 1] if place + 1 < len(listed.order) else None,
    }
    try:
        document = readable_document(request.actor, shown.document_id)
    except NotHere:
        return {"paper": None}
    look_at(shown, by=request.actor)
    return {
        "paper": shown,
        "paper_document": document,
        "paper_actor": request.actor,
        "around": around,
        "circuit": selectors.circuit_of(shown.version_id),
    }
