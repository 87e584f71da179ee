"""Choosing between a text and what somebody wrote over it meanwhile."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.documents.models import SecondDraft, Writing
from consistori.documents.policies import may_change
from consistori.documents.writing.errors import PenInAnotherHand
from consistori.documents.writing.events import SecondDraftSettled
from consistori.documents.writing.services.texts import keep_version, open_text, write_down
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, ensure
from consistori.trail import act, announce


@act
def settle_draft(draft: SecondDraft, *, by: Actor, take: bool) -> Writing:
    """Choose [triar]: take the second draft as the text, or leave the text as it is. Neither is lost.

    What the text said is kept before as a version; the draft that is not taken stays, settled, in the record.
    Raises `AlreadyDone`, `PenInAnotherHand` (only to take it), `NotPermitted`.
    """
    document = draft.document
    ensure(may_change(by, document))
    writing = open_text(document)
    draft = SecondDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if draft.settled_at is not None:
        raise AlreadyDone(_("%(name)s has chosen already.") % {"name": draft.settled_by_name})
    moment = now()
    if take:
        if not writing.pen_is_free(at=moment) and writing.pen_id != by.person_id:
            raise PenInAnotherHand(writing.pen_name)
        if not writing.is_kept:
            keep_version(document, writing, by)
        write_down(writing, draft.html, by)
        writing.save()
    draft.settled_at, draft.settled_by_name, draft.was_taken = moment, by.name, take
    draft.save()
    announce(
        SecondDraftSettled(
            document_id=document.pk, title=document.title, was_taken=take, of=draft.written_by_name
        ),
        by=by,
    )
    return writing
