"""Answering a correction request from the folder: an entry of its own, with receipt, that lands in the case.

Identification is enough: to bring what is asked is not among the acts for which a signature is required (LPAC 11.2).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.correcting.acts import CorrectionEnded
from consistori.cases.correcting.answers import Answered, record_answer
from consistori.cases.models import CorrectionPoint, CorrectionRequest
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, receive_document
from consistori.eoffice.folder.adding import MOST, PROCEDURE, About, people_of_sender
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import OutsideReference, register_entry
from consistori.tenancy.scope import current_entity
from consistori.trail import act
from consistori.ui.dates import hour, long_day
from consistori.ui.typst import Attachment, compile_pdf, letterhead

REGISTER = "correction"
LONGEST = 4000


@dataclass(frozen=True)
class Said:
    """What somebody answers to a point: a value of its question, words, files."""

    point: CorrectionPoint
    value: Any = None
    words: str = ""
    files: Sequence[ReceivedFile] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """As people read it: what is written, and the names of the files."""
        return "\n".join([*filter(None, [self.words]), *(file.name for file in self.files)])


@act
def answer_correction(
    request: CorrectionRequest,
    said: Sequence[Said],
    *,
    citizen: Citizen,
    for_firm: bool = False,
    token: str,
    language: str,
    by: Actor,
) -> RegistryEntry:
    """Enter in the registry what answers these points, all or some, and put it in the case. The same `token` twice
    enters once. Late, it counts while no resolution has ended the request (73.3).

    Raises `CorrectionEnded`, `BadInput` (`points`), `FileRefused`, `FileTooLarge`.
    """
    outside = OutsideReference(REGISTER, _mark(request, citizen, token))
    known = RegistryEntry.objects.filter(
        external_register=outside.register, external_reference=outside.reference
    ).first()
    if known is not None:
        return known
    if not request.is_open:
        raise CorrectionEnded
    if not said:
        raise BadInput(
            gettext_lazy("Write or bring at least one of the things that we ask you."), field="points"
        )
    if sum(len(one.files) for one in said) > MOST:
        raise BadInput(
            gettext_lazy("At most twenty files at once: send the rest afterwards."), field="points"
        )
    case = request.case
    about = About(case.number, "" if case.reserved else case.title, for_firm)
    papers = [
        receive_document(by=by, received=file, title=one.point.label[:200], language=language)
        for one in said
        for file in one.files
    ]
    with translation.override(language):
        subject = _("Answer to the correction request of %(number)s") % {"number": case.number}
        answer = _paper(request, said, citizen, about, language, by)
    entry = register_entry(
        by=by,
        subject=subject[:250],
        heading=Heading.CORRECTION,
        channel=Channel.OFFICE,
        people=people_of_sender(citizen, about),
        documents=[answer, *papers],
        language=language,
        procedure=PROCEDURE,
        answers=_answers(request, said, citizen),
        outside=outside,
    )
    points = {one.point.pk: Answered(one.in_words, one.value) for one in said}
    record_answer(request, entry, by=by, points=points)
    return entry


def _answers(request: CorrectionRequest, said: Sequence[Said], citizen: Citizen) -> dict[str, Any]:
    """What the entry keeps for programs."""
    return {
        "about": request.case.number,
        "correction": str(request.pk),
        "points": {str(one.point.pk): one.value if one.value is not None else one.words for one in said},
        "evidence": citizen.evidence,
    }


def _mark(request: CorrectionRequest, citizen: Citizen, token: str) -> str:
    said = f"{citizen.identifier}|{citizen.firm_identifier}|{request.pk}|{token}"
    return hashlib.sha256(said.encode()).hexdigest()


def _paper(
    request: CorrectionRequest, said: Sequence[Said], citizen: Citizen, about: About, language: str, by: Actor
) -> Document:
    """The paper that says who answers what, point by point: the first document of the entry; its data is inside."""
    at = now()
    local = timezone.localtime(at)
    title = _("Answer to the correction request")
    who = [(_("Who answers"), f"{citizen.full_name or citizen.firm} · {citizen.identifier}")]
    if about.for_firm and citizen.represents_firm:
        who.append((_("On behalf of"), f"{citizen.firm} · {citizen.firm_identifier}"))
    who.append((_("Identified with"), f"{citizen.method}, {citizen.level}"))
    blocks: list[dict[str, Any]] = [{"facts": who}]
    for one in said:
        facts = [(_("It was asked"), one.point.asks)]
        if one.point.said:
            facts.insert(0, (_("It said"), one.point.said))
        facts.append((_("What they answer"), one.in_words.replace("\n", "; ")))
        blocks.append({"heading": one.point.label, "facts": facts})
    data = {
        "case": about.number,
        "request": str(request.pk),
        "points": [
            {"key": one.point.key, "label": one.point.label, "value": one.value, "words": one.words,
             "files": [{"name": file.name, "sha256": file.blob.sha256} for file in one.files]}
            for one in said
        ],
        "by": {"identifier": citizen.identifier, "method": citizen.method, "level": citizen.level,
               "assertion_sha256": citizen.evidence},
        "at": at.isoformat(),
    }  # fmt: skip
    facts_of_letter = {
        "letterhead": letterhead(current_entity(), lang=language), "kind": _("Answer"), "number": about.number,
        "title": title, "document_title": title, "subtitle": about.title, "reading": "sans",
        "margin": [(_("Date"), long_day(local, year=True)), (_("Hour"), hour(local))], "blocks": blocks,
    }  # fmt: skip
    inside = Attachment(
        "answer.json", json.dumps(data, ensure_ascii=False, indent=1, default=str).encode(), "application/json",
        _("The same, for programs"), "data",
    )  # fmt: skip
    pdf = compile_pdf("letter", facts_of_letter, [inside], title=title, lang=language, at=at)
    return create_from_bytes(
        by=by, data=pdf, name=f"{about.number}.pdf", title=title, language=language,
        origin=Document.Origin.CITIZEN,
    )  # fmt: skip
