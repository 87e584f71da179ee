"""What cases say to the documents room: who may not read a document, and who may not change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consistori.cases import selectors
from consistori.cases.policies import may_read
from consistori.cases.rules import Situation
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict


def may_read_document(actor: Actor, document: Document) -> Verdict | None:
    """No document of a case is read by whoever may not read any of its cases; a loose one is not our
    matter.
    """
    verdict: Verdict | None = None
    for case in selectors.with_cover(selectors.cases_of_document(document.pk)):
        verdict = may_read(actor, case)
        if verdict:
            return verdict
    return verdict


def may_change_document(actor: Actor, document: Document) -> Verdict | None:
    """Nothing changes in a closed case (R-EXP-02): its documents neither."""
    closed = selectors.cases_of_document(document.pk).filter(situation=Situation.CLOSED).first()
    if closed is None:
        return may_read_document(actor, document)
    return Verdict(
        False,
        _("It belongs to the case %(number)s, which is closed: nothing in it changes.")
        % {"number": closed.number},
    )


def is_reserved_document(document: Document) -> bool:
    """Whether the readings of a document go straight into the chain: all its cases are reserved."""
    marks = list(selectors.cases_of_document(document.pk).values_list("reserved", flat=True))
    return bool(marks) and all(marks)
