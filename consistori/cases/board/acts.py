"""Publishing a document of a case on the board [publicar al tauler / publicar en el tablón]."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consistori.bulletin.models import Edict
from consistori.bulletin.services import prepare_edict
from consistori.cases.models import CaseDocument, CaseEdict, CaseFile, Step
from consistori.cases.policies import may_work_on
from consistori.documents.models import Document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput, ensure
from consistori.trail import act


@act
def publish_from_case(case: CaseFile, document: Document, *, by: Actor, kind: str, **said: Any) -> Edict:
    """Begin to publish a document that lies in the case; `said` as `bulletin.services.prepare_edict`.

    What it tells of people is looked at next, by whoever publishes it. Raises `BadInput`.
    """
    ensure(may_work_on(by, case))
    if not CaseDocument.objects.filter(case=case, document=document).alive().exists():
        raise BadInput(_("That document is not in this case."), field="document")
    edict = prepare_edict(by=by, document=document, kind=kind, **said)
    CaseEdict.objects.create(case=case, edict=edict)
    return edict


def tie_step(thread: CaseEdict, step: Step) -> None:
    """The step that waits for it, inside the act that wrote it."""
    CaseEdict.objects.filter(pk=thread.pk).update(step=step)
