"""The letters of a request, with its points put in: what is asked, and the resolution if nobody answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.models import CaseFile, CorrectionPoint, CorrectionRequest
from consistori.cases.services import add_document
from consistori.documents.models import Document
from consistori.documents.templating import fields
from consistori.documents.templating.fields import Field, Subject
from consistori.documents.templating.house_fields import long_date
from consistori.documents.writing.house import begin_from_code
from consistori.kernel.actor import Actor

LETTER = "requeriment-per-punts"
WITHDRAWAL = "resolucio-desistiment"


def hang() -> None:
    """What a request says in templates: `{{ correction.entry }}`, `{% for point in points %}`."""
    fields.add(
        "correction",
        label=gettext_lazy("Correction request"),
        order=27,
        values=of_request,
        fields=[
            Field("entry", gettext_lazy("Entry that is corrected"), "E2026000123"),
            Field("entry_day", gettext_lazy("Day on which it came"), "9 de maig de 2026", "9 de mayo de 2026"),
            Field("stops", gettext_lazy("Whether it stops the term to resolve"), "sí", "sí"),
            Field("kind", gettext_lazy("Kind of request"), "correction"),
            Field("notified_on", gettext_lazy("Day on which it was notified"), "1 de juny", "1 de junio"),
            Field("last_day", gettext_lazy("Last day to correct"), "15 de juny", "15 de junio"),
        ],
    )  # fmt: skip
    fields.add(
        "points",
        label=gettext_lazy("What a correction request asks, one by one"),
        each="point",
        order=28,
        values=of_points,
        fields=[
            Field(
                "name", gettext_lazy("What it is"), "Superfície de la façana.", "Superficie de la fachada."
            ),
            Field("said", gettext_lazy("What it says now"), "4 m²"),
            Field("asks", gettext_lazy("What is asked"), "Al plànol hi diu 40", "En el plano dice 40"),
        ],
    )


def of_request(subject: Subject) -> dict[str, Any]:
    """The request that a text is about; nothing when it is about another thing."""
    request = subject.matter
    if not isinstance(request, CorrectionRequest):
        return {}
    entry, term = request.entry, request.term
    return {
        "entry": entry.reference if entry else "",
        "entry_day": long_date(timezone.localtime(entry.registered_at).date(), subject.language)
        if entry
        else "",
        "stops": "sí" if request.stops_term else "",
        "kind": request.kind,
        "notified_on": long_date(request.notified_on, subject.language) if request.notified_on else "",
        "last_day": long_date(term.last_day, subject.language) if term and term.last_day else "",
    }


def of_points(subject: Subject) -> list[dict[str, Any]]:
    """Its points; those that are still lacking once it was notified."""
    request = subject.matter
    if not isinstance(request, CorrectionRequest):
        return []
    rows = CorrectionPoint.objects.filter(request=request, answered_on=None)
    return [{"name": as_sentence(row.label), "said": row.said, "asks": row.asks} for row in rows]


def as_sentence(label: str) -> str:
    """«What is it worth?» stays; «Insurance» gets its full stop."""
    return label if label.endswith(("?", ".", "!", ":", "…")) else f"{label}."


def write_letter(request: CorrectionRequest, points: Sequence[CorrectionPoint], *, by: Actor) -> Document:
    """Begin the letter in the case, as a text that one may still change."""
    return _write(request, LETTER, by)


def write_withdrawal(request: CorrectionRequest, *, by: Actor) -> Document:
    """Begin the resolution of withdrawal, with what was asked and never came."""
    return _write(request, WITHDRAWAL, by)


def _write(request: CorrectionRequest, code: str, by: Actor) -> Document:
    case: CaseFile = request.case
    with translation.override(request.language):
        margin = [(_("Case"), case.number)]
        if case.series is not None:
            margin.append((_("Series"), case.series.label))
    subject = Subject(by=by, language=request.language, thing=case, party=request.party, matter=request)
    document = begin_from_code(code, subject, about=case.title, margin=margin)
    add_document(case, document, by=by)
    return document
