"""The panel of the file on the page of its document: what it is, how long it lasts, what it carries of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consistori.documents.arrivals import inside, readable
from consistori.documents.arrivals.sentences import advice_in_words, name_of_kind, trace_in_words
from consistori.documents.models import ArrivalReport, Document
from consistori.documents.policies import may_change
from consistori.documents.writing.kind import is_written
from consistori.formats import kinds, personal


def of_document(request: Any, document: Document) -> Mapping[str, Any]:
    """What was seen in the file of the current version. One statement."""
    version = document.version
    report = ArrivalReport.objects.filter(version_id=version.pk).first()
    traces = report.traces if report else []
    carries = report is not None and report.inside > 0 and version.kind is kinds.PDF
    return {
        "document": document,
        "report": report,
        "kind_name": name_of_kind(version.kind),
        "advice": advice_in_words(version.kind, pdfa=version.pdfa),
        "traces": [
            {**trace, "words": trace_in_words(str(trace["trace"]))}
            for trace in traces
            if isinstance(trace, dict)
        ],
        "may_clean": bool(may_change(request.actor, document)) and not document.is_frozen,
        "is_looked_for": personal.can_look(version.kind),
        "wants_rendition": readable.is_wanted(version.kind),
        "may_look_again": bool(may_change(request.actor, document)),
        "inside": inside.pieces_of(document) if carries else [],
    }


def is_shown(request: Any, document: Document) -> bool:
    """Until its bytes are erased; a text that is written here is no file yet."""
    return document.erased_at is None and not is_written(document.version.media_type)
