"""Pages of the parties: the list, one of them, entering and correcting."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today
from consistori.kernel.errors import ensure
from consistori.parties.forms import CorrectionForm, PartyForm
from consistori.parties.likeness import of_likeness, twins_of
from consistori.parties.models import Party
from consistori.parties.panels import party_acts, party_panels
from consistori.parties.policies import may_edit_parties, may_protect, may_see_parties
from consistori.parties.selectors import opened_party, page_of_parties, search_parties
from consistori.trail.readings import record_reading


@staff_page
@require_safe
def party_list(request: StaffRequest) -> HttpResponse:
    """People and firms of the town, in alphabetical order or those that answer what was typed."""
    ensure(may_see_parties(request.actor))
    q, kind = request.GET.get("q", "").strip()[:80], request.GET.get("kind", "")
    page = page_of_parties(q, kind=kind, after=request.GET.get("after", "")[:500])
    asked = {name: value for name, value in (("q", q), ("kind", kind)) if value}
    return TemplateResponse(
        request,
        "parties/list.html",
        {
            "parties": page.parties,
            "q": q,
            "kind": kind,
            "kinds": Party.Kind.choices,
            "next_url": f"?{urlencode(asked | {'after': page.next_cursor})}" if page.next_cursor else "",
            "first_url": f"?{urlencode(asked)}" if request.GET.get("after") else "",
            "may_edit": bool(may_edit_parties(request.actor)),
        },
    )


@staff_page
@require_safe
def suggestions(request: StaffRequest) -> HttpResponse:
    """Those that answer what is being typed, as a fragment to choose from (inside a case, in the finder)."""
    ensure(may_see_parties(request.actor))
    q = request.GET.get("q", "")[:80]
    parties = search_parties(q)
    return TemplateResponse(request, "parties/_suggestions.html", {"parties": parties, "q": q})


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_party(request: StaffRequest) -> HttpResponse:
    """Enter a person or firm; as a sheet over another page it answers only the form."""
    ensure(may_edit_parties(request.actor))
    form = PartyForm(request.POST or None, initial=_guessed(request.GET.get("q", "")[:200]))
    if request.method == "POST" and (party := form.enter(request.actor)):
        messages.success(request, _("%(name)s is now among the people and firms.") % {"name": party})
        return redirect("parties:party", party.pk)
    alone = request.headers.get("X-Requested-With") not in ("sheet", "swap")
    template = "parties/new.html" if alone else "parties/_add_form.html"
    status = 422 if request.method == "POST" else 200
    answer = TemplateResponse(request, template, {"form": form}, status=status)
    if not alone:
        answer["X-Fragment"] = "yes"
    return answer


@staff_page
@require_safe
def party_page(request: StaffRequest, party_id: UUID) -> HttpResponse:
    """A party: how we must talk to it and why, its data, its cases. The opening is written down."""
    opened = opened_party(request.actor, party_id)
    party = opened.party
    if party.merged_into_id:
        name = party.display_name
        messages.info(request, _("%(name)s was united with this one: it is the same.") % {"name": name})
        return redirect("parties:party", party.merged_into_id)
    record_reading(
        by=request.actor, kind="party", id=party.pk, label=party.display_name, reserved=party.is_protected
    )
    duty = party.obliged_electronic
    may_edit = bool(may_edit_parties(request.actor))
    alike = twins_of(party) if may_edit else []
    return TemplateResponse(
        request,
        "parties/party.html",
        {
            "opened": opened,
            "party": party,
            "duty": duty,
            "way": opened.way_on(today()),
            "coming": [c for c in opened.choices if c.effective_on > today()],
            "panels": party_panels.drawn(request, party),
            "acts": party_acts.drawn(request, party),
            "may_edit": may_edit,
            "alike": [(one, of_likeness(request.actor, party, one, why)) for one, why in alike],
            "may_protect": bool(may_protect(request.actor)) and party.is_person,
        },
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, party_id: UUID) -> HttpResponse:
    """Correct the name, the kind, the language."""
    ensure(may_edit_parties(request.actor))
    party = opened_party(request.actor, party_id).party
    names = ("kind", "name", "surname1", "surname2", "language", "is_professional", "version")
    form = CorrectionForm(request.POST or None, initial={name: getattr(party, name) for name in names})
    if request.method == "POST" and form.correct(party, request.actor):
        messages.success(request, _("The data are corrected."))
        return redirect("parties:party", party.pk)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "parties/correct.html", {"form": form, "party": party}, status=status)


def _guessed(q: str) -> dict[str, str]:
    """What was typed in the finder goes to its field: a number to the number, words to the name."""
    if not q:
        return {}
    return {"identifier": q} if any(sign.isdigit() for sign in q) else {"name": q}
