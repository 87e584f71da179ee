"""Writing a guide: each save is a version that stays; cases follow one of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import SheetFault, lazily
from consistori.catalogue.procedures.lines import line_of
from consistori.guides.events import GuidePublished, GuideReviewed, GuideWritten
from consistori.guides.models import Guide, GuideReview, GuideVersion
from consistori.guides.policies import may_edit_guides, may_review_guides
from consistori.guides.reading import LONGEST_TEXT, read
from consistori.guides.rules.guide import GuideText, in_words
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.adapting import ensure_edition, next_number, own
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce


@act
def create_guide(*, by: Actor, text: str, note: str = "") -> Guide:
    """A new guide of this entity, of which `text` is the first draft. Raises `SheetFault`, `AlreadyDone`."""
    ensure(may_edit_guides(by))
    said = read(_tidy(text))
    if Guide.objects.filter(code=said.code).exists():
        told = _("There is already a guide %(code)s: choose another code, or adapt it.")
        raise AlreadyDone(lazily(told, code=said.code), field="text")
    guide = Guide(code=said.code, **_named_as(said))
    guide.save(force_insert=True)
    add_version(guide, text, by=by, note=note)
    return guide


@act
def write_draft(
    guide: Guide, *, by: Actor, text: str, note: str = "", edition: int | None = None
) -> GuideVersion:
    """Another version of its text, that is not proposed yet. It may have faults: publishing tells them.

    `edition` is the one that was read: raises `Stale` if somebody wrote it meanwhile, and nothing is lost.
    """
    ensure(may_edit_guides(by))
    ensure_edition(own(guide), edition)
    return add_version(guide, text, by=by, note=note)


@act
def publish(guide: Guide, *, by: Actor, version: GuideVersion | None = None) -> GuideText:
    """Cases that begin follow this version (the last one, if not said). Raises `SheetFault`: the old one serves on.

    Those that follow another go on with it, until somebody takes them to this one.
    """
    ensure(may_edit_guides(by))
    own(guide)
    chosen = version or guide.latest
    if chosen is None or chosen.guide_id != guide.pk:
        raise BadInput(_("Write it first."), field="text")
    if chosen.pk == guide.published_id:
        raise AlreadyDone(_("This version is already the published one."))
    said = read(chosen.text)
    if said.code != guide.code:
        told = _("Here the code is %(code)s: it cannot change, cases follow it.")
        raise SheetFault(line_of(chosen.text, ("code",)), lazily(told, code=guide.code))
    guide.published = chosen
    for name, value in _named_as(said).items():
        setattr(guide, name, value)
    save(guide, "published", "name_ca", "name_es", "series_codes")
    announce(GuidePublished(**named(guide), number=chosen.number), by=by)
    return said


@act
def review(guide: Guide, *, by: Actor) -> GuideReview:
    """The secretary has looked at the published version, of hers or of above: the mark «to be reviewed» goes away."""
    ensure(may_review_guides(by))
    version = guide.published
    if version is None or guide.is_closed:
        raise BadInput(_("It is not published: there is nothing to review yet."))
    if GuideReview.objects.filter(entity=current_entity(), reviewed=version).exists():
        raise AlreadyDone(_("This version is already reviewed."))
    row = GuideReview(reviewed=version, made_by=by.person_id, made_by_name=by.name[:160])
    row.save(force_insert=True)
    announce(GuideReviewed(**named(guide), number=version.number), by=by)
    return row


def add_version(guide: Guide, text: str, *, by: Actor, note: str = "") -> GuideVersion:
    """Keep another version and make it the last one."""
    before = guide.latest
    kept = _tidy(text)
    if before is not None and before.text == kept:
        raise AlreadyDone(_("It says the same as the last version: nothing to keep."))
    version = GuideVersion(
        guide=guide,
        number=next_number(guide),
        text=kept,
        note=note.strip()[:200],
        made_by=by.person_id,
        made_by_name=by.name[:160],
    )
    version.save(force_insert=True)
    guide.latest = version
    save(guide, "latest")
    announce(GuideWritten(**named(guide), number=version.number, note=version.note), by=by)
    return version


def save(guide: Guide, *names: str) -> None:
    """Write those fields; its edition grows."""
    guide.version += 1
    guide.changed_at = now()
    guide.save(update_fields=[*names, "version", "changed_at"])


def named(guide: Guide) -> dict[str, Any]:
    """What its facts carry."""
    return {"guide_id": guide.pk, "code": guide.code, "name": guide.name_ca}


def _named_as(said: GuideText) -> dict[str, Any]:
    return {
        "name_ca": in_words(said.name, "ca")[:160],
        "name_es": in_words(said.name, "es")[:160],
        "series_codes": list(said.series),
    }


def _tidy(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadInput(_("The text is too long: a guide fits in twenty pages."), field="text")
    if "\x00" in text:
        raise BadInput(_("There is a character that may not be here."), field="text")
    return text.replace("\r\n", "\n").strip() + "\n"
