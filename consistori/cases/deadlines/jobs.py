"""Every night: what the end of a term to resolve obliges to, written as a term of its own. Nothing else by itself."""

from __future__ import annotations

import logging

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.deadlines.silence import SILENCES
from consistori.cases.models import CaseFile
from consistori.deadlines.models import Deadline
from consistori.deadlines.services import open_deadline
from consistori.deadlines.subjects import Subject
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for
from consistori.tenancy.two_clocks import ensure_same_clock

log = logging.getLogger(__name__)


@by_the_clock("20 5 * * *", name="cases.owe_certificates_of_silence")
def owe_certificates_every_night(timestamp: int) -> None:
    """In every town; not at all by a clock that is wrong."""
    ensure_same_clock()
    in_each_town(owe_certificates)


def owe_certificates(entity: Entity) -> int:
    """Open the term of the certificate of silence, fifteen working days since the end (Llei 39/2015, art. 24.4).

    Of each open case whose term to resolve ended in silence, by a sum that is sure, and that has none yet (R-SIL-05).
    """
    if not modality.is_on(entity, "deadlines"):
        return 0
    made = 0
    with working_for(entity):
        rows = Deadline.objects.ended(today()).to_resolve().filter(subject_kind=KIND, ending__in=SILENCES)
        for term in rows.exclude(followed__rule="silence_certificate"):
            made += _owe(term, entity)
    return made


def _owe(term: Deadline, entity: Entity) -> bool:
    if term.last_day is None or not CaseFile.objects.open().filter(pk=term.subject_id).exists():
        return False
    try:
        open_deadline(
            by=Actor.system("terms", entity.pk),
            subject=Subject(KIND, term.subject_id),
            rule="silence_certificate",
            start_on=term.last_day,
            reference=term.reference,
            follows=term,
        )
    except Refusal:
        log.exception("The certificate of silence of %s could not be owed", term.subject_id)
        return False
    return True
