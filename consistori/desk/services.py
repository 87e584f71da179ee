"""The acts of the desk."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.desk.events import NoticePublished, NoticeWithdrawn
from consistori.desk.models import LONGEST_TEXT, LONGEST_TITLE, Lesson, Notice, NoticeReader
from consistori.desk.policies import may_publish_notice
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


@act
def publish_notice(
    *, by: Actor, title: str, text: str = "", starts_on: date | None = None, ends_on: date | None = None
) -> Notice:
    """Tell everybody in the entity something [publicar un avís]; `ends_on` is the first day without it."""
    ensure(may_publish_notice(by))
    title, text, first = title.strip(), text.strip(), starts_on or today()
    if not title:
        raise BadInput(_("Say in a few words what it is about."), field="title")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise BadInput(_("It is too long: a notice is read standing."), field="text")
    if ends_on is not None and ends_on <= first:
        raise BadInput(_("It would end before it begins."), field="ends_on")
    notice: Notice = Notice.objects.create(
        title=title, text=text, starts_on=first, ends_on=ends_on, author_id=by.person_id, author_name=by.name
    )
    announce(NoticePublished(notice_id=notice.pk, title=title), by=by)
    return notice


@act
def withdraw_notice(notice: Notice, *, by: Actor) -> None:
    """Take a notice down [retirar un avís]; it stays written that it was there."""
    ensure(may_publish_notice(by))
    if notice.withdrawn_at:
        raise AlreadyDone(_("This notice was taken down already."))
    notice.withdrawn_at = now()
    notice.save(update_fields=["withdrawn_at"])
    announce(NoticeWithdrawn(notice_id=notice.pk, title=notice.title), by=by)


def mark_notice_read(notice: Notice, *, by: Actor) -> None:
    """Remember that the person has read it (not an act: it tells nothing to anybody)."""
    if by.person_id is not None:
        NoticeReader.objects.get_or_create(notice=notice, person_id=by.person_id)


def mark_lesson_learnt(*, by: Actor) -> None:
    """The first day is over for this person: the lesson stays in the help."""
    if by.person_id is not None:
        Lesson.objects.get_or_create(person_id=by.person_id)
