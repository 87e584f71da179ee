"""«Who can see this, and who has?» as a sheet and as a paper."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.directory.seeing import Group, WhatSheSees, WhoSees
from consistori.formats.spreadsheets import MEDIA, write_sheet
from consistori.kernel.clock import now
from consistori.tenancy.models import Entity
from consistori.trail.models import Reading
from consistori.trail.names import kind_shown, name_shown
from consistori.ui.dates import hour, short_day
from consistori.ui.typst import compile_pdf, letterhead

KINDS = (*MEDIA, "pdf")
MOST_ON_PAPER = 400


def sheet_of(answer: WhoSees, kind: str) -> bytes:
    """The whole answer in one table: who can, who cannot, who has, and each reading."""
    header = [_("What"), _("Who"), _("Post"), _("Why"), _("Times"), _("First"), _("Last")]
    return sheet_of_rows(kind, _("Who sees it"), header, _rows_of(answer))


def sheet_of_log(log: list[Reading], kind: str, title: str) -> bytes:
    """A log of readings in a table."""
    header = [_("When"), _("Who"), _("What was opened"), _("Kind"), _("Through")]
    rows = (
        [timezone.localtime(r.at), name_shown(r.person_name), r.label, kind_shown(r.kind), r.channel]
        for r in log
    )
    return sheet_of_rows(kind, title, header, rows)


def sheet_of_rows(kind: str, title: str, header: list[str], rows: Any) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet.{kind}"
        write_sheet(path, kind, title=title, header=header, rows=rows)
        return path.read_bytes()


def _rows_of(answer: WhoSees) -> Iterator[list[Any]]:
    for said, groups in ((_("can see it"), answer.can), (_("cannot see it"), answer.cannot)):
        for group in groups:
            for viewer in group.viewers:
                yield [said, viewer.name, viewer.posts, group.why, None, None, None]
    for one in answer.has:
        still = "" if one.sees_now else _("sees it no more")
        first, last = timezone.localtime(one.first), timezone.localtime(one.last)
        yield [_("has seen it"), name_shown(one.name), "", still, one.times, first, last]
    for row in answer.log:
        at = timezone.localtime(row.at)
        yield [_("opened"), name_shown(row.person_name), kind_shown(row.kind), row.label, 1, at, at]


def paper_of(answer: WhoSees, entity: Entity, *, by: str) -> bytes:
    """The same as a PDF with the letterhead of the town."""
    thing = answer.thing
    blocks: list[dict[str, Any]] = [{"text": " ".join([thing.rule, *thing.notes])}]
    blocks += _blocks(_("Who can see it"), answer.can) + _blocks(_("Who cannot"), answer.cannot)
    blocks.append({"heading": _("Who has seen it")})
    blocks.append({"text": _("Nobody has opened it yet.")} if not answer.has else {"facts": _has(answer)})
    if answer.log:
        blocks += [{"heading": _("Each reading")}, {"facts": _log(answer.log)}]
    title = _("Who can see it, and who has")
    return _paper(entity, title, thing.label, blocks, by)


def paper_of_person(answer: WhatSheSees, entity: Entity, *, by: str) -> bytes:
    """What somebody who works here sees and has opened, as a PDF."""
    posts = ", ".join(post.title for post in answer.actor.posts if post.title)
    blocks: list[dict[str, Any]] = [{"text": " ".join([f"{posts}.", *answer.reaches])}]
    if answer.log:
        blocks += [{"heading": _("What was opened")}, {"facts": _log(answer.log)}]
    return _paper(entity, _("What a person sees, and has seen"), answer.actor.name, blocks, by)


def _paper(entity: Entity, title: str, subtitle: str, blocks: list[dict[str, Any]], by: str) -> bytes:
    lang = (get_language() or "ca")[:2]
    at = now()
    made = _("Made by %(name)s on %(day)s at %(hour)s.") % {
        "name": by, "day": short_day(at, year=True), "hour": hour(at),
    }  # fmt: skip
    data = {
        "letterhead": letterhead(entity, lang=lang), "kind": _("Report"), "title": title, "subtitle": subtitle,
        "reading": "sans", "blocks": [*blocks, {"text": made}],
    }  # fmt: skip
    return compile_pdf("letter", data, title=f"{title} · {subtitle}", lang=lang, at=at)


def _blocks(title: str, groups: list[Group]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = [{"heading": title}] if groups else []
    for group in groups:
        made += [{"text": f"{group.why} {group.article}".strip()}]
        made += [{"facts": [(viewer.name, viewer.posts or "–") for viewer in group.viewers]}]
    return made


def _has(answer: WhoSees) -> list[tuple[str, str]]:
    return [
        (
            name_shown(one.name),
            _("%(times)s times, the last on %(day)s")
            % {"times": one.times, "day": short_day(one.last, year=True)}
            + ("" if one.sees_now else " · " + _("sees it no more")),
        )
        for one in answer.has
    ]


def _log(log: list[Reading]) -> list[tuple[str, str]]:
    return [
        (
            f"{short_day(row.at, year=True)}, {hour(row.at)}",
            " · ".join(filter(None, [name_shown(row.person_name), kind_shown(row.kind), row.label])),
        )
        for row in log[:MOST_ON_PAPER]
    ]
