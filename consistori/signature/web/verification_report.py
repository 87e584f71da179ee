"""The report of a check [informe de verificació] as a PDF/A: what was checked, when, and what was found."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.kernel.clock import now
from consistori.signature import layer_words, sentences
from consistori.signature.engine.facts import SignatureFacts
from consistori.signature.verification import Paper, VerificationReport
from consistori.ui.dates import day_and_month, in_words
from consistori.ui.typst import compile_pdf, letterhead


def report_pdf(found: VerificationReport) -> bytes:
    """The PDF/A of a check, in the language of the page."""
    paper, language = found.paper, get_language() or "ca"
    data = {
        "reading": "sans",
        "kind": _("Report"),
        "number": "",
        "margin": [[_("Checked on"), in_words(now())], [_("Issued by"), paper.entity.short_name]],
        "title": _("Report of the check of a document"),
        "subtitle": sentences.overall(found.report),
        "letterhead": letterhead(paper.entity, lang=language),
        "blocks": [
            _document_block(found),
            *(_signature_block(one) for one in found.signatures),
            *_layers_block(found),
            _end(),
        ],
    }
    return compile_pdf("letter", data, title=str(data["title"]), lang=language)


def _document_block(found: VerificationReport) -> dict[str, Any]:
    paper = found.paper
    facts = [
        [_("Document"), paper.title],
        [_("Code"), paper.code],
        *_numbered(paper),
        [_("Address"), f"{paper.entity.public_url}{_path(paper.code)}"],
        [_("Pages"), str(paper.pages or "-")],
        [_("Size"), _("%(size)s bytes") % {"size": paper.size}],
        [_("SHA-256"), _in_groups(paper.sha256)],
    ]
    return {"heading": _("Document"), "facts": facts}


def _numbered(paper: Paper) -> list[list[str]]:
    """The number in its book, and how it stands there."""
    if paper.numbering is None:
        return []
    day = day_and_month(paper.numbering.on, year=True)
    return [[_("In its book"), f"{paper.numbering.words}, {day}. {paper.numbering.standing}."]]


def _signature_block(one: SignatureFacts) -> dict[str, Any]:
    who = ", ".join(part for part in (one.signer, one.post) if part)
    facts = [
        [_("Who"), who],
        [_("When"), sentences.when_signed(one)],
        [_("Holds"), sentences.whether_it_holds(one)],
        [_("Afterwards"), sentences.what_came_after(one)],
        [
            _("Certificate"),
            _("of %(issuer)s, number %(serial)s") % {"issuer": one.issuer, "serial": one.serial},
        ],
        [_("Timestamp"), one.stamped_by or _("none")],
        [_("Policy"), one.policy or _("none")],
        [_("Level"), f"PAdES {one.level}"],
    ]
    return {"heading": _("Signature"), "facts": facts}


def _layers_block(found: VerificationReport) -> list[dict[str, Any]]:
    """What holds the signatures, layer by layer, and until when; nothing without signatures."""
    report = found.report
    if not report.layers:
        return []
    facts = [[layer_words.name_of(one), layer_words.dates_of(one)] for one in report.layers]
    if report.holds_until:
        day = day_and_month(report.holds_until, year=True)
        facts.append([_("Holds until"), f"{day}. {layer_words.until_when(report)}"])
    return [{"heading": _("What holds it"), "facts": facts}]


def _end() -> dict[str, Any]:
    return {
        "text": _(
            "This report says what the program found at that moment. Anybody can check the document again "
            "with its code, or its signatures with any program that validates PAdES."
        )
    }


def _path(code: str) -> str:
    """The path of the check, without the prefix of the entity that the public address already has."""
    path = reverse("verify:result", args=[code])
    return path[path.index("/verify/") :]


def _in_groups(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
