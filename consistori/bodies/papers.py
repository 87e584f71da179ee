"""Papers of the book: the attestation of a transcription, the extract, the closing. All are lists of decrees."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.bodies.models import Decree
from consistori.bodies.rules.competence import Manner
from consistori.bodies.sentences import MANNERS, standing_of
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import Attachment, compile_pdf, letterhead

GROUP = 16
"""Digits of a hash that stand together: between them the line may break."""


def attestation(
    entity: Entity,
    rows: Sequence[tuple[Decree, str]],
    *,
    said: str,
    name: str,
    post: str,
    at: datetime,
    reserved: Collection[UUID],
) -> bytes:
    """The attestation by which the secretary enters these decrees in the book, each with the hash of its file."""
    with override(entity.language):
        words = _(
            "%(name)s, %(post)s, in the exercise of the public faith that the law reserves to this post (RD 128/2018, "
            "art. 3.2.e), attests that on %(day)s the following decrees are transcribed in the decree book of this "
            "town hall (ROF, art. 200). Each one is the electronic document of its verification code, and the file "
            "that was signed has the digest SHA-256 that is beside it."
        ) % {"name": name, "post": post or _("secretary"), "day": day_and_month(at, year=True)}
        columns = [
            _("Decree"), _("Date"), _("What it is about"), _("Signed by"), _("Verification code"), "SHA-256",
        ]  # fmt: skip
        lines = [
            [
                decree.said,
                f"{decree.decided_on:%d/%m/%Y}",
                _title(decree, reserved),
                f"{decree.signer_name}\n{decree.signer_post}".strip(),
                _in_pieces(decree.version.code or "", "-"),
                _grouped(sha256),
            ]
            for decree, sha256 in rows
        ]
        title = _("Attestation of transcription %(said)s") % {"said": said}
        return _listed(entity, title, words, columns, lines, at=at)


def extract(entity: Entity, decrees: Sequence[Decree], *, at: datetime, reserved: Collection[UUID]) -> bytes:
    """The extract of these decrees, for the State and the Generalitat."""
    with override(entity.language):
        words = _(
            "Extract of the resolutions of the mayor's office, which is sent to the administration of the State and to "
            "that of the Generalitat in fulfilment of LBRL, art. 56.1, and ROF, art. 196.3. Copies are sent of "
            "whatever they ask for (LBRL, art. 56.2)."
        )
        columns = [
            _("Decree"), _("Date"), _("What it is about"), _("Signed by"), _("By what competence"), _("Standing"),
        ]  # fmt: skip
        lines = [
            [
                decree.said,
                f"{decree.decided_on:%d/%m/%Y}",
                _title(decree, reserved),
                decree.signer_name,
                str(MANNERS[Manner(decree.manner)]),
                standing_of(decree),
            ]
            for decree in decrees
        ]
        title = _("Extract of the decrees %(first)s to %(last)s") % {
            "first": decrees[0].said,
            "last": decrees[-1].said,
        }
        return _listed(entity, title, words, columns, lines, at=at)


def closing(
    entity: Entity,
    decrees: Sequence[Decree],
    files: Sequence[Path],
    *,
    year: int,
    at: datetime,
    reserved: Collection[UUID],
) -> bytes:
    """The book of a year: its index, with the digest of each signed decree, and every one of them inside as it was
    signed (PDF/A-3 admits them), so that their signatures are checked out of it."""
    inside = []
    with override(entity.language):
        columns = [
            _("Decree"), _("Date"), _("What it is about"), _("Signed by"), _("Standing"), "SHA-256",
        ]  # fmt: skip
        lines = []
        for decree, path in zip(decrees, files, strict=True):
            data = path.read_bytes()
            name = f"{decree.said.replace('/', '-')}.pdf"
            words = _("Decree %(said)s") % {"said": decree.said}
            if decree.pk not in reserved:
                inside.append(Attachment(name, data, "application/pdf", words, "source"))
            lines.append(
                [
                    decree.said,
                    f"{decree.decided_on:%d/%m/%Y}",
                    _title(decree, reserved),
                    decree.signer_name,
                    standing_of(decree),
                    _grouped(hashlib.sha256(data).hexdigest()),
                ]
            )
        words = _(
            "Book closed with %(count)s decrees, numbered from 1 to %(count)s without holes. Each one that is not "
            "reserved is inside this file as it was signed; all of them, by the digest of their signed file."
        ) % {"count": len(lines)}
        title = _("Decree book of %(year)s") % {"year": year}
        return _listed(entity, title, words, columns, lines, at=at, inside=inside)


def _listed(
    entity: Entity,
    title: str,
    words: str,
    columns: list[str],
    lines: list[list[str]],
    *,
    at: datetime,
    inside: Sequence[Attachment] = (),
) -> bytes:
    facts: dict[str, Any] = {
        "letterhead": letterhead(entity, lang=entity.language),
        "title": title,
        "document_title": title,
        "subtitle": words,
        "columns": columns,
        "rows": lines,
        "printed": f"{timezone.localtime(at):%d/%m/%Y %H:%M}",
    }
    return compile_pdf("book", facts, inside, title=title, lang=entity.language, at=at)


def _title(decree: Decree, reserved: Collection[UUID]) -> str:
    return _("Reserved matter") if decree.pk in reserved else decree.title


def _grouped(sha256: str) -> str:
    """A hash that may break where it is read in pieces."""
    return "\u200b".join(sha256[start : start + GROUP] for start in range(0, len(sha256), GROUP))


def _in_pieces(code: str, mark: str) -> str:
    return f"{mark}\u200b".join(code.split(mark))
