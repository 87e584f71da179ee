"""Leaving it longer, and taking it down before its day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from consistori.bulletin.events import EdictTakenDown, ExposureExtended
from consistori.bulletin.models import Edict
from consistori.bulletin.policies import may_publish, may_take_down
from consistori.bulletin.rules.exposing import LONGEST_DAYS, Standing
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.jobs import defer
from consistori.trail import act, announce


def _live(edict: Edict) -> Edict:
    """The edict, locked, if it is on the board or will be. Raises `AlreadyDone`."""
    locked: Edict = Edict.objects.select_for_update(of=("self",)).get(pk=edict.pk)
    if locked.standing not in (Standing.TO_COME, Standing.EXPOSED):
        raise AlreadyDone(_("It is not on the board: there is nothing to change of its days."))
    return locked


@act
def extend_exposure(edict: Edict, *, by: Actor, until_on: date, reason: str) -> Edict:
    """Leave it until a later day: because it was not served for some hours, or the law asks for more.

    Raises `BadInput` at `until_on` or `reason`, `AlreadyDone`.
    """
    ensure(may_publish(by, edict))
    locked = _live(edict)
    if locked.starts_on is None or locked.until_on is None or until_on <= locked.until_on:
        raise BadInput(_("Say a later day than the one it has."), field="until_on")
    if (until_on - locked.starts_on).days > LONGEST_DAYS:
        raise BadInput(_("A board is for a time: a year at most."), field="until_on")
    if not reason.strip():
        raise BadInput(_("Say why it stays longer: the certificate will say it."), field="reason")
    before, locked.until_on = locked.until_on, until_on
    locked.version += 1
    locked.save(update_fields=["until_on", "version"])
    announce(
        ExposureExtended(
            edict_id=locked.pk, document_id=locked.source_id, reference=locked.reference,
            until_on=str(until_on), before=str(before), reason=reason.strip()[:300],
        ),
        by=by,
    )  # fmt: skip
    return locked


@act
def take_down(edict: Edict, *, by: Actor, why: str, words: str) -> Edict:
    """Take it off the board now [retirar del tauler]: `why` is one of `Edict.Why`, `words` the order or the reason.

    The page says that it was taken down and why, in those words; what was seen until then is proven all the same.
    Raises `BadInput`, `AlreadyDone`.
    """
    ensure(may_take_down(by, edict))
    locked = _live(edict)
    if why not in Edict.Why.values:
        raise BadInput(_("Say why it is taken down."), field="why")
    words = " ".join(words.split())[:500]
    if not words:
        raise BadInput(_("Say by which order or for which reason: everybody will read it."), field="words")
    locked.taken_down_at, locked.taken_down_by_name = now(), by.name[:160]
    locked.taken_down_why, locked.taken_down_words = why, words
    locked.version += 1
    locked.save(
        update_fields=["taken_down_at", "taken_down_by_name", "taken_down_why", "taken_down_words", "version"]
    )
    from consistori.bulletin.jobs import certify_one

    defer(certify_one, edict_id=str(locked.pk))
    announce(
        EdictTakenDown(
            edict_id=locked.pk, document_id=locked.source_id, reference=locked.reference, why=why, words=words
        ),
        by=by,
    )
    return locked
