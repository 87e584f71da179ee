"""The papers of the powers: the act [apoderament apud acta], what changes it, and what proves it at Send."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import Power, longest
from consistori.eoffice.powers.sentences import kind_words, procedures_words
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import hour, long_day
from consistori.ui.typst import Attachment, compile_pdf, letterhead


@dataclass(frozen=True)
class Written:
    """An act on a power, before it is a PDF. `before` is the official before whom it was given, at the counter."""

    title: str
    power: Power
    statement: str
    at: datetime
    language: str
    citizen: Citizen | None = None
    before: str = ""
    deed: str = ""
    more: Sequence[tuple[str, str]] = field(default=())


def scope_facts(power: Power, language: str) -> list[tuple[str, str]]:
    """Who, to whom, what for and until when, as pairs of label and words, in the active language."""
    last = power.until or longest(power.registered_on)
    found = [
        (_("Who gives it"), f"{power.grantor_name} · {power.grantor}"),
        (_("Who may act"), f"{power.proxy_name} · {power.proxy}"),
        (_("What for"), kind_words(power.kind)),
    ]
    if power.procedures:
        names = procedures_words(sorted(power.procedures), language)
        found.append((_("Procedures"), "; ".join(names)))
    found.append((_("Until"), long_day(min(last, longest(power.registered_on)), year=True)))
    return found


def act_pdf(one: Written) -> bytes:
    """The PDF of an act on a power, with its data inside for programs."""
    with translation.override(one.language):
        local = timezone.localtime(one.at)
        facts = [*scope_facts(one.power, one.language), *one.more]
        blocks: list[dict[str, Any]] = [
            {"facts": facts},
            {"heading": _("What is declared"), "text": one.statement},
        ]
        if one.deed:
            blocks.append({"heading": _("The document that gives it"), "text": one.deed})
        if one.before:
            text = _(
                "%(grantor)s came in person and showed the document of identity to %(who)s, who certifies it."
            )
            blocks.append(
                {
                    "heading": _("Before whom"),
                    "text": text % {"grantor": one.power.grantor_name, "who": one.before},
                }
            )
        signers = []
        if one.citizen is not None:
            signers = [
                {
                    "what": _("Signed electronically"),
                    "who": one.citizen.full_name,
                    "post": one.citizen.firm,
                    "when": f"{long_day(local, year=True)}, {hour(local)}",
                }
            ]
        return _letter(one.title, _("Register of powers"), blocks, signers, one.language, one.at, _data(one))


def _data(one: Written) -> dict[str, Any]:
    power, who = one.power, one.citizen
    return {
        "grantor": {"identifier": power.grantor, "name": power.grantor_name},
        "proxy": {"identifier": power.proxy, "name": power.proxy_name},
        "type": power.kind,
        "procedures": sorted(power.procedures),
        "until": power.until,
        "statement": one.statement,
        "signature": {
            "identifier": who.identifier,
            "method": who.method,
            "level": who.level,
            "assertion_sha256": who.evidence,
            "at": one.at.isoformat(),
        }
        if who
        else None,
    }


@dataclass(frozen=True)
class Proof:
    """The answer of a register at a moment: who asked for whom, what it said, and where it is kept (5.5)."""

    source: str
    facts: Sequence[tuple[str, str]]
    verdict: str
    at: datetime
    language: str
    data: dict[str, Any]


def proof_pdf(one: Proof) -> bytes:
    """The PDF of what a register of powers answered, which is itself the proof (Llei 39/2015, art. 5.5)."""
    with translation.override(one.language):
        local = timezone.localtime(one.at)
        asked = _("Asked on %(day)s at %(hour)s.") % {
            "day": long_day(local, year=True),
            "hour": f"{local:%H:%M:%S}",
        }
        blocks: list[dict[str, Any]] = [
            {"facts": [(_("Register"), one.source), *one.facts]},
            {"heading": _("What it answers"), "text": f"{one.verdict} {asked}"},
        ]
        article = _("Law 39/2015, article 5.5: this document is the proof of the representation.")
        blocks.append({"text": article})
        return _letter(
            _("Proof of the representation"),
            _("Register of powers"),
            blocks,
            [],
            one.language,
            one.at,
            one.data,
        )


def _letter(
    title: str,
    kind: str,
    blocks: list[dict[str, Any]],
    signers: list[dict[str, Any]],
    language: str,
    at: datetime,
    data: dict[str, Any],
) -> bytes:
    local = timezone.localtime(at)
    facts = {
        "letterhead": letterhead(current_entity(), lang=language),
        "kind": kind,
        "title": title,
        "document_title": title,
        "reading": "sans",
        "margin": [(_("Date"), long_day(local, year=True)), (_("Hour"), f"{local:%H:%M:%S}")],
        "blocks": blocks,
        "signers": signers,
    }
    attached = Attachment(
        "power.json", json.dumps(data, ensure_ascii=False, indent=1, default=_plain).encode(), "application/json",
        _("The same, for programs"), "data",
    )  # fmt: skip
    return compile_pdf("letter", facts, [attached], title=title, lang=language, at=at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
