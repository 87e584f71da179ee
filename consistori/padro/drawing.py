"""What a slip or a certificate says, as the data of a letter of the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.kernel.clock import now
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Named, Residence, Resident, Span, What
from consistori.tenancy.models import Entity
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

BASIS = "Llei 7/1985, arts. 15 i 16; Reial decret 1690/1986, arts. 53 i 61"


def title_of(paper: ResidencePaper) -> str:
    """Its name, in the language of the paper; never whose it is, for the file goes about."""
    with translation.override(paper.language):
        if paper.what == What.SLIP:
            together, alone = _("Residence slip of the household"), _("Residence slip")
        else:
            together, alone = _("Residence certificate of the household"), _("Residence certificate")
    return together if paper.span == Span.TOGETHER else alone


def draw_paper(entity: Entity, paper: ResidencePaper, residence: Residence, named: Named) -> bytes:
    """The PDF, without code nor seal yet."""
    with translation.override(paper.language):
        title = title_of(paper)
        moment = timezone.localtime(now())
        subject = named.people[0]
        blocks: list[dict[str, Any]] = [
            {"text": _opening(paper)},
            {"heading": _("Whose it is"), "facts": _person(subject)},
            {"heading": _("Where they live"), "facts": _dwelling(residence, subject)},
        ]
        if paper.span == Span.TOGETHER:
            blocks.append({"heading": _("Who else lives there"), **_household(named)})
        blocks.append({"heading": _("About this paper"), "text": _closing(paper, residence)})
        facts = {
            "letterhead": letterhead(entity, lang=paper.language),
            "kind": _("Register of residents"),
            "number": paper.entry.reference,
            "title": title,
            "reading": "sans",
            "margin": [
                (_("Date"), day_and_month(moment.date(), year=True)),
                (_("Request"), paper.entry.reference),
                (_("Data of"), day_and_month(residence.as_of, year=True)),
            ],
            "blocks": blocks,
            "place_and_date": f"{entity.short_name}, {day_and_month(moment.date(), year=True)}",
        }
    return compile_pdf("letter", facts, title=title, lang=paper.language, at=moment)


def _opening(paper: ResidencePaper) -> str:
    if paper.what == What.CERTIFICATE:
        return _("I certify that the register of residents of this town says, on this day, the following.")
    return _("The register of residents of this town says, on this day, the following.")


def _person(one: Resident) -> list[tuple[str, str]]:
    facts = [(_("Name and surnames"), one.full_name)]
    if one.identifier:
        facts.append((_("Document number"), one.identifier))
    facts.append((_("Day of birth"), _day(one.birth_date)))
    return facts


def _dwelling(residence: Residence, subject: Resident) -> list[tuple[str, str]]:
    return [
        (_("Address"), residence.first_line),
        (_("Town or village"), residence.second_line),
        (_("Registered since"), _day(subject.since)),
    ]


def _household(named: Named) -> dict[str, Any]:
    points = [
        (f"{number}.", ", ".join(filter(None, [one.full_name, one.identifier, _born(one)])))
        for number, one in enumerate(named.people[1:], start=1)
    ]
    if named.counted:
        words = ngettext(
            "And %(count)s person more, whom this paper does not name.",
            "And %(count)s people more, whom this paper does not name.",
            named.counted,
        )
        points.append(("", words % {"count": named.counted}))
    return {"points": points} if points else {"text": _("Nobody else.")}


def _born(one: Resident) -> str:
    return _("born on %(day)s") % {"day": _day(one.birth_date)}


def _closing(paper: ResidencePaper, residence: Residence) -> str:
    parts = []
    if paper.purpose:
        parts.append(
            _("It is given at the request of the person, to be presented at: %(where)s.")
            % {"where": paper.purpose}
        )
    if paper.what == What.SLIP:
        parts.append(_("A slip informs of what the register says; it is not a certificate."))
    parts.append(
        _("Source: %(source)s, data of %(day)s. %(basis)s.")
        % {"source": residence.source.lower(), "day": _day(residence.as_of), "basis": BASIS}
    )
    return " ".join(parts)


def _day(day: date) -> str:
    return day_and_month(day, year=True)


def names_of(people: Sequence[Resident]) -> str:
    """Several names in a line."""
    return ", ".join(one.full_name for one in people)
