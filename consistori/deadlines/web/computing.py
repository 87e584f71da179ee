"""A term counted on the page: the last day, its sum and its days. Nothing is kept; the address is the question."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.deadlines import sentences, words
from consistori.deadlines.asking import Question, answer
from consistori.deadlines.pictures import weeks_of
from consistori.deadlines.policies import may_publish_calendars
from consistori.deadlines.rules.days import Whose, union_for
from consistori.deadlines.rules.known import known
from consistori.deadlines.rules.sums import Sum
from consistori.deadlines.rules.values import StartKind, TermFault, Unit
from consistori.deadlines.selectors import calendars_of, place_of
from consistori.deadlines.web.forms import TermForm
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.clock import today


@staff_page
@require_safe
def compute_page(request: StaffRequest) -> HttpResponse:
    """The form and, once asked, the sum."""
    asked = request.GET.get("start_on") is not None
    begin = {
        "kind": "correction",
        "start_on": today(),
        "seat": place_of(request.entity).name,
        "unit": Unit.WORKING_DAYS,
        "start": StartKind.NOTIFICATION,
        "whose": Whose.PARTY,
    }
    form = TermForm(request.GET if asked else None, initial=begin)
    context: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        try:
            question: Question = form.cleaned_data["question"]
            context |= _told(question, answer(question))
        except TermFault as fault:
            form.refuse(sentences.refusal_of(fault))
    context["may_publish"] = bool(may_publish_calendars(request.actor))
    status = 422 if asked and form.errors else 200
    return TemplateResponse(request, "deadlines/compute.html", context, status=status)


def _told(question: Question, found: Sum) -> dict[str, Any]:
    fixed = known(question.kind)
    seat, *residences = calendars_of([question.seat, *question.residences])
    calendars = union_for(fixed.whose if fixed else question.whose, seat=seat, residences=residences)
    term = found.term
    length = sentences.length_in_words(term.amount, term.unit)
    return {
        "found": found,
        "lines": sentences.of_sum(found),
        "length": length,
        "is_known": fixed is not None,
        "name": words.TERMS[fixed.code] if fixed else _("A term of %(length)s") % {"length": length},
        "ending": words.ENDINGS.get(term.ending, ""),
        "weeks": weeks_of(found, calendars, today()),
        "whose": words.WHOSE[fixed.whose if fixed else question.whose],
    }
