"""Entities: which there are, a new one in ten seconds, changing one with another operator at it, its modality."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.directory.access import StaffRequest
from consistori.kernel.errors import AlreadyDone, NotHere, Refusal, Stale
from consistori.operation import selectors, services
from consistori.operation.services.staff import shares_staff
from consistori.operation.switches import preview, set_apart
from consistori.operation.web.console import console_act, console_page, draw
from consistori.operation.web.forms import ChangeEntityForm, NewEntityForm, as_written
from consistori.tenancy import places
from consistori.tenancy.modality import PRESETS
from consistori.tenancy.models import Entity

NEW = {
    "language": "ca",
    "languages": ["ca", "es"],
    "colour": "alzina",
    "modality": "basic",
    "admin_language": "ca",
}
FORM_FIELDS = {"parent": "parent", "slug": "short_name", "arms": "arms_file", "email": "admin_email"}


@console_page
@require_safe
def entities(request: StaffRequest) -> HttpResponse:
    """Every entity of the province, with its figures."""
    rows = selectors.entity_rows(request.entity)
    return draw(request, "entities.html", "entities", {"rows": rows, "province": request.entity})


@console_page
@require_safe
def places_like(request: StaffRequest) -> JsonResponse:
    """Municipalities whose name begins like this, with their codes; and whether one is meant exactly."""
    asked = request.GET.get("q", "")[:80]
    meant = places.municipality(asked)
    found = [{"name": one.name, "said": f"{one.comarca} · {one.population}"} for one in places.like(asked)]
    return JsonResponse({"places": found, "meant": _codes(meant) if meant else None})


def _codes(place: places.Municipality) -> dict[str, str]:
    return {
        "name": places.town_hall_of(place.name), "ine_code": place.ine_code, "ine10": place.ine10,
        "dir3": place.dir3, "postcode_begins": place.postcode_begins,
    }  # fmt: skip


@console_act
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A new entity; without JavaScript, one button fills the codes."""
    if request.method != "POST":
        kind = request.GET.get("kind", "town")
        begun = NEW | {"kind": kind, "parent": request.GET.get("parent"), "share_staff": kind == "trust"}
        form = NewEntityForm(initial=begun, province=request.entity)
        return _draw_new(request, form)
    if "fill" in request.POST:
        return _draw_new(request, _filled(request))
    form = NewEntityForm(request.POST, request.FILES, province=request.entity)
    if form.is_valid():
        try:
            entity = services.found_entity(
                form.entity(),
                by=request.actor,
                above=request.entity,
                administrator=form.administrator(),
                share_staff=form.cleaned_data["share_staff"]
                and form.cleaned_data["kind"] == Entity.Kind.TRUST,
            )
        except Refusal as refusal:
            field = FORM_FIELDS.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal.message))
        else:
            told = {"name": entity.name, "email": form.cleaned_data["admin_email"]}
            messages.success(request, _("%(name)s is open. A message has gone to %(email)s.") % told)
            return redirect("operation:entity", entity.slug)
    return _draw_new(request, form, status=422)


def _draw_new(request: StaffRequest, form: NewEntityForm, status: int = 200) -> HttpResponse:
    place = places.municipality(str(form["short_name"].value() or ""))
    context = {"form": form, "place": place, "province": request.entity}
    return draw(request, "new.html", "entities", context, status=status)


def _filled(request: StaffRequest) -> NewEntityForm:
    """The form as it was sent, with the codes of the place where they were empty."""
    said = {name: request.POST.getlist(name) if name == "languages" else request.POST.get(name, "")
            for name in NewEntityForm.base_fields}  # fmt: skip
    place = places.municipality(str(said["short_name"]))
    for name, value in (_codes(place) if place else {}).items():
        if name in said and not said[name]:
            said[name] = value
    if place is None:
        messages.warning(request, _("We know no municipality of this name: write its codes by hand."))
    return NewEntityForm(initial=said, province=request.entity)


def _mine(request: StaffRequest, slug: str) -> Entity:
    entity = selectors.find_entity(request.entity, slug)
    if entity is None:
        raise NotHere()
    return entity


