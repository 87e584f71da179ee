"""The papers of what is filed before an officer: the consent signed by hand, and the application that she signs."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.assistance.models import AssistedFiling, AuthorisedOfficer
from consistori.assistance.phone.services import OpenedHelp
from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.eoffice.filing.papers import places_of
from consistori.eoffice.forms.answers import said
from consistori.parties.models import Party
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import long_day
from consistori.ui.typst import Attachment, compile_pdf, letterhead

_BLANK = "\n\n\n"
"""Room to sign by hand."""


def consent_text(party: Party, officer: AuthorisedOfficer, sheet: Sheet, language: str) -> str:
    """What the person consents to, whole, in their language: it is kept as they read it."""
    with translation.override(language):
        return " ".join(
            [
                _("I, %(name)s, with the document %(number)s, have shown who I am.")
                % {"name": party.display_name, "number": party.identifier},
                _(
                    "I am not obliged to deal with the administration by electronic means, and I lack what is needed."
                ),
                _("I consent that %(officer)s (%(post)s, %(house)s) identifies me and signs for me.")
                % {"officer": officer.name, "post": officer.post, "house": current_entity().name},
                _("It is only to file “%(procedure)s”, with what I have said and read in the application.")
                % {"procedure": in_words(sheet.name, language) or sheet.code},
                _("I keep a copy of this consent."),
            ]
        )


def consent_pdf(filing: AssistedFiling) -> bytes:
    """The consent, to be printed twice and signed by hand: one stays, one goes with the person."""
    with translation.override(filing.language):
        day = long_day(timezone.localtime(filing.begun_at), year=True)
        facts = [
            (_("Who consents"), f"{filing.party.display_name} · {filing.party.identifier}"),
            (_("Document that they show"), str(filing.get_shown_display())),
            (_("Officer who will sign"), f"{filing.officer.name} · {filing.officer.post}"),
            (_("Authorised by"), filing.officer.decree),
        ]
        blocks: list[dict[str, Any]] = [
            {"facts": facts},
            {"heading": _("What I consent to"), "text": filing.consent_text},
        ]
        data = {
            "letterhead": letterhead(current_entity(), lang=filing.language),
            "kind": _("Consent"),
            "number": filing.helped.procedure,
            "title": _("Consent to file before an authorised officer"),
            "reading": "sans",
            "margin": [(_("Date"), day), (_("Article"), "Llei 39/2015, art. 12.2")],
            "blocks": blocks,
            "place_and_date": f"{current_entity().short_name}, {day}",
            "signers": [
                {"what": _("Signature of the person"), "who": _BLANK, "post": filing.party.display_name},
                {"what": _("Signature of the officer"), "who": _BLANK, "post": filing.officer.name},
            ],
        }
        return compile_pdf(
            "letter", data, [], title=str(data["title"]), lang=filing.language, at=filing.begun_at
        )


def signed_application(filing: AssistedFiling, opened: OpenedHelp, answers: dict[str, Any]) -> bytes:
    """The application as the officer signs it: who asks, what they say, that they consented, and the data inside."""
    with translation.override(filing.language):
        attached = Attachment(
            "application.json",
            json.dumps(_data(filing, opened, answers), ensure_ascii=False, indent=1).encode(),
            "application/json",
            _("What was said and before whom, for programs"),
            "source",
        )
        title = in_words(opened.shown.sheet.name, filing.language) or opened.shown.code
        facts = _facts(filing, opened, title)
        return compile_pdf("letter", facts, [attached], title=title, lang=filing.language, at=filing.begun_at)


def _data(filing: AssistedFiling, opened: OpenedHelp, answers: dict[str, Any]) -> dict[str, Any]:
    officer = filing.officer
    return {
        "procedure": {
            "code": opened.shown.code,
            "version": str(opened.shown.version_id),
            "number": opened.shown.number,
        },
        "answers": answers,
        "papers": filing.papers,
        "assisted": {
            "for": {"name": filing.party.display_name, "identifier": filing.party.identifier},
            "shown": filing.shown,
            "officer": {
                "name": officer.name,
                "post": officer.post,
                "decree": officer.decree,
                "authorisation": str(officer.pk),
                "in_force_on": filing.held_on.isoformat(),
            },
            "consent": filing.consent_text,
            "consent_sha256": filing.consent_sha256,
            "consented_at": filing.consented_at.isoformat() if filing.consented_at else "",
        },
    }


def _facts(filing: AssistedFiling, opened: OpenedHelp, title: str) -> dict[str, Any]:
    who = [
        (_("Name"), filing.party.display_name),
        (_("DNI, NIE or passport"), filing.party.identifier),
    ]
    if notices := " · ".join(value for value in opened.content.contact.values() if value):
        who.append((_("Notices to"), notices))
    blocks: list[dict[str, Any]] = [{"heading": _("Who asks for it"), "facts": who}]
    blocks += [
        {"heading": name, "facts": [(label, words) for label, words in lines]}
        for name, lines in said(opened.form, opened.content.answers, filing.language)
        if lines
    ]
    titles = {one.key: one.title for one in places_of(opened.shown.sheet, opened.form, filing.language)}
    papers = [
        (f"{n}.", f"{titles.get(one.key, one.key)}: {one.file.name}")
        for n, one in enumerate(opened.papers, start=1)
    ]
    blocks.append(
        {"heading": _("What comes with it"), **({"points": papers} if papers else {"text": _("No papers.")})}
    )
    blocks.append({"heading": _("Before whom it is filed"), "text": filing.consent_text})
    return {
        "letterhead": letterhead(current_entity(), lang=filing.language),
        "kind": _("Application"),
        "number": opened.shown.code,
        "title": title,
        "reading": "sans",
        "margin": [(_("Date"), long_day(timezone.localtime(filing.begun_at), year=True))],
        "blocks": blocks,
        "signers": [],
    }
