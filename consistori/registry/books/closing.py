"""Closing each day of the books by itself, and putting the seal of the town hall on its diligence.

The closing is written once; the seal may come later. Killed anywhere, it begins again from what is done.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.registry import ports
from consistori.registry.books.days import DayOfBooks, day_of, pending_days
from consistori.registry.events import BookDayClosed
from consistori.registry.models import BookDay
from consistori.registry.receipts import NotSealedYet
from consistori.tenancy import modality
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month
from consistori.ui.typst import Attachment, compile_pdf, letterhead

MOST_SEALED = 62


@by_the_clock("20 0 * * *", name="registry.close_the_day")
def close_the_day(timestamp: int) -> None:
    """Every night, after midnight: the day before, and any other that was left open."""
    in_each_town(close_later)


def close_later(entity: Entity) -> None:
    """Leave the job of closing, where the registry is kept and something is open."""
    if modality.is_on(entity, "registry"):
        with working_for(entity):
            if pending_days(most=1):
                defer(close_days, lock=f"registry.close.{entity.pk}")


@entity_job(name="registry.close_days", queue="default", retry=8)
def close_days(*, entity: Entity) -> None:
    """Close the days that are open, the oldest first, and seal what has no seal yet."""
    by = Actor.program(entity.pk)
    with working_for(entity):
        days = pending_days()
    for day in days:
        _close(entity, day, by)
    if _seal_all(entity, by):
        raise NotSealedYet(_("The seal is away."))


def _close(entity: Entity, day: date, by: Actor) -> None:
    with working_for(entity):
        last = BookDay.objects.order_by("-day").first()
        previous = last.digest if last is not None else ""
        found = day_of(day)
        digest = found.digest(previous)
        facts = _facts(entity, found, digest, previous)
    lines = "\n".join([previous, *found.lines, ""]).encode()
    inside = Attachment(f"{day:%Y-%m-%d}.jsonl", lines, "application/x-ndjson", relationship="source")
    pdf = compile_pdf(
        "letter", facts, [inside], title=facts["document_title"], lang=entity.language, at=now()
    )
    with working_for(entity):
        _write(found, digest, previous, pdf, entity.language, by=by)


@act
def _write(found: DayOfBooks, digest: str, previous: str, pdf: bytes, language: str, *, by: Actor) -> None:
    if BookDay.objects.filter(day__gte=found.day).exists():
        return
    with translation.override(language):
        title = _("Closing of the books on %(day)s") % {"day": day_and_month(found.day, year=True)}
        seal = _("Seal of the town hall")
    paper = create_from_bytes(
        by=by, data=pdf, name=f"{found.day:%Y-%m-%d}.pdf", title=title, language=language
    )
    freeze_document(paper, by=by, signer_posts=[seal])
    closed = BookDay.objects.create(
        day=found.day, entries=len(found.entries), exits=len(found.exits), annotations=found.annotations,
        digest=digest, previous=previous, document=paper, closed_at=now(),
    )  # fmt: skip
    announce(
        BookDayClosed(day_id=closed.pk, day=found.day.isoformat(), digest=digest, document_id=paper.pk), by=by
    )


def _seal_all(entity: Entity, by: Actor) -> bool:
    """Put the seal on the diligences that have none; whether some must be tried again."""
    with working_for(entity):
        waiting = list(
            BookDay.objects.filter(document__latest_blob__kind="text").order_by("-day")[:MOST_SEALED]
        )
    for closed in waiting:
        with working_for(entity):
            paper = Document.objects.with_version().get(pk=closed.document_id)
            with blobs.open(paper.latest_blob.sha256) as stream:
                pdf = stream.read()
        try:
            sealed = ports.seal(entity, pdf, _("Closing of the books"))
        except ports.NotSealed as trouble:
            return trouble.again
        if sealed is None:
            return False
        with working_for(entity):
            _keep_seal(paper, sealed, by=by)
    return False


@act
def _keep_seal(paper: Document, sealed: bytes, *, by: Actor) -> None:
    blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
    append_evidence(paper.version, blob=blob, kind="signature", by=by)


def _facts(entity: Entity, found: DayOfBooks, digest: str, previous: str) -> dict[str, Any]:
    with translation.override(entity.language):
        title = _("Closing of the books")
        day = day_and_month(found.day, year=True)
        numbers = [
            (_("Entries"), _numbers(found.entries)),
            (_("Exits"), _numbers(found.exits)),
            (_("Written beside"), str(found.annotations)),
        ]
        prints = [(_("Of the day"), _in_eights(digest))]
        if previous:
            prints.append((_("Of the day before"), _in_eights(previous)))
        return {
            "letterhead": letterhead(entity, lang=entity.language),
            "kind": _("Diligence"),
            "number": f"{found.day:%Y-%m-%d}",
            "title": title,
            "document_title": f"{title} {found.day:%Y-%m-%d}",
            "subtitle": _("Day %(day)s") % {"day": day},
            "reading": "sans",
            "margin": [(_("Closed on"), f"{timezone.localtime(now()):%d/%m/%Y %H:%M}")],
            "blocks": [
                {
                    "text": _(
                        "The books of entries and exits of %(day)s are closed with what is said here. Each line of the "
                        "day travels inside this file, and the fingerprint is of all of them after that of the day "
                        "before: nothing can be put in, taken out nor changed without its being seen (Law 39/2015, "
                        "article 16)."
                    )
                    % {"day": day}
                },
                {"facts": numbers},
                {"heading": _("Fingerprint (SHA-256)"), "facts": prints},
            ],
        }


def _numbers(rows: list[Any]) -> str:
    if not rows:
        return _("None")
    count = ngettext("%(count)s entry", "%(count)s entries", len(rows)) % {"count": len(rows)}
    return f"{count}: {rows[0].reference} – {rows[-1].reference}" if len(rows) > 1 else rows[0].reference


def _in_eights(digest: str) -> str:
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))
