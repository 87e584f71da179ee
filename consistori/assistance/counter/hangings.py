"""What the counter hangs on others."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def hang() -> None:
    """Called once, when the program starts."""
    from consistori.assistance.counter.selectors import papers_with
    from consistori.documents.waiting import waited_for
    from consistori.ui.help import screen_help
    from consistori.ui.tabs import staff_tabs

    waited_for.append(papers_with)
    staff_tabs.add(
        "assistance",
        label=pgettext_lazy("tab", "Counter"),
        url="assistance:counter",
        order=25,
        icon="people",
        when=attends,
    )
    _hang_plain_registrations()
    screen_help.add(
        "assistance:counter",
        title=_("The counter"),
        what=_(
            "A person and their papers, on one page: who they are, which papers are originals, what it is about. The "
            "number, the receipt and the label come out, and the papers go home with them."
        ),
        acts=(
            _("Of an original scanned at 200 pixels per inch or more an authentic copy is made."),
            _("What is half done is kept: attend somebody else, and take it up again later."),
        ),
    )


def _hang_plain_registrations() -> None:
    """What is registered in a minute: the counter begins with its heading."""
    from consistori.assistance.counter.fast import fast_acts
    from consistori.assistance.policies import may_attend
    from consistori.registry.rules.books import Heading

    fast_acts.add(
        "documents",
        label=_("Papers for a case"),
        why=_("What was asked for, or is missing"),
        heading=Heading.DOCUMENTS,
        icon="folder-plus",
        key="Alt+1",
        order=10,
        may=may_attend,
    )
    fast_acts.add(
        "complaint",
        label=_("Complaint or suggestion"),
        why=_("With its number, and an answer"),
        heading=Heading.COMPLAINT,
        icon="comment",
        key="Alt+2",
        order=20,
        may=may_attend,
    )
    fast_acts.add(
        "appointment",
        label=_("Give an appointment"),
        why=_("With whoever knows of it, or here another day"),
        url="appointments:new",
        icon="calendar",
        key="Alt+3",
        order=30,
        may=_may_give_appointments,
    )


def _may_give_appointments(actor: Any) -> Any:
    from consistori.appointments.policies import may_give
    from consistori.kernel.errors import Verdict
    from consistori.tenancy import modality
    from consistori.tenancy.scope import current_entity

    return may_give(actor) if modality.is_on(current_entity(), "appointments") else Verdict(False)


def attends(request: Any) -> bool:
    """Whether whoever looks attends the counter of this town."""
    from consistori.assistance.policies import has_counter, may_attend

    entity, actor = getattr(request, "entity", None), getattr(request, "actor", None)
    return entity is not None and actor is not None and has_counter(entity) and bool(may_attend(actor))
