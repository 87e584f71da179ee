"""The application [sol·licitud / solicitud] made of the answers: a PDF that people read, with its data inside."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.sheet import Sheet, in_words
from consistori.eoffice.asking.consults import looks_of_draft
from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.filing.papers import Waiting, places_of
from consistori.eoffice.filing.sealing import digest
from consistori.eoffice.filing.together import Together
from consistori.eoffice.forms.answers import live, said
from consistori.eoffice.forms.fields import Form
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import Draft
from consistori.parties.rules.identifiers import IdentifierKind, guess_kind
from consistori.tenancy.scope import current_entity
from consistori.ui.dates import hour, long_day
from consistori.ui.typst import Attachment, compile_pdf, letterhead


@dataclass(frozen=True)
class Application:
    """All that a person signs: the procedure, the answers, the papers, who they are, the text accepted and the hour."""

    draft: Draft
    sheet: Sheet
    form: Form
    content: Content
    papers: list[Waiting]
    citizen: Citizen
    statement: str
    at: datetime
    address: str = ""

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def title(self) -> str:
        return in_words(self.sheet.name, self.language) or self.sheet.code

    @property
    def together(self) -> Together:
        """Those who ask with them, and who speaks for all."""
        return Together.of(self.content.together)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that count, by field."""
        return live(self.form, self.content.answers)

    def answers_sha256(self) -> str:
        """The hash of the answers in canonical JSON."""
        return digest(canonical(self.answers))

    def papers_listed(self) -> list[dict[str, Any]]:
        """Each paper with its hash, as the evidence keeps it."""
        return [
            {"place": one.key, "name": one.file.name, "size": one.file.size, "sha256": one.file.sha256}
            for one in self.papers
        ]

    def data(self) -> dict[str, Any]:
        """What was said and how it was signed, for programs (the evidence of R-SIG-03 inside the document)."""
        who = self.citizen
        return {
            "procedure": {
                "code": self.sheet.code,
                "version": str(self.draft.version_id or ""),
                "number": self.draft.version_number,
            },
            "answers": self.answers,
            "contact": self.content.contact,
            "together": self.content.together,
            "papers": self.papers_listed(),
            "signature": {
                "by": {"name": who.full_name, "identifier": who.identifier},
                "for": {"name": who.firm, "identifier": who.firm_identifier} if who.represents_firm else None,
                "method": who.method,
                "level": who.level,
                "assertion_sha256": who.evidence,
                "came_in_at": who.entered_at,
                "statement": self.statement,
                "statement_sha256": digest(self.statement.encode()),
                "answers_sha256": self.answers_sha256(),
                "at": self.at.isoformat(),
                "address": self.address,
            },
        }


def canonical(value: Any) -> bytes:
    """JSON always written in the same way: keys in order, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def application_pdf(one: Application) -> bytes:
    """The PDF of an application, with its data attached."""
    with translation.override(one.language):
        attached = Attachment(
            "application.json",
            json.dumps(one.data(), ensure_ascii=False, indent=1).encode(),
            "application/json",
            _("What was said and how it was signed, for programs"),
            "source",
        )
        return compile_pdf("letter", _facts(one), [attached], title=one.title, lang=one.language, at=one.at)


def _facts(one: Application) -> dict[str, Any]:
    local = timezone.localtime(one.at)
    blocks: list[dict[str, Any]] = [
        {
            "heading": _("Who asks for it"),
            "facts": people_said(one.citizen, one.content.contact, one.together),
        }
    ]
    blocks += [
        {"heading": title, "facts": [(label, words) for label, words in lines]}
        for title, lines in said(one.form, one.content.answers, one.language)
        if lines
    ]
    titles = {place.key: place.title for place in places_of(one.sheet, one.form, one.language)}
    papers = [
        (f"{n}.", f"{titles.get(paper.key, paper.key)}: {paper.file.name}")
        for n, paper in enumerate(one.papers, start=1)
    ]
    blocks.append(
        {"heading": _("What comes with it"), **({"points": papers} if papers else {"text": _("No papers.")})}
    )
    blocks += _looked_up(one)
    blocks.append({"heading": _("What is signed"), "text": one.statement})
    return {
        "letterhead": letterhead(current_entity(), lang=one.language),
        "kind": _("Application"),
        "number": one.sheet.code,
        "title": one.title,
        "reading": "sans",
        "margin": [(_("Date"), long_day(local, year=True)), (_("Hour"), f"{local:%H:%M:%S}")],
        "blocks": blocks,
        "signers": [
            {
                "what": _("Signed electronically"),
                "who": one.citizen.full_name,
                "post": one.citizen.firm,
                "when": f"{long_day(local, year=True)}, {hour(local)}",
            }
        ],
    }


def _looked_up(one: Application) -> list[dict[str, Any]]:
    """What the town hall will look up instead of asking for it, and to what of it the person is against (R-DOC-07)."""
    looks = looks_of_draft(one.draft.pk, one.sheet, one.language)
    if not looks:
        return []
    said = [
        (look.what, _("I am against it: I bring it.") if look.opposed else _("Look it up.")) for look in looks
    ]
    return [{"heading": _("What is looked up"), "facts": said}]


def people_said(
    citizen: Citizen, contact: dict[str, str], together: Together | None = None
) -> list[tuple[str, str]]:
    """Who asks, with whom, and where notices go, as pairs of label and words."""
    found = [(_("Name"), citizen.full_name), (_("DNI, NIE or passport"), citizen.identifier)]
    if citizen.represents_firm:
        is_firm = guess_kind(citizen.firm_identifier) is IdentifierKind.NIF
        number = _("NIF of the firm") if is_firm else _("Number of whom they act for")
        found += [(_("On behalf of"), citizen.firm), (number, citizen.firm_identifier)]
    if together is not None and together.others:
        own = (
            (citizen.firm, citizen.firm_identifier)
            if citizen.represents_firm
            else (citizen.full_name, citizen.identifier)
        )
        found += [(_("Asks for it too"), f"{one.name} · {one.identifier}") for one in together.others]
        found.append((_("Speaks for all"), together.speaker(*own)))
    if notices := " · ".join(contact[key] for key in ("email", "phone") if contact.get(key)):
        found.append((_("Notices to"), notices))
    return found
