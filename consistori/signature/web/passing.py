"""Passing the rest to whoever stands in: by a delegation on record, by being away, or by a decree that is prepared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Delegation
from consistori.directory.roles import SIGNS
from consistori.directory.rules import Manner
from consistori.directory.services import tell_absence
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere
from consistori.signature import selectors
from consistori.signature.services.passing import pass_by_decree
from consistori.signature.tray.standing_in import may_be_named, prepare_decree, proposed_days, stand_ins
from consistori.signature.tray.waiting import members_of, waiting_lightly
from consistori.signature.web.choosing import is_uuid

MOST_SHOWN = 100


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Say the day.")},
    )  # fmt: skip


class AwayForm(forms.Form):
    """The days in which she is away: from the first, until the last."""

    starts_on = _day(gettext_lazy("From which day"))
    back_on = _day(gettext_lazy("Day on which you are back"))


class DecreeForm(forms.Form):
    """Whom the decree names, how, and for which days."""

    manner = forms.ChoiceField(
        label=gettext_lazy("How"),
        widget=forms.RadioSelect,
        choices=[
            (
                Manner.SUBSTITUTION.value,
                gettext_lazy("She stands in for you in everything while you are away"),
            ),
            (Manner.DELEGATION.value, gettext_lazy("You delegate some matters to her")),
        ],
    )
    to_post = forms.ChoiceField(label=gettext_lazy("Who"))
    starts_on = _day(gettext_lazy("From which day"))
    until = _day(gettext_lazy("Last day of it"))
    matters = forms.CharField(
        label=gettext_lazy("Matters that are delegated"), required=False, max_length=300,
        help_text=gettext_lazy("Only for a delegation: the licences, the fines, the payments up to an amount."),
    )  # fmt: skip

    def __init__(self, *args: Any, person_id: UUID, **options: Any) -> None:
        first, last = proposed_days()
        options.setdefault(
            "initial", {"manner": Manner.SUBSTITUTION.value, "starts_on": first, "until": last}
        )
        super().__init__(*args, **options)
        pairs = [
            pair for how in (Manner.SUBSTITUTION, Manner.DELEGATION) for pair in may_be_named(person_id, how)
        ]
        named = {
            str(to.pk): f"{to.person.full_name} · {to.title(get_language() or 'ca')}" for _of, to in pairs
        }
        self.fields["to_post"].choices = list(named.items())  # type: ignore[attr-defined]
        self.has_somebody = bool(named)

    @property
    def said(self) -> dict[str, Any]:
        """What the act is given."""
        return self.cleaned_data | {"to_post": UUID(self.cleaned_data["to_post"])}


@csrf_exempt
@staff_page
def rest(request: StaffRequest) -> HttpResponse:
    """What would be passed (what is ticked, or all) and to whom. It changes nothing, so it asks for no token."""
    return _page(request)


def _page(
    request: StaffRequest, *, away: AwayForm | None = None, decree: DecreeForm | None = None, status: int = 200,
    fault: str = "",
) -> HttpResponse:  # fmt: skip
    person_id = request.person.pk
    asked = _asked(request)
    found = stand_ins(person_id)
    first, last = proposed_days()
    context = {
        "asked": asked[:MOST_SHOWN],
        "more": max(0, len(asked) - MOST_SHOWN),
        "ids": [one.pk for one in asked],
        "delegations": [one for one in found if not one.is_substitution],
        "substitutions": [one for one in found if one.is_substitution],
        "waiting": next((one for one in found if one.waits_for_absence), None),
        "away_form": away or AwayForm(auto_id="away_%s", initial={"starts_on": first, "back_on": last}),
        "form": decree or (DecreeForm(person_id=person_id) if _signs(request) else None),
        "opens_decree": decree is not None or not found,
        "fault": fault,
    }
    return TemplateResponse(request, "signature/pass.html", context, status=status)


@staff_page
@require_POST
def by_decree(request: StaffRequest) -> HttpResponse:
    """Pass them by a delegation of hers; what it does not reach stays, and is said."""
    wanted = request.POST.get("decree", "")
    decree = Delegation.objects.select_related("of_post__person", "to").filter(
        pk=UUID(wanted) if is_uuid(wanted) else None, of_post__person=request.person
    ).first()  # fmt: skip
    if decree is None:
        raise NotHere
    try:
        done = pass_by_decree(_asked(request), by=request.actor, decree=decree)
    except (BadInput, AlreadyDone) as refused:
        return _page(request, status=422, fault=str(refused))
    if done.passed:
        said = ngettext(
            "%(n)s document is now asked of %(name)s.",
            "%(n)s documents are now asked of %(name)s.",
            done.passed,
        )
        messages.success(request, said % {"n": done.passed, "name": decree.to.full_name})
    for one, why in done.stay[:5]:
        messages.warning(
            request, _("«%(title)s» stays with you. %(why)s") % {"title": one.document.title, "why": why}
        )
    return redirect("signature:tray")


@staff_page
@require_POST
def away(request: StaffRequest) -> HttpResponse:
    """Say that she is away: whoever substitutes her finds the papers in her tray, and nothing moves."""
    form, wanted = AwayForm(request.POST, auto_id="away_%s"), request.POST.get("decree", "")
    mine = [one.decree for one in stand_ins(request.person.pk) if one.is_substitution]
    decree = next((one for one in mine if str(one.pk) == wanted), None)
    if decree is None:
        raise NotHere
    if form.is_valid():
        try:
            tell_absence(
                request.person, by=request.actor, starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["back_on"], covered_by=decree.to,
            )  # fmt: skip
        except BadInput as refused:
            names = {"ends_on": "back_on"}
            field = names.get(refused.field, refused.field)
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            said = _("Kept: while you are away %(name)s finds them in her tray, and signs in your place.")
            messages.success(request, said % {"name": decree.to.full_name})
            return redirect("signature:tray")
    return _page(request, away=form, status=422)


@staff_page
@require_POST
def prepare(request: StaffRequest) -> HttpResponse:
    """Begin the decree that names whoever stands in: a draft, opened to be read and sent to sign."""
    form = DecreeForm(request.POST, person_id=request.person.pk)
    if form.is_valid():
        try:
            document = prepare_decree(by=request.actor, **form.said)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            said = _("It is a draft: read it and send it to sign. Once signed, the secretary records it.")
            messages.success(request, said)
            return redirect(document.get_absolute_url())
    return _page(request, decree=form, status=422)


def _signs(request: StaffRequest) -> bool:
    return request.actor.holds(*SIGNS)


def _asked(request: StaffRequest) -> list[Any]:
    """What is ticked and waits for her here; all of it, when nothing is."""
    said, person_id = request.POST or request.GET, request.person.pk
    ids = [UUID(text) for text in said.getlist("request") if is_uuid(text)]
    groups = said.getlist("group")
    if groups:
        ids += [UUID(pk) for pk in members_of(waiting_lightly(person_id), groups)]
    return selectors.waiting_among(person_id, ids) if ids else selectors.waiting_for(person_id)
