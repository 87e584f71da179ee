"""A correction request in the folder: its card in «It is your turn», and its lines on the page of the case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from consistori.cases.models import CorrectionRequest
from consistori.eoffice.correcting.selectors import own_corrections
from consistori.eoffice.folder.cards import Card
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.clock import today
from consistori.ui.dates import day_and_month


def cards_of(_citizen: Citizen, who: Whom, _language: str) -> list[Card]:
    """A card for each request that waits for them. Two statements."""
    return [card_of(one, who) for one in own_corrections(who)]


def card_of(request: CorrectionRequest, who: Whom) -> Card:
    """What lacks and until when, with the way to fix it."""
    case = request.case
    lacking = [point for point in request.points.all() if not point.is_answered]
    first = lacking[0]
    colon = "" if first.label.endswith(("?", ".", ":")) else ":"
    ask: Any = format_html("<b>{}{}</b> {}", first.label, colon, first.asks)
    if more := len(lacking) - 1:
        words = ngettext("And one thing more.", "And %(n)s things more.", more) % {"n": more}
        ask = format_html("{} {}", ask, words)
    return Card(
        _("A reserved case") if case.reserved else case.title,
        url_of(request),
        number=case.number,
        state=sentence_of(request, len(lacking)),
        ask=ask,
        act=pgettext("folder card", "Correct it") if len(lacking) == 1 else _("Correct them"),
        act_icon="edit",
        margin=margin_of(request),
        for_firm=who.is_of_the_firm(request.party_id),
        is_whole=True,
    )


def sentence_of(request: CorrectionRequest, lacking: int) -> str:
    """«We lack one thing to go on. The term is stopped until we have it»."""
    said = ngettext("We lack one thing to go on", "We lack %(n)s things to go on", lacking) % {"n": lacking}
    if not request.is_compulsory:
        return _("You may improve what you asked for, if you want")
    if request.is_stopping(today()):
        stopped = _("Our term to answer is stopped until we have it")
        return f"{said}. {stopped}"
    return said


def margin_of(request: CorrectionRequest) -> Any:
    """The days that are left and the last one; late, that it still counts."""
    term: Any = request.term
    if term is None:
        return ""
    last = term.last_day or term.not_before
    left = (last - today()).days
    if left < 0 and term.is_sure:
        return format_html("<b>{}</b><span>{}</span>", _("Late"), _("but it still counts"))
    words = ngettext("day, until %(day)s", "days, until %(day)s", left) % {"day": day_and_month(last)}
    return format_html("<b>{}</b><span>{}</span>", max(left, 0), words)


def url_of(request: CorrectionRequest) -> str:
    """The page that fixes it."""
    return reverse("eoffice:folder_correction", args=[request.case.number, request.pk])
