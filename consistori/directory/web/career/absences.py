"""Telling an absence, seeing where everything goes meanwhile, and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.directory import careers
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.career_policies import may_record_delegations, may_tell_absence
from consistori.directory.carrying import carried
from consistori.directory.models import Absence, Person
from consistori.directory.selectors import colleagues
from consistori.directory.services.absences import come_back, tell_absence
from consistori.directory.web.career.forms import REFUSED, AbsenceForm, BackForm, put_refusal
from consistori.directory.web.career.people import person_or_404
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, Refusal, ensure


@staff_page
def tell(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Days away and who covers; first it shows where each thing goes, then it is written."""
    person = person_or_404(person_id)
    ensure(may_tell_absence(request.actor, person.pk))
    others = [one for one in colleagues() if one.pk != person.pk]
    form = AbsenceForm(request.POST or None, people=others)
    goes: list[dict[str, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        if "do" in request.POST:
            try:
                tell_absence(person, by=request.actor, **form.cleaned_data)
            except Refusal as refusal:
                put_refusal(form, refusal)
            else:
                messages.success(request, _("Written. On the day back everything is as it was."))
                return redirect("directory:person", person.pk)
        else:
            goes = what_goes_where(Absence(person=person, **form.cleaned_data))
    context = {
        "one": person,
        "form": form,
        "goes": goes,
        "substitutes": careers.substitutes_of(person.pk),
        "may_record": may_record_delegations(request.actor),
    }
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/absence_form.html", context, status=status)


def what_goes_where(absence: Absence) -> list[dict[str, Any]]:
    """Each kind of thing that she carries, how many, and where they go while she is away."""
    return [
        {"kind": one.kind, "count": one.count, "sentence": one.kind.while_away(absence)}
        for one in carried.in_hands_of(absence.person)
    ]


@staff_page
def back(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """She is back, sooner or as was said."""
    absence = Absence.objects.select_related("person").filter(pk=absence_id).first()
    if absence is None:
        raise NotHere(_("That absence does not exist."))
    ensure(may_tell_absence(request.actor, absence.person_id))
    form = BackForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            come_back(absence, by=request.actor, on=form.cleaned_data["on"])
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("Written. On the day back everything is as it was."))
            return redirect("directory:person", absence.person_id)
    person: Person = absence.person
    context = {"one": person, "absence": absence, "form": form}
    status = REFUSED if form.errors else 200
    return TemplateResponse(request, "directory/back_form.html", context, status=status)
