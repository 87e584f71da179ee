"""Using a guide in a case: skip with a reason, say that it is done, come back, take the newer version, leave it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile
from consistori.guides import selectors
from consistori.guides.events import (
    CaseLeftGuide,
    CasesMovedToVersion,
    CaseTookGuide,
    GuideStepDone,
    GuideStepSkipped,
    GuideStepTakenUp,
)
from consistori.guides.models import Following, Guide, GuideHidden, GuideMark
from consistori.guides.policies import may_edit_guides, may_see_guides, may_use_guide
from consistori.guides.reading import read_kept
from consistori.guides.rules.guide import GuideStep, in_words
from consistori.guides.services.writing import named
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.trail import act, announce


@act
def skip_step(case: CaseFile, key: str, *, by: Actor, reason: str = "") -> GuideMark:
    """The case goes on without it. Where the law cares (the step has its article) the reason is asked for.

    It forbids nothing later: `come_back` opens it again, and the step can be made at any time.
    """
    following, step = _step(case, key, by)
    reason = reason.strip()
    if step.law_cares and not reason:
        raise BadInput(
            _(
                "Say why you go on without it: the law asks for it in general, and the case must explain itself."
            ),
            field="reason",
            article=step.article,
        )
    mark = _mark(following, step, "skipped", by, reason=reason)
    announce(GuideStepSkipped(**_told(case, following, step), reason=reason[:300]), by=by)
    return mark


@act
def mark_done(
    case: CaseFile,
    key: str,
    *,
    by: Actor,
    on: date | None = None,
    reason: str = "",
    step_id: UUID | None = None,
) -> GuideMark:
    """It is done, perhaps outside and some days ago: `on` is the real day, from the opening of the case to today."""
    following, step = _step(case, key, by)
    day = on or today()
    if day > today():
        raise BadInput(_("That day has not come yet: write the real day."), field="on")
    if day.year < 1900:
        raise BadInput(_("Write the real day."), field="on")
    mark = _mark(following, step, "done", by, reason=reason.strip(), on=day, step_id=step_id)
    announce(
        GuideStepDone(**_told(case, following, step), on=day.isoformat(), reason=reason.strip()[:300]), by=by
    )
    return mark


@act
def come_back(case: CaseFile, key: str, *, by: Actor) -> GuideMark:
    """What was skipped, or said to be done, is open again."""
    following, step = _step(case, key, by)
    last = GuideMark.objects.filter(case=case, key=key).last()
    if last is None or last.kind == GuideMark.Kind.BACK:
        raise AlreadyDone(_("It is open already."))
    mark = _mark(following, step, "back", by)
    announce(GuideStepTakenUp(**_told(case, following, step)), by=by)
    return mark


@act
def take_guide(case: CaseFile, guide: Guide, *, by: Actor) -> Following:
    """The case follows that guide, in its published version; of another that it followed, what was done stays."""
    ensure(may_use_guide(by, case))
    if guide.published is None or guide.is_closed:
        raise BadInput(_("That guide is not offered here."), field="guide")
    row = Following.objects.select_for_update().filter(case=case).first()
    if row is not None and row.guide_id == guide.pk and not row.is_left:
        raise AlreadyDone(_("The case already follows it."))
    if row is None:
        row = Following(case=case)
    row.guide, row.following, row.is_left = guide, guide.published, False
    row.save()
    announce(CaseTookGuide(**_case(case, guide), title=guide.name_ca, version=guide.published.number), by=by)
    return row


@act
def leave_guide(case: CaseFile, *, by: Actor) -> None:
    """The case goes on with no guide, and is as whole as any other."""
    ensure(may_use_guide(by, case))
    following = _following(case)
    if following.is_left:
        raise AlreadyDone(_("The case has no guide already."))
    following.is_left = True
    following.save(update_fields=["is_left"])
    announce(CaseLeftGuide(**_case(case, following.guide), title=following.guide.name_ca), by=by)


@act
def take_newer_version(case: CaseFile, *, by: Actor) -> Following:
    """The case goes on with the published version of its guide; what was done and skipped is kept by its key."""
    ensure(may_use_guide(by, case))
    following = _following(case)
    published = following.guide.published
    if published is None or published.pk == following.following_id:
        raise AlreadyDone(_("The case already follows the published version."))
    following.following = published
    following.save(update_fields=["following"])
    guide = following.guide
    announce(CaseTookGuide(**_case(case, guide), title=guide.name_ca, version=published.number), by=by)
    return following


@act
def move_followers(guide: Guide, *, by: Actor) -> int:
    """All the open cases of the town that follow an older version go on with the published one. One statement."""
    ensure(may_edit_guides(by))
    if guide.published is None:
        raise BadInput(_("It is not published."))
    rows = Following.objects.filter(guide=guide, is_left=False, case__situation="open")
    count: int = rows.exclude(following=guide.published).update(following=guide.published)
    if not count:
        raise AlreadyDone(_("All of them follow the published version."))
    announce(CasesMovedToVersion(**named(guide), number=guide.published.number, count=count), by=by)
    return count


def hide_guides(*, by: Actor) -> None:
    """This person sees no guide beside her cases, for ever or until she shows them again. Nobody else is told."""
    ensure(may_see_guides(by))
    if by.person_id and not GuideHidden.objects.filter(person_id=by.person_id).exists():
        try:
            with transaction.atomic():
                GuideHidden(person_id=by.person_id).save(force_insert=True)
        except IntegrityError:
            return


def show_guides(*, by: Actor) -> None:
    """She sees them again."""
    ensure(may_see_guides(by))
    for row in GuideHidden.objects.filter(person_id=by.person_id):
        row.delete()


def _step(case: CaseFile, key: str, by: Actor) -> tuple[Following, GuideStep]:
    ensure(may_use_guide(by, case))
    following = _following(case)
    step = read_kept(following.following.text).step(key)
    if step is None or following.is_left:
        raise NotHere()
    return following, step


def _following(case: CaseFile) -> Following:
    """The row of the case, locked; the first act on its guide begins it, in the version that is published."""
    rows = Following.objects.select_for_update(of=("self",)).select_related("guide__published", "following")
    row = rows.filter(case=case).first()
    if row is None:
        guide = selectors.guide_for(case)
        if guide is None or guide.published is None:
            raise NotHere()
        try:
            with transaction.atomic():
                row = Following(case=case, guide=guide, following=guide.published)
                row.save(force_insert=True)
        except IntegrityError:
            row = rows.get(case=case)
    found: Following = row
    return found


def _mark(following: Following, step: GuideStep, kind: str, by: Actor, **said: Any) -> GuideMark:
    mark = GuideMark(
        case_id=following.case_id,
        guide_id=following.guide_id,
        key=step.key,
        kind=kind,
        reason=said.pop("reason", "")[:300],
        made_by=by.person_id,
        made_by_name=by.name[:160],
        **said,
    )
    mark.save(force_insert=True)
    return mark


def _case(case: CaseFile, guide: Guide) -> dict[str, Any]:
    return {"case_id": case.pk, "number": case.number, "guide": guide.code}


def _told(case: CaseFile, following: Following, step: GuideStep) -> dict[str, Any]:
    return _case(case, following.guide) | {"key": step.key, "title": in_words(step.title, "ca")}
