"""The papers of the board, drawn as letters: when an edict went in, when it went out, and the certificate of it all."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.bulletin.addresses import board_url, edict_url
from consistori.bulletin.models import BoardRound, Edict
from consistori.bulletin.rules.rounds import Report
from consistori.tenancy.models import Entity
from consistori.ui.dates import long_day
from consistori.ui.typst import Attachment, compile_pdf, letterhead

MOST_TOLD = 12


def entry_paper(entity: Entity, edict: Edict) -> bytes:
    """The slip that says when it went on the board, with the fingerprint of what everybody reads."""
    with translation.override(edict.language):
        return _letter(
            entity,
            edict,
            kind=_("Entry on the board"),
            title=_("Entry on the bulletin board"),
            blocks=[
                {"facts": _facts(entity, edict)},
                {"heading": _("Since when"), "text": _moment(edict.since)},
                {"heading": _("What is published"), "points": [("SHA-256", in_eights(edict.shown_sha256))]},
            ],
        )


def exit_paper(entity: Entity, edict: Edict) -> bytes:
    """The slip that says when it left the board, and why if it was before its day."""
    with translation.override(edict.language):
        blocks: list[dict[str, Any]] = [
            {"facts": _facts(entity, edict)},
            {"heading": _("Until when"), "text": _moment(edict.until)},
        ]
        if edict.taken_down_at:
            blocks.append({"heading": _("Why it was taken down"), "text": _why(edict)})
        return _letter(
            entity,
            edict,
            kind=_("Exit from the board"),
            title=_("Exit from the bulletin board"),
            blocks=blocks,
        )


def certificate_paper(
    entity: Entity, edict: Edict, report: Report, rounds: list[BoardRound], *, who: str, post: str
) -> bytes:
    """The certificate of exposure [diligència d'exposició]; with it, inside, the rounds that prove it (R-PUB-02)."""
    with translation.override(edict.language):
        signers = _("%(name)s, %(post)s") % {"name": who, "post": post} if who else post
        blocks: list[dict[str, Any]] = [
            {"text": _("%(signers)s, of %(town)s, CERTIFIES:") % {"signers": signers, "town": entity.name}},
            {"text": _sentence(entity, edict)},
            {"facts": _facts(entity, edict)},
            {"heading": _("What proves it"), "text": _proof(report)},
        ]
        if lines := _exceptions(report):
            blocks.append({"heading": _("What is not proven"), "points": lines})
        blocks.append(
            {"heading": _("What was published"), "points": [("SHA-256", in_eights(edict.shown_sha256))]}
        )
        proof = Attachment(
            "rounds.json",
            proof_of(edict, rounds),
            "application/json",
            _("The rounds, each with its hash"),
            "data",
        )
        return _letter(
            entity,
            edict,
            kind=_("Certificate"),
            title=_("Certificate of exposure on the bulletin board"),
            blocks=blocks,
            attachments=[proof],
        )


def proof_of(edict: Edict, rounds: list[BoardRound]) -> bytes:
    """The rounds as anybody can check them: hash = sha256(previous + content), each previous the hash before."""
    said = {
        "consistori_board": 1,
        "reference": edict.reference,
        "since": edict.since and edict.since.isoformat(),
        "until": edict.until and edict.until.isoformat(),
        "sha256": edict.shown_sha256,
        "rounds": [
            {"seq": one.seq, "content": one.content, "previous": one.previous_hash, "hash": one.hash}
            for one in rounds
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=0, default=str).encode()


def _letter(
    entity: Entity,
    edict: Edict,
    *,
    kind: str,
    title: str,
    blocks: list[dict[str, Any]],
    attachments: list[Attachment] | None = None,
) -> bytes:
    facts = {
        "letterhead": letterhead(entity, lang=edict.language),
        "kind": kind,
        "number": edict.reference,
        "title": title,
        "subtitle": edict.title,
        "reading": "sans",
        "margin": [(_("Edict"), edict.reference), (_("Kind"), edict.line.name_in(edict.language))],
        "blocks": blocks,
    }
    return compile_pdf(
        "letter", facts, attachments or (), title=f"{title} {edict.reference}", lang=edict.language
    )


def _facts(entity: Entity, edict: Edict) -> list[tuple[str, str]]:
    facts = [
        (_("Edict"), edict.reference),
        (_("Kind"), edict.line.name_in(edict.language)),
        (_("Address"), edict_url(edict, entity)),
    ]
    if edict.organ:
        facts.append((_("Who publishes"), edict.organ))
    if edict.journal:
        facts.append((_("Published also in"), edict.journal))
    if edict.asked_by:
        facts.append((_("Who asked for it"), edict.asked_by))
    return facts


def _sentence(entity: Entity, edict: Edict) -> str:
    said = {
        "reference": edict.reference,
        "title": edict.title,
        "board": board_url(entity),
        "since": _moment(edict.since),
        "until": _moment(edict.until),
    }
    words = (
        _(
            "That the edict %(reference)s, «%(title)s», was exposed on the electronic bulletin board of this town hall "
            "(%(board)s) from %(since)s to %(until)s."
        )
        % said
    )
    if edict.taken_down_at:
        return f"{words} {_why(edict)}"
    return words


def _why(edict: Edict) -> str:
    return _("It was taken down before its day: %(why)s. %(words)s") % {
        "why": str(edict.get_taken_down_why_display()).lower(),
        "words": edict.taken_down_words,
    }


def _proof(report: Report) -> str:
    served = ngettext(
        "The public page was read %(n)d time from outside", "The public page was read %(n)d times from outside",
        report.rounds,
    ) % {"n": report.rounds}  # fmt: skip
    there = ngettext(
        "and in %(n)d it was in the list and its document was, byte by byte, the one that was published.",
        "and in %(n)d of them it was in the list and its document was, byte by byte, the one that was published.",
        report.served,
    ) % {"n": report.served}  # fmt: skip
    chained = _("Each reading carries the hash of the one before: from %(first)s to %(last)s.") % {
        "first": report.first[:16],
        "last": report.last[:16],
    }
    return f"{served}, {there} {chained}" if report.rounds else f"{served}."


def _exceptions(report: Report) -> list[tuple[str, str]]:
    lines = [(_("not served"), _stretch(*one)) for one in report.faults]
    lines += [(_("not looked at"), _stretch(*one)) for one in report.gaps]
    return lines[:MOST_TOLD]


def _stretch(since: datetime, until: datetime) -> str:
    return _("from %(since)s to %(until)s") % {"since": _moment(since), "until": _moment(until)}


def _moment(value: datetime | None) -> str:
    if value is None:
        return ""
    local = timezone.localtime(value)
    return _("%(day)s at %(hour)s") % {
        "day": long_day(local.date(), year=True),
        "hour": f"{local:%H:%M:%S}",
    }


def in_eights(digest: str) -> str:
    """A digest that a person can read aloud."""
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))
