"""The register of powers, as whoever keeps it sees it: the list, one power, and one that is given at the counter."""

from __future__ import annotations

import secrets
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
from django.views.decorators.http import require_http_methods, require_safe

from consistori.catalogue.procedures.selectors import open_procedures
from consistori.catalogue.procedures.sheet import in_words
from consistori.directory.access import StaffRequest, staff_page
from consistori.eoffice.filing.web.doors import language_here
from consistori.eoffice.identity.powers import ChangeKind, PowerKind, longest
from consistori.eoffice.models.powers import KINDS
from consistori.eoffice.powers import sentences
from consistori.eoffice.powers.policies import may_keep_powers, may_see_powers
from consistori.eoffice.powers.registering import Asked, By, change_power, register_power
from consistori.eoffice.powers.selectors import ShownPower, owed, page_of_powers, power_named
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.kernel.text import fold
from consistori.parties.forms import put_refusal
from consistori.parties.models import Party
from consistori.parties.selectors import search_parties
from consistori.tenancy import modality
from consistori.trail.readings import record_reading


class DayInput(forms.DateInput):
    """A box for a day, as the browser draws it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PowerForm(forms.Form):
    """What a power given at the counter says, once it is known who gives it and to whom."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What for"), widget=forms.RadioSelect,
        choices=[(str(kind), KINDS[kind]) for kind in (PowerKind.ONE_BODY, PowerKind.PROCEDURES, PowerKind.EVERYWHERE)],
    )  # fmt: skip
    procedures = forms.MultipleChoiceField(
        label=gettext_lazy("Which procedures, if only some"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    until = forms.DateField(label=gettext_lazy("Until when"), required=False, widget=DayInput)
    deed = forms.CharField(
        label=gettext_lazy("Deed or certificate that gives it"), max_length=200, required=False,
        help_text=gettext_lazy("Empty if who gives it is here. Else, notary, number and day; bring its copy below."),
    )  # fmt: skip
    is_here = forms.BooleanField(
        label=gettext_lazy("Who gives it is before me and has shown me the document of identity"),
        required=False,
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.code, in_words(one.sheet.name, language)) for one in open_procedures(language)]
        self.fields["procedures"].choices = sorted(names, key=lambda one: fold(one[1]))  # type: ignore[attr-defined]
        self.fields["until"].help_text = sentences.longest_words()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("deed", "").strip() and not said.get("is_here"):
            self.add_error(
                "is_here", _("Say that you have identified who gives it, or write which deed gives it.")
            )
        return said


class ChangeForm(forms.Form):
    """What happens to a power: what, when it was filed if it was before, and until when if it is extended."""

    kind = forms.ChoiceField(label=gettext_lazy("What happens"))
    filed_on = forms.DateField(
        label=gettext_lazy("When it was filed"), required=False, widget=DayInput,
        help_text=gettext_lazy("If it came before today by another registry. It counts since it is registered here."),
    )  # fmt: skip
    until = forms.DateField(label=gettext_lazy("Extended until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            ("revocation", _("Who gave it revokes it")),
            ("renunciation", _("Who has it renounces it")),
            ("extension", _("Who gave it extends it")),
        ]


def ensure_here(request: StaffRequest) -> None:
    """There is no such register where the electronic office is off."""
    if not modality.is_on(request.entity, "eoffice"):
        raise NotHere


@staff_page
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The register, by the beginning of a name or a number; and what somebody still has to prove."""
    ensure_here(request)
    ensure(may_see_powers(request.actor))
    q, live = request.GET.get("q", "").strip()[:80], request.GET.get("live", "") == "yes"
    context = {
        "powers": [drawn(one) for one in page_of_powers(q, live=live)],
        "q": q,
        "live": live,
        "owed": owed(),
        "may_keep": bool(may_keep_powers(request.actor)),
    }
    return TemplateResponse(request, "eoffice/powers/desk/register.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponseBase:
    """Somebody comes to give a power [apoderament apud acta]; or brings a deed that gives it."""
    ensure_here(request)
    ensure(may_keep_powers(request.actor))
    sides = {side: _side(request, side) for side in ("grantor", "proxy")}
    language = language_here()
    form = PowerForm(
        request.POST if request.method == "POST" and "find" not in request.POST else None,
        language=language,
        initial={"token": secrets.token_urlsafe(16), "kind": "b"},
    )
    if request.method == "POST" and "find" not in request.POST:
        lacks = [side for side, (_w, chosen, _f) in sides.items() if chosen is None]
        if lacks:
            form.add_error(None, _("Choose who gives the power and who will act for them."))
        elif form.is_valid() and (row := _registered(request, form, sides)) is not None:
            messages.success(
                request, _("The power is registered with the number %(number)s.") % {"number": row}
            )
            return redirect("eoffice:desk_power", row)
    context = {
        "form": form,
        "sides": [
            (side, label, *sides[side])
            for side, label in (("grantor", _("Who gives it")), ("proxy", _("Who will act for them")))
        ],
        "longest": longest(today()),
    }
    return TemplateResponse(
        request, "eoffice/powers/desk/new.html", context, status=422 if form.errors else 200
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def power(request: StaffRequest, reference: str) -> HttpResponseBase:
    """One power: what it says, what became of it, its paper; and what happens to it now."""
    ensure_here(request)
    ensure(may_see_powers(request.actor))
    shown = power_named(reference)
    may_keep = bool(may_keep_powers(request.actor))
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = change_power(
                shown, ChangeKind(said["kind"]), by=By(request.actor, language=shown.row.entry.language),
                until=said["until"], filed_on=said["filed_on"],
            )  # fmt: skip
        except (BadInput, AlreadyDone) as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("It is in the register, with the entry %(number)s.") % {"number": made.entry.reference},
            )
            return redirect("eoffice:desk_power", reference)
    record_reading(by=request.actor, kind="power", id=shown.row.pk, label=reference)
    context = {"one": drawn(shown), "row": shown.row, "shown": shown, "form": form, "may_keep": may_keep}
    return TemplateResponse(
        request, "eoffice/powers/desk/power.html", context, status=422 if form.errors else 200
    )


def drawn(shown: ShownPower) -> dict[str, Any]:
    """A power as a page shows it, in the language in which it is read."""
    row = shown.row
    return {
        "row": row,
        "is_live": shown.is_live,
        "kind": sentences.kind_words(row.kind),
        "procedures": sentences.procedures_words(row.procedures, language_here()),
        "end": sentences.end_words(shown.end, shown.on),
    }


def _side(request: StaffRequest, side: str) -> tuple[str, Party | None, list[Party]]:
    """What was typed to find somebody, who is chosen, and those who answer."""
    said = request.POST if request.method == "POST" else request.GET
    words = said.get(f"{side}_q", "").strip()[:80]
    chosen = _party(said.get(side, ""))
    found = search_parties(words) if words else []
    if chosen is not None and chosen not in found:
        found = [chosen, *found]
    return words, chosen, found


def _party(key: str) -> Party | None:
    try:
        found: Party | None = Party.objects.filter(pk=UUID(key)).first() if key else None
    except ValueError:
        return None
    return found.standing if found else None


def _registered(request: StaffRequest, form: PowerForm, sides: dict[str, Any]) -> str | None:
    said = form.cleaned_data
    grantor, proxy = sides["grantor"][1], sides["proxy"][1]
    try:
        row = register_power(
            grantor, proxy,
            Asked(said["kind"], said["procedures"], said["until"], said["deed"].strip()),
            by=By(request.actor, token=said["token"], language=grantor.language),
            files=[one.file_received() for one in request.FILES.getlist("files")],  # type: ignore[attr-defined]
        )  # fmt: skip
    except BadInput as refusal:
        put_refusal(form, refusal)
        return None
    return str(row.reference)
