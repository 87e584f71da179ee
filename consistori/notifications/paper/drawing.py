"""Drawing what goes on paper: the letter for an envelope with a window, the sheet of the round and its slips.

What shows on the outside is the name, the address and a number in bars; what whoever carries it sees never says what
the act is about (Llei 39/2015, art. 41.1; RGPD, art. 5.1.f).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.formats.code128 import QUIET, code128_svg, width_of
from consistori.notifications.models.paper import RESULTS
from consistori.notifications.paper.rules.attempts import LPAC, Result
from consistori.notifications.paper.rules.codes import CODE_OF_RESULT, in_groups
from consistori.notifications.paper.rules.window import Box, Envelope
from consistori.notifications.paper.words import appeal_words
from consistori.notifications.rules.contents import NONE, AppealAsked
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

MODULE = 0.375
"""Width of the thinnest bar, in millimetres: a scanner of any price reads it."""
LONGEST_NAME = 112
LONGEST_LINE = 108
_INSET = 1.5


@dataclass(frozen=True)
class Letter:
    """All that a letter says. `code` is its number in bars. `warns`: the next will be electronic (RD 203/2021, 43.2).

    `seconds` is what is known of each attempt, for whoever carries it. `in_office`: it may be read there (41.2).
    """

    code: str
    number: str
    name: str
    lines: tuple[str, ...]
    language: str
    title: str
    act_number: str
    act_on: date
    body: str
    reference: str
    office: str
    decides: bool = True
    ends_way: bool | None = None
    appeals: tuple[AppealAsked, ...] = ()
    warns: bool = False
    is_obliged: bool = False
    is_person: bool = True
    seconds: tuple[str, str] = ("", "")
    is_tax: bool = False
    in_office: bool = True


def letters_pdf(entity: Entity, letters: Sequence[Letter], envelope: Envelope, *, at: datetime) -> bytes:
    """The first sheet of each letter, one after the other: each takes one side."""
    seen = envelope.always_seen
    data = {
        "letterhead": letterhead(entity, lang=entity.language),
        "seen": _inner(seen),
        "quiet": QUIET * MODULE,
        "aside": _aside(envelope),
        "letters": [_cover(one) for one in letters],
    }
    title = _("Notifications")
    return compile_pdf("envelope", data, title=title, lang=entity.language, at=at)


def _inner(seen: Box) -> dict[str, float]:
    return {
        "left": seen.left + _INSET,
        "top": seen.top + 0.5,
        "width": seen.right - seen.left - 2 * _INSET,
        "height": seen.bottom - seen.top - 1,
    }


def _aside(envelope: Envelope) -> dict[str, float]:
    """The strip beside the window, out of what may ever be seen through it."""
    hidden = envelope.ever_seen
    if hidden.left > 80:
        return {"left": 24, "top": 36, "width": hidden.left - 24 - 4}
    return {"left": hidden.right + 6, "top": 36, "width": 190 - hidden.right - 6}


def _cover(letter: Letter) -> dict[str, Any]:
    with translation.override(letter.language):
        blocks: list[dict[str, Any]] = [
            {"text": _("We notify you this act. Its whole text comes with this letter (Law 39/2015, article 40).")},
            {"facts": [
                (_("What it is"), letter.title),
                *([(_("Number"), letter.act_number)] if letter.act_number else []),
                (_("Date of the act"), day_and_month(letter.act_on, year=True)),
                (_("Decided by"), letter.body),
                *([(_("Case file"), letter.reference)] if letter.reference else []),
            ]},
            *_appeals(letter),
            *_office(letter),
            *({"text": one} for one in _ways(letter)),
        ]  # fmt: skip
        return {
            **_bars(letter.code),
            "lang": letter.language,
            "name": _cut(letter.name, LONGEST_NAME),
            "lines": [_cut(line, LONGEST_LINE) for line in letter.lines],
            "title": _("Notification"),
            "facts": [
                (_("Notification"), letter.number),
                (_("Date of the act"), day_and_month(letter.act_on, year=True)),
            ],
            "blocks": blocks,
        }


def _appeals(letter: Letter) -> list[dict[str, Any]]:
    """What the notification must say of the way and the appeals (40.2), also where the act says it already."""
    if not letter.decides:
        return []
    said = []
    if letter.ends_way is not None:
        said.append(
            _("This act ends the administrative way.")
            if letter.ends_way
            else _("This act does not end the administrative way.")
        )
    said += [appeal_words(one) for one in letter.appeals if one.kind != NONE]
    if not said:
        return []
    said.append(_("You may also lodge any other appeal that you think fit."))
    return [{"heading": _("What you can do against it"), "text": " ".join(said)}]


def _office(letter: Letter) -> list[dict[str, Any]]:
    """That it may be read there, save what cannot be electronic (41.2)."""
    if not letter.in_office:
        return []
    words = _(
        "You can read it at %(address)s, without waiting for this letter. If you open it there before somebody "
        "takes this letter at your home, you are notified on that day (Law 39/2015, articles 41.7 and 42.1)."
    )
    return [{"heading": _("It is in the electronic office too"), "text": words % {"address": letter.office}}]


def _ways(letter: Letter) -> list[str]:
    if letter.warns:
        return [
            _(
                "You must deal with the administration by electronic means: this first notification goes on paper"
                " because we know no e-mail or mobile of yours. The next ones will be electronic only. You can tell us"
                " where to send you notices of them at the electronic office (Royal Decree 203/2021, article 43.2)."
            )
        ]
    if letter.is_obliged or not letter.is_person:
        return []
    return [
        _(
            "You may ask at any time to be notified by electronic means, or on paper again (Law 39/2015, article 41.1)."
        )
    ]


def round_pdf(entity: Entity, letters: Sequence[Letter], *, number: str, at: datetime) -> bytes:
    """The sheet of whoever carries them, with their bars and those of the results, and a slip each to be signed."""
    with translation.override(entity.language):
        data = {
            "letterhead": letterhead(entity, lang=entity.language),
            "number": number,
            "quiet": QUIET * MODULE,
            "title": _("Round of notifications %(number)s") % {"number": number},
            "subtitle": _("Write the day and the hour of each time, even if nobody is there."),
            "results_title": _("What happened"),
            "results": [_result(value, words) for value, words in RESULTS],
            "columns": [
                "",
                _("Notification"),
                _("To whom and where"),
                _("First attempt"),
                _("Second attempt"),
            ],
            "lines": [_line(place, one) for place, one in enumerate(letters, start=1)],
            "note": _(
                "The second attempt is made within the three working days after the first, on the other side of three "
                "in the afternoon and at least three hours apart by the clock (Law 39/2015, article 42.2)."
            ),
        }
        title = str(data["title"])
    data["slips"] = [_slip(one) for one in letters]
    return compile_pdf("round", data, title=title, lang=entity.language, at=at)


def _bars(code: str) -> dict[str, Any]:
    return {"bars": code128_svg(code), "width": round(width_of(code) * MODULE, 2), "code": in_groups(code)}


def _result(value: str, words: Any) -> dict[str, Any]:
    code = CODE_OF_RESULT[Result(value)]
    return {
        "bars": code128_svg(code),
        "width": round(width_of(code) * MODULE, 2),
        "words": f"{code} {words}",
    }


def _line(place: int, letter: Letter) -> dict[str, Any]:
    first, second = letter.seconds
    return {
        **_bars(letter.code),
        "place": str(place),
        "name": _cut(letter.name, LONGEST_NAME),
        "lines": list(letter.lines),
        "first": first,
        "second": second,
    }


def _slip(letter: Letter) -> dict[str, Any]:
    with translation.override(letter.language):
        first, second = letter.seconds
        return {
            **_bars(letter.code),
            "lang": letter.language,
            "title": _("Receipt of a notification"),
            "article": "Llei 58/2003, arts. 110-112" if letter.is_tax else f"{LPAC}42.2",
            "facts": [
                (_("Notification"), letter.number),
                (_("To whom"), _cut(letter.name, LONGEST_NAME)),
                (_("Where"), ", ".join(letter.lines)),
                (_("Act of"), day_and_month(letter.act_on, year=True)),
            ],
            "tries": [
                {"title": _("First attempt"), "note": first},
                {"title": _("Second attempt"), "note": second},
            ],
            "boxes": [str(words) for _value, words in RESULTS[:6]],
            "words": {
                "day": _("Day"), "hour": _("Hour"), "taker": _("Who takes it"), "name": _("Name"),
                "identifier": _("Document"), "relation": _("What they are to the addressee"),
                "over_14": _("over fourteen"), "signs": _("Signature of whoever takes it"),
                "carrier": _("Signature and number of whoever carries it"),
            },
        }  # fmt: skip


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
