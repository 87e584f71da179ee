"""A case that is closed has no terms that run."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.cases import texts
from consistori.cases.deadlines.selectors import KIND
from consistori.cases.events import CaseClosed
from consistori.cases.models import CaseFile
from consistori.cases.rules import Ending
from consistori.deadlines.models import Deadline
from consistori.deadlines.services import end
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import current_entity
from consistori.trail import act, on


@on(CaseClosed)
def close_terms(event: CaseClosed) -> None:
    """Close those that still run, saying how the case ended; one that was reopened meanwhile keeps them."""
    if CaseFile.objects.closed().filter(pk=event.case_id).exists():
        close_terms_of(event)


@act
def close_terms_of(event: CaseClosed) -> None:
    """The same, in one act."""
    ending = str(texts.ENDINGS.get(Ending(event.ending), "")) if event.ending else ""
    by = Actor.system("terms", current_entity().pk)
    for term in Deadline.objects.of(KIND, [event.case_id]).running().select_for_update(of=("self",)):
        end(term, by=by, reason=_("The case was closed: %(ending)s") % {"ending": ending})
