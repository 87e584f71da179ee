"""The diligence of a delivery by hand [diligència de lliurament / diligencia de entrega], as a letter of the house."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.notifications.models import Notification
from consistori.notifications.models.paper import CounterDelivery
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

ROOM = "\n\n\n"
"""Room to sign by hand."""
WIDE, HIGH = 600, 200
MOST_STROKES = 40_000
FEWEST_POINTS = 8
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+")


class NotASignature(ValueError):
    """What came from the screen are no strokes of a hand, or almost none."""


def strokes_of(posted: str) -> str:
    """The strokes drawn on the screen, as the path of a drawing of 600 by 200. Raises `NotASignature`."""
    clean = posted.strip()
    if len(clean) > MOST_STROKES or not _PATH.fullmatch(clean) or clean.count("L") < FEWEST_POINTS:
        raise NotASignature
    return clean


def svg_of(strokes: str) -> str:
    """The same as a picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}"><path d="{strokes}" fill="none" '
        'stroke="#1e2430" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def diligence_pdf(entity: Entity, row: Notification, one: CounterDelivery, *, language: str) -> bytes:
    """The PDF, without code yet."""
    with translation.override(language):
        local = timezone.localtime(one.at)
        day, hour = day_and_month(local.date(), year=True), f"{local:%H:%M}"
        title = (
            _("Diligence: the notification was rejected")
            if one.is_refused
            else _("Diligence of delivery by hand")
        )
        data: dict[str, Any] = {
            "letterhead": letterhead(entity, lang=language),
            "kind": _("Diligence"),
            "number": row.number,
            "title": title,
            "reading": "sans",
            "margin": [
                (_("Date"), day), (_("Hour"), hour),
                (_("Article"), "Llei 39/2015, art. 41.5" if one.is_refused else "Llei 39/2015, art. 41.1"),
            ],
            "blocks": [{"text": _opening(one, day, hour)}, *_blocks(row, one)],
            "place_and_date": f"{entity.short_name}, {day}",
            "signers": _signers(one),
        }  # fmt: skip
    return compile_pdf("letter", data, title=f"{title} {row.number}", lang=language, at=one.at)


def _opening(one: CounterDelivery, day: str, hour: str) -> str:
    words = {
        "employee": one.employee_name, "post": one.employee_post, "day": day, "hour": hour, "where": one.where,
        "taker": one.taker_name,
    }  # fmt: skip
    if one.is_refused:
        return (
            _("On %(day)s at %(hour)s, at %(where)s, I, %(employee)s, offered this notification to %(taker)s, who"
              " rejected it. The step is taken for done and the procedure goes on.") % words
        )  # fmt: skip
    return (
        _("On %(day)s at %(hour)s, at %(where)s, I, %(employee)s, gave this notification to %(taker)s.")
        % words
    )


def _blocks(row: Notification, one: CounterDelivery) -> list[dict[str, Any]]:
    dispatch = row.dispatch
    act = [(_("What it is"), dispatch.title)]
    act += [(_("Number"), dispatch.act_number)] if dispatch.act_number else []
    act += [
        (_("Date of the act"), day_and_month(dispatch.act_on, year=True)),
        (_("Decided by"), dispatch.body),
    ]
    act += [
        (_("Addressee"), " · ".join(part for part in (row.addressee_name, row.addressee_identifier) if part))
    ]
    act.append(("SHA-256", " ".join(row.sha256[n : n + 8] for n in range(0, 64, 8))))
    who = [
        (_("Name"), one.taker_name),
        (_("Document"), f"{one.get_shown_display()} {one.taker_identifier}"),
        (_("As"), str(one.get_taker_display())),
    ]
    who += [(_("By which power"), one.basis)] if one.basis else []
    blocks: list[dict[str, Any]] = [
        {"heading": _("What was offered") if one.is_refused else _("What was given"), "facts": act},
        {"heading": _("To whom"), "facts": who},
    ]
    if one.is_refused:
        seen = [(each["name"], each["identifier"]) for each in one.witnesses]
        blocks.append({"heading": _("Circumstances"), "text": one.refusal})
        blocks.append(
            {"heading": _("Witnesses"), **({"facts": seen} if seen else {"text": _("There were none.")})}
        )
    elif one.signed == CounterDelivery.Signed.NONE:
        blocks.append(
            {"text": _("Whoever takes it does not sign; the public employee gives faith of the delivery.")}
        )
    return blocks


def _signers(one: CounterDelivery) -> list[dict[str, str]]:
    employee = {
        "what": _("The public employee"), "who": one.employee_name, "post": one.employee_post,
    }  # fmt: skip
    if one.is_refused:
        return [
            employee,
            *({"what": _("Witness"), "who": ROOM, "post": each["name"]} for each in one.witnesses),
        ]
    if one.signed == CounterDelivery.Signed.SCREEN and one.signature:
        drawn = {"svg": svg_of(one.signature), "alt": _("Signature of whoever took it")}
        return [{"what": _("Received"), "post": one.taker_name, **drawn}, employee]
    if one.signed == CounterDelivery.Signed.PAPER:
        return [{"what": _("Received"), "who": ROOM, "post": one.taker_name}, employee]
    return [employee]
