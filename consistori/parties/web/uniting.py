"""Pages of those that may be one: the proposals, two side by side, and undoing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, NotHere, Refusal, ensure
from consistori.parties import jobs, likeness, services
from consistori.parties.models import Party, PartyMerge
from consistori.parties.policies import may_edit_parties, may_see_parties
from consistori.parties.selectors import OpenedParty, opened_party, search_parties
from consistori.parties.services.uniting import TAKEABLE, ensure_one, goes_back, mark_stays
from consistori.parties.uniting import followers
from consistori.tenancy.jobs import start_long
from consistori.trail.readings import record_reading


@staff_page
@require_safe
def duplicates(request: StaffRequest) -> HttpResponse:
    """Who may be entered twice, with the reasons, the likeliest first."""
    ensure(may_see_parties(request.actor))
    page = likeness.page_of_duplicates(request.actor, after=request.GET.get("after", "")[:80])
    merges = PartyMerge.objects.filter(undone_at=None).select_related("kept", "absorbed")[:8]
    return TemplateResponse(
        request,
        "parties/duplicates.html",
        {
            "pairs": page.pairs,
            "next_url": f"?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
            "first_url": "?" if request.GET.get("after") else "",
            "merges": list(merges),
            "may_edit": bool(may_edit_parties(request.actor)),
        },
    )


@staff_page
@require_POST
def look_now(request: StaffRequest) -> HttpResponse:
    """Look for them now, as a job; its progress is in the tray."""
    ensure(may_edit_parties(request.actor))
    ensure(may_see_parties(request.actor))
    start_long(
        jobs.compare_now, title=_("Look for who is here twice"), by=request.actor,
        person_id=str(request.actor.person_id),
    )  # fmt: skip
    messages.success(request, _("It is being looked for. You can go on with your work."))
    return redirect("desk:jobs")


@staff_page
@require_POST
def dismiss(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """They are two: it is not asked again."""
    pair = likeness.duplicate_of(request.actor, pair_id)
    services.dismiss_duplicate(pair.proposal, by=request.actor)
    messages.success(request, _("They are two, and it will not be asked again."))
    return redirect("parties:duplicates")


@staff_page
@require_safe
def choose(request: StaffRequest, party_id: UUID) -> HttpResponse:
    """Look for the other entry of this person: those that look alike, or by words."""
    ensure(may_edit_parties(request.actor))
    party = opened_party(request.actor, party_id).party
    q = request.GET.get("q", "").strip()[:80]
    alike = [] if q else likeness.twins_of(party, limit=8)
    found = [one for one in search_parties(q, limit=12) if one.pk != party.pk] if q else []
    context = {
        "party": party,
        "q": q,
        "alike": [(one, likeness.of_likeness(request.actor, party, one, why)) for one, why in alike],
        "found": found,
    }
    return TemplateResponse(request, "parties/choose.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: StaffRequest, party_id: UUID, other_id: UUID) -> HttpResponse:
    """Two side by side: why they may be one, which stays, in what the other one was right."""
    ensure(may_edit_parties(request.actor))
    one, other = opened_party(request.actor, party_id), opened_party(request.actor, other_id)
    trouble: Refusal | None = None
    kept = request.POST.get("kept", "")
    if request.method == "POST":
        try:
            return _decided(request, one.party, other.party)
        except Refusal as refusal:
            trouble = refusal
    else:
        for opened in (one, other):
            record_reading(
                by=request.actor, kind="party", id=opened.party.pk, label=opened.party.display_name,
                reserved=opened.party.standing.is_protected,
            )  # fmt: skip
    context = _side_by_side(request.actor, one, other, kept) | {"trouble": trouble}
    return TemplateResponse(
        request, "parties/compare.html", context, status=trouble.status if trouble else 200
    )


def _decided(request: StaffRequest, one: Party, other: Party) -> HttpResponse:
    if "two" in request.POST:
        services.dismiss_duplicate(likeness.propose(one, other), by=request.actor)
        messages.success(request, _("They are two, and it will not be asked again."))
        return redirect("parties:duplicates")
    stays = _unite(request, one, other)
    messages.success(request, _("They are one now. It can be undone whenever you wish."))
    return redirect("parties:party", stays.pk)


def _unite(request: StaffRequest, one: Party, other: Party) -> Party:
    said = request.POST.get("kept", "")
    if said not in (str(one.pk), str(other.pk)):
        raise BadInput(_("Say which of the two stays."), field="kept")
    kept, absorbed = (one, other) if said == str(one.pk) else (other, one)
    take = [what for what in TAKEABLE if request.POST.get(f"take-{what}") == str(absorbed.pk)]
    try:
        versions = tuple(int(request.POST.get(f"version-{party.pk}", "")) for party in (kept, absorbed))
    except ValueError:
        versions = ()
    seen = (versions[0], versions[1]) if len(versions) == 2 else None
    services.unite_parties(kept, absorbed, by=request.actor, take=take, versions=seen)
    return kept


def _side_by_side(actor: Actor, one: OpenedParty, other: OpenedParty, kept: str) -> dict[str, Any]:
    why = likeness.compared(one.party, other.party)
    objection = ""
    first, second = _in_order(one.party, other.party)
    try:
        ensure_one(first, second)
    except Refusal as refusal:
        objection = str(refusal)
    return {
        "one": one,
        "other": other,
        "reasons": likeness.of_likeness(actor, one.party, other.party, why),
        "objection": objection,
        "kept": kept or str(first.pk),
        "counts": [
            (follower.label, *(follower.count(_family(o.party)) for o in (one, other)))
            for follower in followers
        ],
        "ways": [(party, _way(party)) for party in (one.party, other.party)],
        "professional": next((str(p.pk) for p in (first, second) if p.is_professional), ""),
        "differs": {what: _shown(one.party, what) != _shown(other.party, what) for what in TAKEABLE},
    }


def _way(party: Party) -> str:
    return _("Obliged to go electronic") if party.obliged_electronic else _("Chooses the way")


def _in_order(one: Party, other: Party) -> tuple[Party, Party]:
    """Which one is offered to stay: the one with a number, or the one that came first."""
    if bool(one.identifier) != bool(other.identifier):
        return (one, other) if one.identifier else (other, one)
    return (one, other) if one.created_at <= other.created_at else (other, one)


def _shown(party: Party, what: str) -> Any:
    return party.display_name if what == "name" else getattr(party, what)


def _family(party: Party) -> list[UUID]:
    return list(Party.objects.family(party.pk).values_list("pk", flat=True))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def separate(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """Undo: what goes back, what stays, and then it is done."""
    ensure(may_edit_parties(request.actor))
    ensure(may_see_parties(request.actor))
    merge = PartyMerge.objects.filter(pk=merge_id).select_related("kept", "absorbed").first()
    if merge is None:
        raise NotHere()
    protected = ""
    if not merge.undone_at and mark_stays(merge.kept, merge, request.actor):
        protected = _(
            "The mark of protected person stays on %(name)s: only the secretary or the administrator takes it off."
        ) % {"name": merge.kept.display_name}
    if request.method == "POST":
        services.separate_parties(merge, by=request.actor)
        messages.success(request, _("They are two again, each with its own."))
        if protected:
            messages.warning(request, protected)
        return redirect("parties:party", merge.absorbed_id)
    back = goes_back(merge.kept, merge)
    opened = opened_party(request.actor, merge.absorbed_id)
    context = {
        "merge": merge,
        "opened": opened,
        "counts": [(f.label, f.count(_below(merge))) for f in followers],
        "goes_back": [what for what in back if what != "is_protected"],
        "stays": [what for what in merge.taken if what not in back],
        "protected": protected,
    }
    return TemplateResponse(request, "parties/separate.html", context)


def _below(merge: PartyMerge) -> list[UUID]:
    return [merge.absorbed_id, *services.united_with(merge.absorbed_id)]