@console_act
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, slug: str) -> HttpResponse:
    """One entity: what it is called, its codes, its looks."""
    entity = _mine(request, slug)
    if request.method != "POST":
        return _draw_change(request, entity, ChangeEntityForm(initial=as_written(entity)))
    form = ChangeEntityForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            base = services.Base.read(request.POST.get("base", ""))
            values = form.values()
            services.change_entity(entity, by=request.actor, above=request.entity, base=base, values=values)
        except Stale:
            return _draw_stale(request, _mine(request, slug), base, form.cleaned_data, values)
        except AlreadyDone as nothing:
            messages.info(request, str(nothing))
            return redirect("operation:entity", slug)
        except Refusal as refusal:
            field = {"arms": "arms_file"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Saved."))
            return redirect("operation:entity", slug)
    return _draw_change(request, entity, form, status=422)


def _draw_change(
    request: StaffRequest, entity: Entity, form: ChangeEntityForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    base = more.pop("base", "") or (
        request.POST.get("base", "") if status == 422 else str(services.Base.of(entity))
    )
    context = {
        "form": form, "entity_shown": entity, "base": base, "shares": shares_staff(entity),
        "trusts": Entity.objects.filter(parent=entity, kind=Entity.Kind.TRUST), **more,
    }  # fmt: skip
    return draw(request, "entity.html", "entities", context, status=status)


def _draw_stale(
    request: StaffRequest, entity: Entity, base: services.Base, said: dict[str, Any], values: dict[str, Any]
) -> HttpResponse:
    """The form again with both works: mine where I wrote, the other's where I did not; what clashes is told."""
    now = as_written(entity)
    theirs = base.changed_since(entity)
    mine = {name for name, value in values.items() if name != "arms" and value != base.fields.get(name)}
    merged = now | {name: said[name] for name in mine if name != "hostnames"}
    if "hostnames" in mine:
        merged["hostnames"] = ", ".join(values["hostnames"])
    labels = {name: field.label for name, field in ChangeEntityForm.base_fields.items()}
    clashes = [
        {"label": labels[name], "now": now[name], "mine": merged[name]} for name in sorted(theirs & mine)
    ]
    taken = [labels.get(name, name) for name in sorted(theirs - mine) if name in labels]
    if "arms" in theirs:
        taken.append(labels["arms_file"])
    form = ChangeEntityForm(initial=merged)
    more = {"clashes": clashes, "taken": taken, "stale": True, "arms_again": "arms" in values}
    return _draw_change(
        request, entity, form, status=Stale.status, base=str(services.Base.of(entity)), **more
    )


@console_act
@require_http_methods(["GET", "HEAD", "POST"])
def modality(request: StaffRequest, slug: str) -> HttpResponse:
    """What would be shown and what would be hidden with another modality; and the switch itself."""
    entity = _mine(request, slug)
    said = request.POST if request.method == "POST" else request.GET
    wanted = said.get("modality", entity.modality)
    wanted = wanted if wanted in PRESETS else entity.modality
    asked = "modality" in said
    apart = {
        name.removeprefix("switch_"): value == "on"
        for name, value in said.items()
        if name.startswith("switch_") and value in ("on", "off")
    } if asked else set_apart(entity)  # fmt: skip
    if request.method == "POST":
        base = services.Base.read(said.get("base", ""))
        try:
            services.change_modality(
                entity, by=request.actor, above=request.entity, base=base, modality=wanted, apart=apart
            )
        except (Stale, AlreadyDone) as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Changed. Nothing was converted: switch it back whenever you wish."))
        return redirect("operation:modality", slug)
    changes = preview(entity, wanted, apart)
    row = next((r for r in selectors.entity_rows(request.entity) if r.entity.pk == entity.pk), None)
    context = {
        "entity_shown": entity, "wanted": wanted, "changes": changes, "asked": asked, "row": row,
        "shown": [one for one in changes if one.shown], "hidden": [one for one in changes if one.hidden],
        "modalities": Entity.Modality.choices, "base": str(services.Base.of(entity)),
        "wanted_label": Entity.Modality(wanted).label,
    }  # fmt: skip
    return draw(request, "modality.html", "entities", context)


@console_act
@require_POST
def staff(request: StaffRequest, slug: str) -> HttpResponse:
    """Let the staff of the town work in its trust, or no more."""
    trust = _mine(request, slug)
    if request.POST.get("share") == "yes":
        services.share_staff(trust, by=request.actor, above=request.entity)
        messages.success(request, _("The staff of the town is on its way to the trust."))
    else:
        services.stop_sharing(trust, by=request.actor, above=request.entity)
        messages.success(request, _("The posts that came from the town end today."))
    return redirect("operation:entity", slug)
