"""3. The terms of fifteen days: what the law fixes, what silence would mean, the waits that end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, IntegerField, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile, Step
from consistori.deadlines.chips import nearness
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.nearness import Nearness, part_passed
from consistori.deadlines.rules.values import Ending
from consistori.desk.meeting.points.matters import (
    MOST,
    Look,
    Matter,
    Point,
    margin_of,
    reserved_title,
    until_words,
)
from consistori.desk.meeting.rules import HORIZON

LONG_AGO = 30
"""What ended that many days ago comes after what can still be done in time."""
MOST_LOOKED_AT = 200
TONES = {
    Nearness.OVERDUE: "rubric",
    Nearness.RISK: "rubric",
    Nearness.SOON: "ochre",
    Nearness.UNSURE: "ochre",
}


def prepare(look: Look) -> Point:
    """Terms and waits that end until the horizon by day; those that ended long ago, after them. Three statements."""
    until = look.on + timedelta(days=HORIZON)
    long_ago = look.on - timedelta(days=LONG_AGO)
    is_old = Case(When(not_before__lt=long_ago, then=1), default=0, output_field=IntegerField())
    ending = Deadline.objects.ending_until(until).filter(subject_kind="case")
    terms = list(ending.order_by(is_old, "not_before", "id")[:MOST_LOOKED_AT])
    rows = CaseFile.objects.filter(pk__in={term.subject_id for term in terms}).select_related("carried_by")
    cases = {case.pk: case for case in rows}
    drawn = [_of_term(term, cases[term.subject_id], look) for term in terms if term.subject_id in cases]
    told = {(one.number, one.last_day) for one in drawn}
    waits = Step.objects.waiting().filter(until__lte=until, deadline=None, task=None, case__closed_at=None)
    waits = waits.select_related("case__carried_by").order_by("until", "id")[:MOST]
    drawn += [_of_wait(step, look) for step in waits if (step.case.number, step.until) not in told]
    drawn.sort(key=lambda one: ((one.last_day or until) < long_ago, one.last_day or until, one.number))
    at_risk = sum(one.tone == "rubric" for one in drawn)
    facts = {
        "until": until.isoformat(),
        "until_words": until_words(until),
        "risk": at_risk,
        "all": len(drawn),
    }
    return Point(
        "terms",
        _("Terms of fifteen days"),
        _figure(len(drawn), at_risk),
        drawn[:MOST],
        more=max(0, len(drawn) - MOST),
        facts=facts,
    )


def _figure(n: int, at_risk: int) -> str:
    if not n:
        return _("none")
    if not at_risk:
        return ngettext("%(n)d, none at risk", "%(n)d, none at risk", n) % {"n": n}
    return ngettext("%(n)d, %(risk)d at risk", "%(n)d, %(risk)d at risk", at_risk) % {"n": n, "risk": at_risk}


def _of_term(term: Deadline, case: Any, look: Look) -> Matter:
    near = nearness(term, look.on)
    carrier = case.carried_by
    return Matter(
        key=f"term:{term.pk}",
        kind="term",
        title=reserved_title(case.number) if case.reserved else case.title,
        reason=reason_of(term, look.on),
        margin=margin_of(term.not_before, look.on),
        on_day=term.not_before,
        tone=TONES.get(near, ""),
        person_id=carrier.pk if carrier else None,
        person=carrier.full_name if carrier else "",
        about=f"case:{case.number}",
        number=case.number,
        url=case.get_absolute_url(),
        last_day=term.not_before,
        passed=part_passed(term.start_on, term.not_before, look.on),
        is_ours=not term.is_of_party,
        is_main=term.is_main,
        is_reserved=case.reserved,
        icon="law",
        act=term.label,
    )


def reason_of(term: Deadline, on: date) -> str:
    """«Resoldre i notificar; si no responem, s’entén concedit»: what for, and what its end would mean, or has meant."""
    if term.has_ended(on):
        return "; ".join(filter(None, [term.label, _ended(term)]))
    if term.is_of_party:
        return _("%(label)s: we wait, there is nothing to do") % {"label": term.label}
    ends = {
        Ending.POSITIVE_SILENCE: _("if we do not answer, it is taken for granted"),
        Ending.NEGATIVE_SILENCE: _("if we do not answer, it may be taken for refused"),
        Ending.CADUCITY: _("if it is not notified, it expires"),
    }
    said = [term.label, ends.get(Ending(term.ending), "")]
    if not term.is_sure:
        said.append(_("not before this day: a calendar is missing"))
    return "; ".join(filter(None, said))


def _ended(term: Deadline) -> str:
    """What its end has meant. Nothing happened by itself (R-SIL-01..07, R-CAD-01)."""
    if term.is_of_party:
        return _("it has ended: say what came of it")
    return {
        Ending.POSITIVE_SILENCE: _("it has ended: granted by silence, a resolution can only confirm it"),
        Ending.NEGATIVE_SILENCE: _("it has ended: they may appeal, and we still have to resolve"),
        Ending.CADUCITY: _("it has ended: a resolution says that it has expired"),
    }.get(Ending(term.ending), _("it has ended"))


def _of_wait(step: Any, look: Look) -> Matter:
    case = step.case
    carrier = case.carried_by
    over = step.until < look.on
    return Matter(
        key=f"step:{step.pk}",
        kind="wait",
        title=reserved_title(case.number) if case.reserved else case.title,
        reason=_("%(name)s: it has ended, say what came of it") % {"name": step.name}
        if over
        else _("%(name)s: we wait, there is nothing to do") % {"name": step.name},
        margin=margin_of(step.until, look.on),
        on_day=step.until,
        tone="ochre" if over else "",
        person_id=carrier.pk if carrier else None,
        person=carrier.full_name if carrier else "",
        about=f"case:{case.number}",
        number=case.number,
        url=case.get_absolute_url(),
        last_day=step.until,
        passed=part_passed(step.began_on or case.opened_on, step.until, look.on),
        is_ours=False,
        is_reserved=case.reserved,
        icon="hourglass",
        act=step.name,
    )
