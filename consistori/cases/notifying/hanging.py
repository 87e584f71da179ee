"""What notifying hangs: the panel of the case, the one of the document, help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consistori.cases import selectors, visibility
from consistori.cases.models import CaseFile
from consistori.cases.notifying.acts import may_notify
from consistori.cases.notifying.showing import sent_in, sent_of, to_notify
from consistori.cases.panels import case_panels
from consistori.documents.models import Document
from consistori.documents.panels import document_panels
from consistori.tenancy import modality
from consistori.ui.help import screen_help


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.cases.notifying import reacting  # noqa: F401 - it listens from here on

    case_panels.add(
        "notifications", template="cases/notifying/_panel.html", context=panel_of, order=8,
        label=_("Notifications"), icon="mail", when=is_on,
    )  # fmt: skip
    document_panels.add(
        "notifications", template="cases/notifying/_document.html", context=panel_of_document, order=12,
        label=_("Notifications"), when=is_on,
    )  # fmt: skip
    screen_help.add(
        "cases:notify",
        title=_("Notify an act"),
        what=_(
            "To whom it goes, by which way and why: the law says it for each one, and here you read it before sending."
        ),
        acts=(
            _("Look at what the act says of appeals: without it, it is not a notification (article 40.2)."),
            _("If it shows data of others, choose the copy that hides them for each one."),
            _("Once sent, its page says who has it since when, and each proof comes back to the case."),
        ),
    )


def is_on(request: HttpRequest, thing: Any) -> bool:
    """They are a switch of the modality."""
    return modality.is_on(request.entity, "notifications")  # type: ignore[attr-defined]


def panel_of(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """What the case notified, and what is signed and waits to be. Two statements."""
    may = bool(may_notify(request.actor, case))  # type: ignore[attr-defined]
    return {
        "case": case,
        "sent": sent_in(case),
        "waiting": to_notify(case) if may else [],
        "may_notify": may,
    }


def panel_of_document(request: HttpRequest, document: Document) -> Mapping[str, Any]:
    """Where its notifications stand, and the first case of it that the person may read. Two statements."""
    cases = selectors.cases_of_document(document.pk).filter(visibility.readable_by(request.actor))  # type: ignore[attr-defined]
    return {"case": cases.first(), "sent": sent_of(document.pk), "document": document}
