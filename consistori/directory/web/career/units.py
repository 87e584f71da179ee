"""The units of the house."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Post, Unit
from consistori.directory.policies import may_manage_people
from consistori.directory.services.posts import close_unit, create_unit, rename_unit
from consistori.directory.web.career.forms import REFUSED, CloseUnitForm, UnitForm, put_refusal
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure


@staff_page
def units(request: StaffRequest) -> HttpResponse:
    """The units with their people; the administrator adds another one."""
    manages = may_manage_people(request.actor)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ensure(manages)
        try:
            create_unit(by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("The unit is created."))
            return redirect("directory:units")
    people: dict[UUID | None, list[Post]] = {}
    for post in Post.objects.live(today()).select_related("person").order_by("-heads_unit"):
        people.setdefault(post.unit_id, []).append(post)
    rows = [(unit, people.get(unit.pk, [])) for unit in Unit.objects.all()]
    context = {
        "open_units": [row for row in rows if row[0].closed_on is None],
        "closed_units": [row for row in rows if row[0].closed_on is not None],
        "manages": manages,
        "form": form,
    }
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/units.html", context, status=status)


@staff_page
def unit(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    """Rename a unit, or close it."""
    ensure(may_manage_people(request.actor))
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NotHere(_("There is no such unit."))
    closing = "closed_on" in request.POST
    naming_form = UnitForm(
        request.POST if request.method == "POST" and not closing else None,
        initial={"name": found.name, "code": found.code},
    )
    closing_form = CloseUnitForm(request.POST if closing else None, initial={"closed_on": today()})
    form = closing_form if closing else naming_form
    if request.method == "POST" and form.is_valid():
        try:
            if closing:
                close_unit(found, by=request.actor, on=form.cleaned_data["closed_on"])
            else:
                rename_unit(found, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("Done. The trail keeps it."))
            return redirect("directory:units")
    context = {"unit": found, "naming_form": naming_form, "closing_form": closing_form}
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/unit.html", context, status=status)
