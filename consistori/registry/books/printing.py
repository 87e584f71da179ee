"""A span of a book on paper, landscape, to be read or kept."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.kernel.clock import now, today
from consistori.kernel.errors import Refusal
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.selectors import BookQuestion, entries_of
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

MOST_PRINTED = 2000


class TooLong(Refusal):
    """So many entries are not printed at once."""


def print_book(asked: BookQuestion, entity: Entity, *, language: str) -> bytes:
    """The entries that answer the question, the oldest first, as PDF. Raises `TooLong`."""
    rows = list(
        entries_of(asked)
        .select_related("state", "unit")
        .prefetch_related("people", "annotations")[: MOST_PRINTED + 1]
    )
    if len(rows) > MOST_PRINTED:
        raise TooLong(_("More than 2,000 entries: choose fewer days."))
    with translation.override(language):
        facts = _facts(rows[::-1], asked, entity, language)
        return compile_pdf("book", facts, title=facts["document_title"], lang=language, at=now())


def _facts(rows: list[RegistryEntry], asked: BookQuestion, entity: Entity, language: str) -> dict[str, Any]:
    title = _("Book of exits") if asked.book == "exit" else _("Book of entries")
    until = asked.until or (today() if asked.since else None)
    days = [day_and_month(day, year=True) for day in (asked.since, until) if day]
    return {
        "letterhead": letterhead(entity, lang=language),
        "title": title,
        "document_title": f"{title} {' – '.join(days)}".strip(),
        "subtitle": " – ".join(dict.fromkeys(days)),
        "columns": [
            _("Number"), _("Registered"), _("What it is about"), _("People"), _("By which way"), _("To whom it goes"),
        ],
        "rows": [_row(row) for row in rows],
        "printed": _("Printed on %(moment)s") % {"moment": f"{timezone.localtime(now()):%d/%m/%Y %H:%M}"},
    }  # fmt: skip


def _row(row: RegistryEntry) -> list[str]:
    local = timezone.localtime(row.registered_at)
    effect = ""
    if row.skipped_days:
        effect = _("in effect %(day)s") % {"day": f"{timezone.localtime(row.effective_at):%d/%m/%Y}"}
    notes = [
        f"{texts.ANNOTATIONS[note.kind]}: {f'{note.old_words} → {note.new_words}. ' if note.field else ''}{note.reason}"
        for note in row.annotations.all()
    ]
    people = [f"{one.name}{f' ({one.identifier})' if one.identifier else ''}" for one in row.people.all()]
    return [
        row.reference + (f"\n{texts.ANNOTATIONS[texts.ANNULMENT]}" if row.state.annulled_at else ""),
        "\n".join(part for part in (f"{local:%d/%m/%Y %H:%M:%S}", effect) if part),
        "\n".join([row.subject, str(texts.HEADINGS[row.heading]), *notes]),  # type: ignore[index]
        "\n".join(people),
        str(texts.CHANNELS[row.channel]),  # type: ignore[index]
        row.destination or (row.unit.name if row.unit else ""),
    ]
