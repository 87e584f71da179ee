"""What the machine does for drafts: say that their days end, and erase those whose days are over."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from consistori.documents.blobs.partial import sweep_partial
from consistori.eoffice.filing.drafts import Content, erase, last_day
from consistori.eoffice.filing.following import bring_after
from consistori.eoffice.filing.sealing import DoesNotOpen
from consistori.eoffice.filing.selectors import name_of
from consistori.eoffice.filing.uploads.acts import forget_stopped
from consistori.eoffice.models import Draft
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for

WARNED_BEFORE = timedelta(days=5)


@by_the_clock("17 2 * * *", name="eoffice.sweep_drafts")
def sweep_every_night(timestamp: int) -> None:
    """Every night: warn whoever has a draft that ends in five days, and erase those whose days are over."""
    in_each_town(sweep_drafts)
    in_each_town(sweep_uploads)
    sweep_partial()


def sweep_uploads(entity: Entity) -> int:
    """Forget in one town the files that stopped on their way longer ago than they wait; how many."""
    with working_for(entity):
        return forget_stopped()


def sweep_drafts(entity: Entity) -> int:
    """Warn and erase in one town, one transaction a draft; how many were erased."""
    with working_for(entity):
        soon = Draft.objects.open().filter(warned_at=None, expires_at__lte=now() + WARNED_BEFORE)
        for key in soon.values_list("pk", flat=True):
            defer(write_that_it_ends, draft_id=str(key))
        soon.update(warned_at=now())
        # Nobody loses a draft of which nothing was said: those warned tonight still wait their five days.
        over = Draft.objects.open().filter(expires_at__lt=now(), warned_at__lt=now() - WARNED_BEFORE)
        keys = list(over.values_list("pk", flat=True))
    erased = 0
    for key in keys:
        with working_for(entity):
            draft = Draft.objects.select_for_update().open().filter(pk=key, expires_at__lt=now()).first()
            if draft is not None:
                erase(draft)
                erased += 1
    return erased


@entity_job(name="eoffice.bring_what_was_sent", queue="default", retry=10, priority=10)
def bring_what_was_sent(*, entity: Entity, draft_id: str) -> None:
    """Keep the documents of what was sent while the place for them was away; if it still is, it is tried again."""
    with working_for(entity):
        draft = Draft.objects.select_for_update().sent().filter(pk=draft_id).first()
        if draft is not None:
            bring_after(draft, by=Actor.program(entity.pk))


@entity_job(name="eoffice.write_that_it_ends", queue="mail", retry=8)
def write_that_it_ends(*, entity: Entity, draft_id: str) -> None:
    """Say to whoever left an e-mail until when their draft waits, and where it is; nothing of what it holds."""
    with working_for(entity):
        draft = Draft.objects.open().filter(pk=draft_id).first()
        if draft is None:
            return
        try:
            email = Content.of(draft).contact.get("email", "")
        except DoesNotOpen:
            return
        facts = {
            "title": name_of(draft.procedure, draft.language),
            "day": last_day(draft),
            "url": f"{entity.public_url}/tramits/{draft.procedure}/fer/{draft.pk}/",
            "entity": entity,
        }
    if email:
        _write(email, "draft_ends", draft.language, facts)


def _write(email: str, name: str, language: str, facts: dict[str, object]) -> None:
    with translation.override(language):
        subject = " ".join(render_to_string(f"eoffice/mail/{name}_subject.txt", facts).split())
        message = render_to_string(f"eoffice/mail/{name}_message.txt", facts).strip() + "\n"
    EmailMessage(subject, message, to=[email]).send()
