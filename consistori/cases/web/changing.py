"""Forms that change the case itself: title, series, unit, who carries it, state, reserve; and what people leave
on it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.cases import selectors, texts
from consistori.cases.models import CaseFile, CaseLabel, CaseRelation, Comment, Label
from consistori.cases.policies import may_change_unit, may_work_on
from consistori.cases.rules import State
from consistori.cases.services import (
    change_state,
    change_unit,
    classify_case,
    comment_on_case,
    follow_case,
    hand_over,
    label_case,
    relate_cases,
    rename_case,
    reserve_case,
    take_back_comment,
    unfollow_case,
    unlabel_case,
    unrelate_cases,
    unreserve_case,
)
from consistori.cases.web._case import case_act, case_page, done
from consistori.cases.web.case import frame
from consistori.catalogue.models import Series
from consistori.directory.access import StaffRequest
from consistori.directory.careers import away
from consistori.directory.models import Person, Unit
from consistori.directory.selectors import colleagues
from consistori.kernel.errors import BadInput, NotHere


def _found(model: Any, key: Any, words: Any, **where: Any) -> Any:
    try:
        row = model.objects.filter(pk=UUID(str(key)), **where).first()
    except ValueError:
        row = None
    if row is None:
        raise NotHere(words)
    return row


@case_page
def edit(request: StaffRequest, case: Any) -> HttpResponse:
    """Title, series, unit, labels and reserve on one page."""
    units = list(Unit.objects.filter(closed_on=None)) if may_change_unit(request.actor, case) else []
    context = frame(request, case, "") | {"labels": list(Label.objects.all()[:60]), "units": units}
    return TemplateResponse(request, "cases/edit.html", context)


@case_act
def rename(request: StaffRequest, case: CaseFile) -> HttpResponse:
    title = request.POST.get("title", "")
    rename_case(case, by=request.actor, title=title)
    for warning in selectors.title_warnings(title):
        from django.contrib import messages

        messages.warning(request, warning)
    return done(request, case, _("Renamed"))


@case_act
def classify(request: StaffRequest, case: CaseFile) -> HttpResponse:
    key = request.POST.get("series", "")
    if not key:
        raise BadInput(_("Choose a series."), field="series")
    series = _found(Series, key, _("That series does not exist."))
    classify_case(case, by=request.actor, series=series)
    return done(request, case, _("Classified in %(series)s") % {"series": series.label})


@case_act
def move_unit(request: StaffRequest, case: CaseFile) -> HttpResponse:
    key = request.POST.get("unit", "")
    if not key:
        raise BadInput(_("Choose a unit."), field="unit")
    unit = _found(Unit, key, _("There is no such unit."))
    change_unit(case, by=request.actor, unit=unit)
    return done(request, case, _("In the unit “%(name)s”") % {"name": unit.name})


@case_page
def passing(request: StaffRequest, case: Any) -> HttpResponse:
    """To whom, and with what words."""
    people = [person for person in colleagues() if person.pk != case.carried_by_id]
    context = frame(request, case, "") | {"people": people, "away": away()}
    return TemplateResponse(request, "cases/hand_over.html", context)


@case_act
def hand_over_to(request: StaffRequest, case: CaseFile) -> HttpResponse:
    key = request.POST.get("to", "")
    if not key:
        raise BadInput(_("Choose to whom."), field="to")
    to = _found(Person, key, _("That person does not work here."))
    hand_over(case, by=request.actor, to=to, note=request.POST.get("note", ""))
    return done(request, case, _("%(name)s carries it now") % {"name": to.full_name})


@case_act
def move_state(request: StaffRequest, case: CaseFile) -> HttpResponse:
    state = request.POST.get("state", "")
    change_state(case, by=request.actor, state=state)
    return done(request, case, _("State: %(state)s") % {"state": texts.STATES[State(state)]})


@case_act
def follow(request: StaffRequest, case: CaseFile) -> HttpResponse:
    if request.POST.get("stop"):
        unfollow_case(case, by=request.actor)
        return done(request, case, _("You no longer follow it"))
    follow_case(case, by=request.actor)
    return done(request, case, _("You follow it"))


@case_act
def label(request: StaffRequest, case: CaseFile) -> HttpResponse:
    if key := request.POST.get("remove", ""):
        unlabel_case(_found(CaseLabel, key, _("That label is no longer there."), case=case), by=request.actor)
        return done(request, case, _("Label taken off"))
    row = label_case(case, by=request.actor, name=request.POST.get("name", ""))
    return done(request, case, _("Label “%(name)s” put") % {"name": row.label.name})


@case_act
def comment(request: StaffRequest, case: CaseFile) -> HttpResponse:
    if key := request.POST.get("remove", ""):
        note = _found(Comment, key, _("That note is no longer there."), case=case)
        take_back_comment(note, by=request.actor)
        return done(request, case, _("Note taken back"))
    comment_on_case(case, by=request.actor, text=request.POST.get("text", ""))
    return done(request, case, _("Note written"))


@case_act
def relate(request: StaffRequest, case: CaseFile) -> HttpResponse:
    if key := request.POST.get("remove", ""):
        relation = CaseRelation.objects.select_related("case", "other").filter(pk=UUID(key)).first()
        if relation is None or case.pk not in (relation.case_id, relation.other_id):
            raise NotHere(_("They are no longer related."))
        unrelate_cases(relation, by=request.actor)
        return done(request, case, _("No longer related"))
    number = request.POST.get("other", "").strip()
    if not number:
        raise BadInput(_("Write the number of the other case, or look for it."), field="other")
    other = selectors.case_by_number(number, request.actor)
    relate_cases(case, other, by=request.actor, kind=request.POST.get("kind", "related"))
    return done(request, case, _("Related to %(number)s") % {"number": other.number})


@case_page
def find_case(request: StaffRequest, case: Any) -> HttpResponse:
    """Cases that have the words, to relate this one to."""
    words = request.GET.get("q", "")
    found = [c for c in selectors.search_cases(words, request.actor) if c.pk != case.pk] if words else []
    context = {"found": found, "q": words, "may_work": may_work_on(request.actor, case)}
    return TemplateResponse(request, "cases/_found_cases.html", context)


@case_act
def reserve(request: StaffRequest, case: CaseFile) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if request.POST.get("open"):
        unreserve_case(case, by=request.actor, reason=reason)
        return done(request, case, _("The case is open to the house again"))
    reserve_case(case, by=request.actor, reason=reason)
    return done(request, case, _("The case is reserved"))
