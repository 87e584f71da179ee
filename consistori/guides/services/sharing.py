"""Sharing: the province keeps guides for its towns, a town adapts or closes them, and drift is in sight."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.guides.events import (
    GuideAdapted,
    GuideClosed,
    GuideOpened,
    NewerGuideKeptAside,
    StandardGuidesAdopted,
)
from consistori.guides.models import Guide, GuideVersion
from consistori.guides.policies import may_edit_guides
from consistori.guides.services.writing import add_version, create_guide, named, publish, save
from consistori.guides.standard import standard_guides
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.kernel.identifiers import uuid7
from consistori.tenancy.adapting import newer_above, own, version_to_adapt
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce


@act
def adapt_guide(guide: Guide, *, by: Actor) -> Guide:
    """The town's own row of a guide from above, which begins as a draft with the same text."""
    ensure(may_edit_guides(by))
    mine, above = _own_row_of(guide)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(mine, above.text, by=by, note=note)
    announce(GuideAdapted(**named(mine), from_number=above.number), by=by)
    return mine


@act
def take_newer(guide: Guide, *, by: Actor) -> None:
    """The newer text from above becomes the last version of the town's own, as a draft; what it had stays."""
    ensure(may_edit_guides(by))
    own(guide)
    above = newer_above(guide)
    note = _("The text of version %(number)d of the one above") % {"number": above.number}
    add_version(guide, above.text, by=by, note=note)
    guide.adapted_version = above
    save(guide, "adapted_version")
    announce(GuideAdapted(**named(guide), from_number=above.number), by=by)


@act
def stay_with_ours(guide: Guide, *, by: Actor) -> None:
    """The newer version from above has been looked at, and the town stays with its own text."""
    ensure(may_edit_guides(by))
    own(guide)
    above = newer_above(guide)
    guide.adapted_version = above
    save(guide, "adapted_version")
    announce(NewerGuideKeptAside(**named(guide), seen_number=above.number), by=by)


@act
def close_guide(guide: Guide, *, by: Actor) -> Guide:
    """It is not offered here any more; the cases that follow it go on. One from above is closed for this town only."""
    ensure(may_edit_guides(by))
    if guide.entity_id != current_entity().pk:
        guide, _above = _own_row_of(guide)
    own(guide)
    if guide.is_closed:
        raise AlreadyDone(gettext_lazy("It is already closed."))
    guide.closed_on = today()
    save(guide, "closed_on")
    announce(GuideClosed(**named(guide)), by=by)
    return guide


@act
def open_guide(guide: Guide, *, by: Actor) -> None:
    """It is offered here again, with the town's own text if it has one published, or with the one above."""
    ensure(may_edit_guides(by))
    own(guide)
    if not guide.is_closed:
        raise AlreadyDone(gettext_lazy("It is open."))
    guide.closed_on = None
    save(guide, "closed_on")
    announce(GuideOpened(**named(guide)), by=by)


def adopt_standard_guides(entity: Entity, by: Actor) -> int:
    """Make the guides that come with the house the entity's own, published; its descendants inherit them.

    None is reviewed: a secretary does it. Those whose code is already here are left as they are.
    """
    with working_for(entity):
        return _adopt(by=by)


@act
def _adopt(*, by: Actor) -> int:
    ensure(may_edit_guides(by))
    known = set(Guide.objects.values_list("code", flat=True))
    come = [text for code, text in standard_guides().items() if code not in known]
    for text in come:
        guide = create_guide(by=by, text=text, note=_("The text that comes with the house"))
        publish(guide, by=by)
    if come:
        announce(StandardGuidesAdopted(adopted_id=uuid7(), count=len(come)), by=by)
    return len(come)


def _own_row_of(guide: Guide) -> tuple[Guide, GuideVersion]:
    """A new row of the town for a guide from above, still without text, and the version that it comes from."""
    above = version_to_adapt(guide)
    mine = Guide(
        code=guide.code,
        name_ca=guide.name_ca,
        name_es=guide.name_es,
        series_codes=guide.series_codes,
        adapts=guide,
        adapted_version=above,
    )
    mine.save(force_insert=True)
    return mine, above
