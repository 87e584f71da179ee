"""Closing a case, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.cases import rules, selectors
from consistori.cases.events import CaseClosed, CaseReopened
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.policies import may_close, may_reopen
from consistori.cases.rules import Missing, Situation, State
from consistori.cases.services._moves import ensure_fresh, mark_moved
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, ensure
from consistori.trail import act, announce


class CaseAlreadyClosed(AlreadyDone):
    """The case was closed before."""


class CannotClose(Refusal):
    """Something is missing; `missing` lists each thing, so that the page can link to where it is mended."""

    default_code = "cannot-close"

    def __init__(self, missing: Sequence[Missing]) -> None:
        blocking = [m for m in missing if m.blocks]
        said = " ".join(selectors.sentence_of(m) for m in blocking)
        super().__init__(
            _("The case cannot be closed yet. %(missing)s") % {"missing": said}, article=blocking[0].article
        )
        self.missing = list(missing)


@act
def close_case(
    case: CaseFile, *, by: Actor, ending: str, note: str = "", if_version: int | None = None
) -> None:
    """Close the case file [tancar l'expedient]: its folios are kept, nothing in it changes, its retention
    begins.

    R-RES-01 (Llei 39/2015, art. 21.1). Raises `CannotClose` with everything that is missing.
    """
    if case.is_closed:
        raise CaseAlreadyClosed(_("The case was already closed."))
    ensure(may_close(by, case))
    # Whoever is adding a document right now waits, and then finds the case closed.
    CaseFile.objects.select_for_update(of=("self",)).get(pk=case.pk)
    ensure_fresh(case, if_version)
    leaves = selectors.leaves_of(case)
    missing = rules.missing_to_close(selectors.closing_facts(case, leaves, ending=ending, note=note))
    if any(m.blocks for m in missing):
        raise CannotClose(missing)
    kept, folios = _keep_folios(leaves)
    mark_moved(
        case,
        situation=Situation.CLOSED,
        state=State.ENDING,
        ending=ending,
        ending_note=note.strip(),
        closed_at=now(),
    )
    announce(
        CaseClosed(
            case_id=case.pk,
            number=case.number,
            ending=ending,
            closed_on=today().isoformat(),
            documents=kept,
            folios=folios,
        ),
        by=by,
    )


def _keep_folios(leaves: Sequence[CaseDocument]) -> tuple[int, int]:
    """Write the folios of each document that enters the index: how many documents, how many folios."""
    last, kept = 0, 0
    for leaf, folios in zip(leaves, selectors.folios_of(leaves), strict=True):
        leaf.first_folio = folios.first if folios else None
        leaf.last_folio = folios.last if folios else None
        last = folios.last if folios else last
        kept += folios is not None
    CaseDocument.objects.bulk_update(leaves, ["first_folio", "last_folio"])
    return kept, last


@act
def reopen_case(case: CaseFile, *, by: Actor, reason: str) -> None:
    """Open a closed case again, with a reason; the trail keeps how it had ended."""
    ensure(may_reopen(by, case))
    if case.is_open:
        raise AlreadyDone(_("The case is open."))
    clean = " ".join(reason.split())
    if not clean or len(clean) > 300:
        raise BadInput(_("Give the reason for reopening it, in a line."), field="reason")
    mark_moved(
        case, situation=Situation.OPEN, state=State.INSTRUCTION, ending="", ending_note="", closed_at=None
    )
    CaseDocument.objects.filter(case=case).update(first_folio=None, last_folio=None)
    announce(CaseReopened(case_id=case.pk, number=case.number, reason=clean), by=by)
