"""The answer to a right of access: one ZIP with a letter to be read and the same as data."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.directory.papers import sheet_of_rows
from consistori.kernel.clock import now
from consistori.protection.holdings import HeldCase, Holdings
from consistori.protection.models import AccessRequest
from consistori.tenancy.models import Entity
from consistori.ui.dates import hour, in_words, short_day
from consistori.ui.typst import compile_pdf, letterhead

MOST_ON_PAPER = 300


def pack(asked: AccessRequest, held: Holdings, entity: Entity, *, by: str, lang: str) -> bytes:
    """The ZIP: `…pdf` (the letter), `…json` (everything), `…csv` (who has read it)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(f"{_('your-data')}.pdf", letter(asked, held, entity, by=by, lang=lang))
        package.writestr(f"{_('your-data')}.json", held.as_data())
        package.writestr(f"{_('who-has-read-them')}.csv", _readings(held))
        package.writestr(f"{_('cases-and-documents')}.csv", _cases(held))
    return made.getvalue()


def letter(asked: AccessRequest, held: Holdings, entity: Entity, *, by: str, lang: str) -> bytes:
    """The letter that a person reads: what we hold, where, who read it, to whom it went, and what one may do."""
    blocks: list[dict[str, Any]] = [{"text": _opening(asked, entity)}]
    blocks += [{"heading": _("Who you are for us")}, {"facts": held.identity}]
    blocks += [{"heading": _("Where you come")}]
    blocks += [block for case in held.cases for block in _case(case)] or [{"text": _("You come in no case.")}]
    if held.withheld:
        blocks.append(
            {"text": _("Some is left out: %(why)s (GDPR, arts. 15.4 and 23).") % {"why": asked.withheld_why}}
        )
    if held.contacts:
        blocks += [{"heading": _("When you came, called or wrote")}, {"facts": _came(held)}]
    if held.sources:
        blocks += [{"heading": _("Where they come from")}, *({"text": said} for said in held.sources)]
    blocks += [{"heading": _("Who has read it")}, *_read(held)]
    blocks += [{"heading": _("To whom it went")}, *_went(held)]
    blocks += [{"heading": _("What you may do")}, {"text": _rights()}]
    title = _("What the town hall holds of you")
    at = now()
    data = {
        "letterhead": letterhead(entity, lang=lang), "kind": _("Right of access"), "title": title,
        "subtitle": held.name, "blocks": blocks,
        "place_and_date": f"{entity.short_name}, {in_words(timezone.localtime(at))}",
        "signers": [{"what": _("Prepared by"), "who": by}],
    }  # fmt: skip
    return compile_pdf("letter", data, title=f"{title} · {held.name}", lang=lang, at=at)


def _opening(asked: AccessRequest, entity: Entity) -> str:
    return _(
        "On %(day)s you asked %(town)s what it holds of you. This is the answer. We hold these data because the law "
        "gives the town hall the duties for which they serve (GDPR, art. 6.1.c and e; LOPDGDD, art. 8), and we keep "
        "them for as long as the classification of each case says."
    ) % {"day": asked.asked_on.strftime("%d/%m/%Y"), "town": entity.name}


def _rights() -> str:
    return _(
        "You may ask us to correct what is wrong, to delete what is no longer needed, to limit its use or to oppose it "
        "(GDPR, arts. 16 to 21), and to see and copy the papers of the cases in which you are interested (Llei "
        "39/2015, art. 53.1.a). If you do not agree with this answer you may go to the data protection officer of the "
        "town hall and to the Catalan Data Protection Authority."
    )


def _case(case: HeldCase) -> list[dict[str, Any]]:
    day = case.opened_on.strftime("%d/%m/%Y")
    facts = [
        (_("Case"), f"{case.number} · {case.title}"), (_("You are"), case.quality), (_("Opened on"), day),
    ]  # fmt: skip
    if case.series:
        facts.append((_("Series"), case.series))
    papers = "; ".join(document.title for document in case.documents)
    return [{"facts": [*facts, (_("Documents"), papers or "–"), (_("How long it is kept"), case.kept)]}]


def _read(held: Holdings) -> list[dict[str, Any]]:
    if not held.readings:
        return [{"text": _("Nobody has opened it yet.")}]
    shown = [
        (
            f"{short_day(one.at, year=True)}, {hour(one.at)}",
            " · ".join(filter(None, [one.who, one.kind, one.what])),
        )
        for one in held.readings[-MOST_ON_PAPER:]
    ]
    blocks: list[dict[str, Any]] = [{"facts": shown}]
    if len(held.readings) > MOST_ON_PAPER:
        said = _("The last %(shown)s of %(all)s; all of them are in the sheet beside this letter.")
        blocks.append({"text": said % {"shown": MOST_ON_PAPER, "all": len(held.readings)}})
    return blocks


def _came(held: Holdings) -> list[tuple[str, str]]:
    return [
        (short_day(one.at, year=True), " · ".join(filter(None, [one.channel, one.subject, one.note])))
        for one in held.contacts
    ]


def _went(held: Holdings) -> list[dict[str, Any]]:
    if not held.recipients:
        return [{"text": _("To nobody outside the town hall, as far as this program knows.")}]
    went = [
        (short_day(one.at, year=True), " · ".join(filter(None, [one.how, one.what])))
        for one in held.recipients
    ]
    return [{"facts": went}]


def _readings(held: Holdings) -> bytes:
    header = [_("When"), _("Who"), _("Kind"), _("What was opened"), _("Through")]
    rows = [[timezone.localtime(one.at), one.who, one.kind, one.what, one.channel] for one in held.readings]
    return sheet_of_rows("csv", _("Who has read it"), header, rows)


def _cases(held: Holdings) -> bytes:
    header = [_("Case"), _("Title"), _("Series"), _("You are"), _("Opened on"), _("Document"), _("Date")]
    rows = [
        [case.number, case.title, case.series, case.quality, case.opened_on, paper.title, paper.date_on]
        for case in held.cases
        for paper in case.documents
    ]
    return sheet_of_rows("csv", _("Cases"), header, rows)
