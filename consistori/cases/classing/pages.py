"""The loose cases with what is proposed for each: confirm, change, leave; and undo it together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consistori.cases.classing import selectors
from consistori.cases.classing.acts import (
    MOST_AT_ONCE,
    Outcome,
    begin_classing,
    class_many,
    may_class,
    may_undo,
    undo_classing,
)
from consistori.cases.classing.jobs import class_the_clear, undo_the_classing
from consistori.cases.classing.selectors import Library, Loose
from consistori.cases.models import CaseFile, Classing
from consistori.catalogue.models import Series
from consistori.directory.access import StaffRequest, staff_page
from consistori.kernel.errors import ensure
from consistori.tenancy import jobs

FIELD = "series-"
INSTEAD = "instead"


@dataclass
class Row:
    """A case with what its field says and, if it was wrong, why."""

    loose: Loose
    value: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"{FIELD}{self.loose.case.pk}"

    @property
    def offers(self) -> list[Any]:
        return [one for one in self.loose.others if one.series.label != self.value]


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def classing(request: StaffRequest) -> HttpResponse:
    """A page of loose cases. What has a series written is classed; what is empty stays for another day."""
    ensure(may_class(request.actor))
    known = selectors.library(request.actor)
    loose, following = _page(request, known)
    rows = [Row(one, one.clear.series.label if one.clear else "") for one in loose]
    if request.method != "POST":
        return _draw(request, rows, known, following)
    for row in rows:
        row.value = request.POST.get(row.name, "").strip()
    if instead := request.POST.get(INSTEAD, ""):
        _put_instead(rows, instead)
        return _draw(request, rows, known, following)
    by_code = {series.code: series for series in known.series.values()}
    choices = {row.loose.case.pk: series for row in rows if (series := _read(row, by_code)) is not None}
    if any(row.error for row in rows):
        return _draw(request, rows, known, following, status=422)
    if not choices:
        messages.warning(request, _("No case has its series written yet."))
        return _draw(request, rows, known, following)
    _tell(request, class_many(choices, by=request.actor))
    return redirect("cases:classing")


def _page(request: StaffRequest, known: Library) -> tuple[list[Loose], str]:
    """The cases of this page with their proposals, and where the next one begins."""
    cases = selectors.loose_cases(request.actor).select_related("carried_by").defer("search")
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    if request.method == "POST":
        named = [_uuid(name.removeprefix(FIELD)) for name in request.POST if name.startswith(FIELD)]
        # Also what is no longer loose: `class_many` leaves it and tells why.
        known_here = CaseFile.objects.visible_to(request.actor).filter(pk__in=[pk for pk in named if pk])
        written = known_here.select_related("carried_by").defer("search").order_by("id")
        found = list(written[: selectors.PAGE])
        return selectors.propose(found, known), ""
    found = list((cases.filter(pk__gt=after) if after else cases)[: selectors.PAGE + 1])
    more = len(found) > selectors.PAGE
    found = found[: selectors.PAGE]
    following = "?" + urlencode({"after": found[-1].pk}) if more else ""
    return selectors.propose(found, known), following


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _put_instead(rows: Iterable[Row], instead: str) -> None:
    """Without script, an offer is a button that writes it in its field."""
    pk, _sign, code = instead.partition(":")
    for row in rows:
        if str(row.loose.case.pk) == pk:
            row.value = next(
                (one.series.label for one in row.loose.proposed if one.series.code == code), row.value
            )


def _read(row: Row, by_code: dict[str, Series]) -> Series | None:
    """The series that its field names, by its code or by «code title»; the error goes beside it."""
    if not row.value:
        return None
    code = row.value.split()[0].upper()
    if (found := by_code.get(code)) is None:
        row.error = _("There is no series “%(said)s”: write its code, or choose one of the list.") % {
            "said": row.value
        }
    return found


def _draw(
    request: StaffRequest, rows: list[Row], known: Library, following: str, status: int = 200
) -> HttpResponse:
    clear = sorted((row for row in rows if row.loose.clear), key=lambda row: row.loose.clear.series.code)  # type: ignore[union-attr]
    doubtful = [row for row in rows if row.loose.first and not row.loose.clear]
    silent = [row for row in rows if not row.loose.proposed]
    groups = [
        ("clear", _("They seem clear"), _("Look, change what is not so, and class them."), clear),
        (
            "doubt",
            _("They may be this or that"),
            _("Choose one of the proposed, or write another."),
            doubtful,
        ),
        (
            "none",
            _("Nothing in them says it"),
            _("Write the series if you know it; empty, it waits."),
            silent,
        ),
    ]
    total = selectors.loose_cases(request.actor).count()
    context = {
        "groups": [group for group in groups if group[3]],
        "written": sum(bool(row.value) for row in rows),
        "total": total,
        "shown": len(rows),
        "series": sorted(known.series.values(), key=lambda series: series.code),
        "next_url": following,
        "first_url": reverse("cases:classing") if request.GET.get("after") else "",
        "undoable": [(one, may_undo(request.actor, one)) for one in selectors.undoable(request.actor)],
        "readers_of": selectors.readers_of,
    }
    return TemplateResponse(request, "cases/classing/classing.html", context, status=status)


def _tell(request: StaffRequest, outcome: Outcome) -> None:
    done = len(outcome.done)
    if done:
        said = ngettext("%(n)s case classed.", "%(n)s cases classed.", done) % {"n": done}
        messages.success(request, f"{said} {_('It can be undone for two weeks, here below.')}")
    for sentence in outcome.left[:10]:
        messages.warning(request, sentence)


@staff_page
@require_POST
def class_all(request: StaffRequest) -> HttpResponse:
    """Leave the job that classes every clear case of the town; the page is free at once."""
    classing = begin_classing(by=request.actor)
    jobs.start_long(
        class_the_clear,
        title=_("Class the cases that are clear"),
        by=request.actor,
        person_id=str(request.person.pk),
        classing_id=str(classing.pk),
    )
    messages.success(request, _("On its way: your tray of jobs tells how it goes."))
    return redirect("cases:classing")


@staff_page
@require_safe
def one(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was classed at once, case by case, and taking back some of it or all."""
    ensure(may_class(request.actor))
    found = selectors.classing_of(pk)
    context = {
        "classing": found,
        "rows": selectors.classed_in(found, request.actor),
        "may_undo": may_undo(request.actor, found),
    }
    return TemplateResponse(request, "cases/classing/one.html", context)


