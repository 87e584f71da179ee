"""The pen [ploma / pluma]: one writes, the others see who and since when, and may ask for it."""

from __future__ import annotations

from consistori.documents.models import Document, Writing
from consistori.documents.policies import may_change
from consistori.documents.writing.errors import PenInAnotherHand
from consistori.documents.writing.events import PenAskedFor, PenTaken
from consistori.documents.writing.services.texts import hand_pen, keep_version, locked, open_text
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import ensure
from consistori.trail import act, announce


@act
def take_pen(document: Document, *, by: Actor) -> Writing:
    """Take a pen that is free, or whose holder has given no sign of life for five minutes.

    Raises `PenInAnotherHand`, `TextIsOut`, `TextIsFixed`, `NotPermitted`.
    """
    ensure(may_change(by, document))
    writing = open_text(document)
    moment = now()
    if writing.pen_is_of(by.person_id, at=moment):
        return writing
    if not writing.pen_is_free(at=moment):
        raise PenInAnotherHand(writing.pen_name)
    before = writing.pen_name if writing.pen_id != by.person_id else ""
    hand_pen(writing, by)
    writing.save()
    announce(PenTaken(document_id=document.pk, title=document.title, from_name=before), by=by)
    return writing


@act
def ask_for_pen(document: Document, *, by: Actor) -> Writing:
    """Ask whoever is writing for the pen: she sees it at once. If the pen is free, it is taken."""
    ensure(may_change(by, document))
    writing = open_text(document)
    moment = now()
    if writing.pen_is_free(at=moment) or writing.pen_id == by.person_id:
        return take_pen(document, by=by)
    is_new = writing.asked_by_id != by.person_id
    writing.asked_by_id, writing.asked_by_name, writing.asked_at = by.person_id, by.name, moment
    writing.save()
    if is_new:
        said = PenAskedFor(document_id=document.pk, title=document.title, holder=writing.pen_name)
        announce(said, by=by)
    return writing


@act
def leave_pen(document: Document, *, by: Actor) -> Writing:
    """Leave the pen [deixar la ploma]: what is written is kept as a version, and another may take it."""
    ensure(may_change(by, document))
    writing = locked(document)
    if writing.pen_id != by.person_id:
        return writing
    if not writing.is_kept and not document.is_frozen:
        keep_version(document, writing, by)
    put_down(writing)
    writing.save()
    return writing


def live_on(document: Document, *, by: Actor) -> None:
    """A sign of life of whoever has the pen: one statement, nothing told."""
    Writing.objects.filter(document_id=document.pk, pen_id=by.person_id).update(pen_seen_at=now())


def put_down(writing: Writing) -> None:
    """Nobody has the pen; who asked for it may take it. The caller saves the row."""
    writing.pen_id, writing.pen_name = None, ""
    writing.pen_since = writing.pen_seen_at = None
    writing.asked_by_id, writing.asked_by_name, writing.asked_at = None, "", None
