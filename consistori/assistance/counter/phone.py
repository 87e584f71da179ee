"""The door for a telephone: an address of one use, as a QR code, by which somebody sends pictures to the counter."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from consistori.assistance.counter.papers import Way, put_paper
from consistori.assistance.models import Attention, AttentionPaper, PhoneDoor
from consistori.assistance.policies import may_attend
from consistori.documents.received import ReceivedFile
from consistori.formats import kinds
from consistori.formats.kinds import Family
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere, ensure
from consistori.trail import act

MINUTES = 15
MOST_PICTURES = 12
MOST_BYTES = 96 * 1024 * 1024
"""The largest body that is received by a door: a dozen pictures of a good telephone."""


@act
def open_door(attention: Attention, *, by: Actor) -> tuple[PhoneDoor, str]:
    """A new address for the telephone of whoever is attended, and its key, which is kept nowhere.

    Those that were open before are closed.
    """
    ensure(may_attend(by))
    if attention.officer_id != by.person_id or attention.state != Attention.State.OPEN:
        raise NotHere
    key = secrets.token_urlsafe(18)
    moment = now()
    PhoneDoor.objects.filter(attention=attention, used_at=None, ends_at__gt=moment).update(ends_at=moment)
    door: PhoneDoor = PhoneDoor.objects.create(
        attention=attention, key_hash=_hash(key), ends_at=moment + timedelta(minutes=MINUTES)
    )
    return door, key


def door_of(key: str, *, locked: bool = False) -> PhoneDoor:
    """The door of that key, while it can be used; one question for whoever asks. Raises `NotHere`."""
    rows = PhoneDoor.objects.select_for_update(of=("self",)) if locked else PhoneDoor.objects.all()
    found: PhoneDoor | None = (
        rows.select_related("attention")
        .filter(key_hash=_hash(key), used_at=None, ends_at__gt=now(), attention__state=Attention.State.OPEN)
        .first()
    )
    if found is None:
        raise NotHere(
            _(
                "This address no longer serves: it is for one time and some minutes. Ask for another at the counter."
            )
        )
    return found


@act
def send_pictures(key: str, pictures: Sequence[ReceivedFile]) -> list[AttentionPaper]:
    """Put pictures on the counter from a telephone; the door is closed behind them. All or none.

    They are attachments (EE99) and never an authentic copy (R-REG-09). Raises `NotHere`, `BadInput`, `FileRefused`.
    """
    door = door_of(key, locked=True)
    if not pictures:
        raise BadInput(_("Choose at least one picture."), field="pictures")
    if len(pictures) > MOST_PICTURES:
        raise BadInput(_("At most %(most)s pictures at once.") % {"most": MOST_PICTURES}, field="pictures")
    for one in pictures:
        kind = one.content().kind
        if kind is not kinds.PDF and kind.family is not Family.IMAGE:
            raise BadInput(
                _("Only pictures and PDF: «%(name)s» is neither.") % {"name": one.name}, field="pictures"
            )
    sent = [put_paper(door.attention, one, way=Way.PHONE) for one in pictures]
    door.used_at = now()
    door.save(update_fields=["used_at"])
    return sent


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