@staff_page
@require_POST
def undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back the marked ones, or all of them."""
    found: Classing = selectors.classing_of(pk)
    only = None
    if request.POST.get("all") != "yes":
        only = {key for key in map(_uuid, request.POST.getlist("case")) if key}
        if not only:
            messages.warning(request, _("Mark some case first."))
            return redirect("cases:classing_one", pk)
    if only is None and found.cases.filter(undone_at=None).count() > MOST_AT_ONCE:
        return _undo_later(request, found)
    outcome = undo_classing(found, by=request.actor, only=only)
    done = len(outcome.done)
    if done:
        said = ngettext(
            "%(n)s case is to be classified again.", "%(n)s cases are to be classified again.", done
        )
        messages.success(request, said % {"n": done})
    for sentence in outcome.left[:10]:
        messages.warning(request, sentence)
    if outcome.left or not done:
        return redirect("cases:classing_one", pk)
    return redirect("cases:classing")


def _undo_later(request: StaffRequest, found: Classing) -> HttpResponse:
    """Too many for one answer: a job takes them back."""
    ensure(may_undo(request.actor, found))
    jobs.start_long(
        undo_the_classing,
        title=_("Undo what was classed at once"),
        by=request.actor,
        person_id=str(request.person.pk),
        classing_id=str(found.pk),
    )
    messages.success(request, _("On its way: your tray of jobs tells how it goes."))
    return redirect("cases:classing")
