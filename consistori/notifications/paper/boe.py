"""What the announcement in the BOE says, in the language of the journal and in Catalan for the board.

By the whole number and no name (LOPDGDD, DA 7a.1); never the whole text of the act. In brief it says neither what the
act is about (Llei 39/2015, art. 46).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from consistori.notifications.models.paper import PaperWay
from consistori.notifications.paper.rules.announcing import TAX_DAYS, Shape
from consistori.notifications.paper.words import appeal_words
from consistori.notifications.rules.contents import NONE
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month

DAYS_TO_APPEAR = 10
"""Working days to see what is announced in brief: 46 leaves the length to whoever announces it."""


@dataclass(frozen=True)
class Announced:
    """What is announced: its way, how its addressee is called, how much is said, and whose it is."""

    way: PaperWay
    who: str
    shape: Shape
    entity: Entity


def texts_of(one: Announced) -> tuple[str, str]:
    """The text in Spanish and in Catalan."""
    said = []
    for language in ("es", "ca"):
        with translation.override(language):
            said.append("\n\n".join(_paragraphs(one)))
    return said[0], said[1]


def _paragraphs(one: Announced) -> list[str]:
    dispatch = one.way.notification.dispatch
    day = day_and_month(dispatch.act_on, year=True)
    return [
        _("Announcement of %(house)s: notification of an act of %(day)s")
        % {"house": one.entity.name, "day": day},
        _why(one),
        "\n".join(f"{label}: {value}" for label, value in _facts(one)),
        _where(one),
    ]


def _why(one: Announced) -> str:
    house = one.entity.name
    if one.way.is_tax:
        words = _(
            "It has not been possible to notify this for reasons that are not of the administration, and %(house)s"
            " calls whoever is named below to appear to be notified (article 112 of Law 58/2003, of 17 December)."
        )
    else:
        words = _(
            "%(house)s notifies by this announcement the act that follows, which it has not been possible to notify"
            " otherwise (article 44 of Law 39/2015, of 1 October)."
        )
    return words % {"house": house}


def _facts(one: Announced) -> Sequence[tuple[str, str]]:
    notification, dispatch = one.way.notification, one.way.notification.dispatch
    facts = [(_("To whom"), one.who), (_("Notification"), notification.number)]
    if dispatch.reference:
        facts.append((_("Case file"), dispatch.reference))
    if not one.shape.is_brief:
        facts.append((_("What it is"), dispatch.title))
        facts += [(_("Number"), dispatch.act_number)] if dispatch.act_number else []
    facts += [
        (_("Date of the act"), day_and_month(dispatch.act_on, year=True)),
        (_("Decided by"), dispatch.body),
    ]
    if not one.shape.is_brief and dispatch.decides:
        facts += [(_("Appeals"), _appeals(one))] if _appeals(one) else []
    return facts


def _appeals(one: Announced) -> str:
    return " ".join(
        appeal_words(each) for each in one.way.notification.dispatch.facts.appeals if each.kind != NONE
    )


def _where(one: Announced) -> str:
    entity = one.entity
    place = ", ".join(part for part in (entity.name, entity.address, entity.postcode) if part)
    words = {"place": place, "office": entity.public_url, "tax_days": TAX_DAYS, "days": DAYS_TO_APPEAR}
    if one.way.is_tax:
        return (
            _(
                "Whoever is named may appear at %(place)s, or at the electronic office %(office)s, within %(tax_days)d"
                " natural days from the day after this announcement is published. If nobody appears, it is taken for"
                " notified to every legal effect from the day after that term ends."
            )
            % words
        )
    if one.shape.is_brief:
        return (
            _(
                "Whoever is named may see the whole act, and have it written that they have seen it, at %(place)s,"
                " or at the electronic office %(office)s, within %(days)d working days from the day after this"
                " announcement is published (article 46 of Law 39/2015)."
            )
            % words
        )
    return _("The whole act may be seen at %(place)s, or at the electronic office %(office)s.") % words
