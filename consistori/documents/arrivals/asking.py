"""Asking for the copy to read: when somebody first looks at what only its own program opens."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from consistori.documents.arrivals.jobs import make_readable
from consistori.documents.models import ArrivalReport, Document
from consistori.documents.search.waiting import USUAL
from consistori.kernel.clock import now
from consistori.tenancy.jobs import defer
from consistori.tenancy.scope import current_writer_id

_LOST_AFTER = 30
"""Minutes after which a copy that was asked and has not come is asked again."""

_ONE_AT_A_TIME = "documents.readable"


def ask_readable(document: Document, *, again: bool = False) -> bool:
    """Leave the job once, whoever looks; `again` asks anew after a failure. Returns whether it was left."""
    states = ArrivalReport.Readable
    if current_writer_id() is None:
        return False
    askable = [states.WANTED, states.NO_PROGRAM, states.FAILED] if again else [states.WANTED]
    lost = Q(readable=states.ASKED, looked_at__lt=now() - timedelta(minutes=_LOST_AFTER))
    reports = ArrivalReport.objects.filter(Q(readable__in=askable) | lost, version_id=document.version_id)
    if not reports.update(readable=states.ASKED, looked_at=now()):
        return False
    defer(make_readable, priority=USUAL, lock=_ONE_AT_A_TIME, document_id=str(document.pk))
    return True
