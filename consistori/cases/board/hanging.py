"""What publishing hangs: the panel of the case, where an act stands on the board, the case of an edict, help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.bulletin import ports
from consistori.bulletin.models import Edict
from consistori.bulletin.panels import edict_panels
from consistori.bulletin.policies import may_publish
from consistori.bulletin.selectors import edicts_of as edicts_of_documents
from consistori.cases.board.selectors import edicts_of, hidden_from, thread_of
from consistori.cases.exits import parties_of_its_cases
from consistori.cases.models import CaseFile
from consistori.cases.notifying.panels import act_panels
from consistori.cases.panels import case_panels
from consistori.cases.policies import may_read, may_work_on
from consistori.documents.models import Document
from consistori.tenancy import modality
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.cases.board import reacting  # noqa: F401 - it listens from here on

    ports.people_of.append(parties_of_its_cases)
    ports.hidden_from.append(hidden_from)
    case_panels.add(
        "board", template="cases/board/_panel.html", context=panel_of, order=10,
        label=_("On the board"), icon="pin", when=is_on,
    )  # fmt: skip
    act_panels.add(
        "board", template="cases/board/_act.html", context=panel_of_act, order=40,
        label=_("On the board"), icon="pin", when=is_on,
    )  # fmt: skip
    edict_panels.add("case", template="cases/board/_edict.html", context=case_of_edict, order=10)
    screen_help.add(
        "cases:publish",
        title=_("Publish on the board"),
        what=_(
            "What everybody must be able to read: the days are counted by the law, and the proof comes back here."
        ),
        acts=(
            _("Choose the document and what it is: that says for how many days."),
            _("Then you see what it tells of people, one by one, and decide what may be read."),
            _("When its days end, the certificate of exposure is filed in this case by itself."),
        ),
    )


def is_on(request: HttpRequest, thing: Any) -> bool:
    """It is a switch of the modality."""
    return modality.is_on(request.entity, "bulletin")  # type: ignore[attr-defined]


def panel_of(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """What the case has on the board. One statement."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "case": case,
        "edicts": [thread.edict for thread in edicts_of(case)],
        "may_publish": bool(may_work_on(actor, case)) and bool(may_publish(actor)),
    }


def panel_of_act(request: HttpRequest, document: Document) -> Mapping[str, Any]:
    """Where a document stands on the board. One statement."""
    return {"edicts": edicts_of_documents([document.pk])}


def case_of_edict(request: HttpRequest, edict: Edict) -> Mapping[str, Any]:
    """The case from which it was published, for whoever reads it. One statement."""
    thread = thread_of(edict.pk)
    if thread is None or not may_read(request.actor, thread.case):  # type: ignore[attr-defined]
        return {"case": None}
    return {"case": thread.case, "waits": bool(edict.certificate_id) and thread.case.is_closed}
