"""2. What came in: the entries that nobody has taken yet, and what was opened since the last meeting."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile
from consistori.desk.meeting.points.matters import MOST, Look, Matter, Point
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.rules.books import Book
from consistori.tenancy import modality
from consistori.ui import dates

OLD_DAYS = 3
"""From how many working days an entry that nobody took is ochre, as in the inbox."""


def prepare(look: Look) -> Point:
    """Four statements. Whoever filed is not on the screen: it is looked at by everybody."""
    rows, figures = [], {"entries": 0, "waiting": 0}
    if modality.is_on(look.entity, "registry"):
        waiting = [EntryState.Handled.WAITING, EntryState.Handled.SENT]
        states = EntryState.objects.filter(
            annulled_at=None, handled__in=waiting, entry__book=Book.ENTRY, entered_at__lt=look.midnight
        ).select_related("entry", "held_by")
        rows = list(states.defer("entry__search", "entry__answers").order_by("entered_at", "id")[:MOST])
        since = RegistryEntry.objects.filter(
            book=Book.ENTRY, registered_at__date__gte=look.since, registered_at__lt=look.midnight
        )
        figures["entries"] = since.count()
        figures["waiting"] = len(rows) if len(rows) < MOST else states.count()
    opened = CaseFile.objects.filter(opened_on__gte=look.since).aggregate(
        n=Count("pk"), loose=Count("pk", filter=Q(series=None))
    )
    said = [
        ngettext("%(n)d entry", "%(n)d entries", figures["entries"]) % {"n": figures["entries"]},
        ngettext("%(n)d case", "%(n)d cases", opened["n"]) % {"n": opened["n"]},
    ]
    return Point(
        "entries", _("What came in"), ", ".join(said), [_of(row, look) for row in rows],
        more=max(0, figures["waiting"] - len(rows)),
        facts={**figures, "cases": opened["n"], "loose": opened["loose"]},
    )  # fmt: skip


def _of(state: Any, look: Look) -> Matter:
    entry, holder = state.entry, state.held_by
    came = dates.as_day(state.entered_at)
    days = sum(look.is_working(look.on - dates_back) for dates_back in _days_between(came, look))
    is_old = days > OLD_DAYS
    return Matter(
        key=f"entry:{entry.reference}",
        kind="entry",
        title=entry.subject,
        reason=_("%(name)s has it and has not taken it") % {"name": holder.full_name}
        if holder
        else _("nobody has been given it"),
        margin=dates.when(came),
        on_day=came,
        tone="ochre" if is_old else "",
        person_id=holder.pk if holder else None,
        person=holder.full_name if holder else "",
        number=entry.reference,
        url=reverse("desk:inbox_entry", args=[entry.reference]),
        icon="stamp",
    )


def _days_between(came: Any, look: Look) -> list[Any]:
    """The distances of the days after it came, until today; ninety at most."""
    from datetime import timedelta

    return [timedelta(days=n) for n in range(min((look.on - came).days, 90))]
