"""Notifying an act of a case: one act that prepares, sends, and opens the step that waits for the proof."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.cases.deadlines.selectors import main_term_of
from consistori.cases.models import CaseDocument, CaseFile, CaseParty, Step
from consistori.cases.notifying.facts import LPAC, Known, known_of, subject_of
from consistori.cases.policies import may_work_on
from consistori.cases.rules import Role
from consistori.cases.steps import acts as steps
from consistori.cases.steps.cover import steps_on
from consistori.cases.steps.linking import NOTICE
from consistori.cases.steps.rules import Standing
from consistori.deadlines.models import Deadline
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, Refusal, Verdict, ensure
from consistori.notifications.models import Dispatch, Notification
from consistori.notifications.rules.states import State
from consistori.notifications.services import ActFacts, AddresseeAsked, prepare, put_at_disposal
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import act

SWITCH = "notifications"


class NotSignedYet(Refusal):
    """The document is not signed, so there is no act to notify."""

    default_code = "not-signed"

    def __init__(self) -> None:
        super().__init__(
            _("It is not signed by everybody yet: an act is notified whole, once it is an act."),
            article=f"{LPAC}36.1",
        )


def may_notify(actor: Actor, case: CaseFile) -> Verdict:
    """Whoever works on the case, where it is open."""
    return may_work_on(actor, case)


@act
def notify(
    case: CaseFile,
    document: Document,
    *,
    by: Actor,
    act: ActFacts,
    to: Sequence[AddresseeAsked],
    annexes: Sequence[Document] = (),
) -> Dispatch:
    """Notify a signed act of the case to some of its parties, and put it at disposal now.

    It meets the term to resolve by being at disposal when it decides (43.3), and a step waits for the proofs. Raises
    `NotSignedYet`, `BadInput` (`to`), `CannotNotify` (what R-NOT-02 finds empty), `AlreadyDone` for whoever has it.
    """
    ensure(may_notify(by, case))
    if not CaseDocument.objects.filter(case=case, document=document).alive().exists():
        raise BadInput(_("That document is not in this case: file it first."), field="document")
    known = known_of(case, document)
    if not known.is_signed:
        raise NotSignedYet
    _look_at_addressees(case, document, to)
    dispatch = prepare(
        by=by,
        subject=subject_of(case),
        document=document,
        act=act,
        addressees=to,
        reference=case.number,
        annexes=annexes,
        resolves=_resolved_by(case, act, known),
    )
    put_at_disposal(dispatch, by=by)
    _open_step(case, document, by)
    return dispatch


def _resolved_by(case: CaseFile, act: ActFacts, known: Known) -> Deadline | None:
    """The term to resolve and notify that it meets: only what decides does, and not what asks to correct."""
    if not act.decides or known.correction is not None or not modality.is_on(current_entity(), "deadlines"):
        return None
    main = main_term_of(case)
    return main if main is not None and main.is_running else None


def _look_at_addressees(case: CaseFile, document: Document, to: Sequence[AddresseeAsked]) -> None:
    if not to:
        raise BadInput(_("Say to whom: one at least."), field="to")
    rows = CaseParty.objects.filter(case=case).exclude(role=Role.REPRESENTATIVE).select_related("party")
    people = {row.party.standing.pk for row in rows} | {row.party_id for row in rows}
    if any(one.party.pk not in people for one in to):
        raise BadInput(_("Choose among the parties of the case: add who is missing first."), field="to")
    alive = Notification.objects.of_document(document.pk).exclude(state=State.WITHDRAWN)
    held = set(alive.values_list("party_id", flat=True))
    twice = [one.party.display_name for one in to if one.party.pk in held]
    if twice:
        raise AlreadyDone(
            _("It was notified already to: %(names)s.") % {"names": ", ".join(twice)}, field="to"
        )


def _open_step(case: CaseFile, document: Document, by: Actor) -> None:
    """The step «notification» waits with its document, once for all who are notified of it."""
    if not steps_on():
        return
    pending = Step.objects.todo().filter(case=case, code=NOTICE)
    if pending.filter(document=document).exists():
        return
    empty = pending.filter(document=None, began_on=None).order_by("recorded_at").first()
    if empty is not None:
        empty.document = document
        empty.began_on = today()
        empty.version += 1
        empty.save(update_fields=["document", "began_on", "version"])
        return
    steps.add_step(case, by=by, code=NOTICE, standing=Standing.TODO, on=today(), document=document)
