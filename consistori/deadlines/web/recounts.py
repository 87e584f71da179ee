"""What a new calendar moved: each term with its day of before and of now, and who must know."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from consistori.deadlines import subjects
from consistori.deadlines.models import Computation, Recount
from consistori.deadlines.policies import may_see_calendars
from consistori.directory.access import StaffRequest, staff_page
from consistori.directory.models import Person
from consistori.kernel.errors import NotHere, ensure

MOST = 300


@staff_page
@require_safe
def recount_page(request: StaffRequest, recount_id: UUID) -> HttpResponse:
    """Those of the things that the person reads; the figures are of all."""
    ensure(may_see_calendars(request.actor))
    recount = Recount.objects.filter(pk=recount_id).select_related("calendar").first()
    if recount is None:
        raise NotHere()
    rows = Computation.objects.filter(calendar=recount.calendar, at__lte=recount.at)
    made = list(rows.select_related("deadline__party").order_by("not_before", "id")[:MOST])
    ids: dict[str, list[UUID]] = defaultdict(list)
    for one in made:
        ids[one.deadline.subject_kind].append(one.deadline.subject_id)
    told = {
        pk: said
        for name, some in ids.items()
        if (kind := subjects.kind_of(name)) is not None
        for pk, said in kind.tell(request.actor, some).items()
    }
    who = {
        person.pk: person
        for person in Person.objects.filter(pk__in={w for t in told.values() for w in t.who})
    }
    shown = [
        {"made": one, "told": said, "who": [who[pk] for pk in said.who if pk in who]}
        for one in made
        if (said := told.get(one.deadline.subject_id)) is not None
    ]
    return TemplateResponse(request, "deadlines/recount.html", {"recount": recount, "rows": shown})
