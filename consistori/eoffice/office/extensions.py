"""The extensions of terms that were published for incidents, as the sums of terms take them (R-REG-16)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import Incident as Extended
from consistori.eoffice.models import Incident
from consistori.ui.dates import day_and_month


def published_extensions(whose: Whose) -> tuple[Extended, ...]:
    """Those that reach a term of that one: of the town hall, only the general ones (Llei 39/2015, art. 32.5).

    One statement.
    """
    rows = Incident.objects.exclude(extended_to=None).order_by("starts_at")
    if whose is Whose.ADMINISTRATION:
        rows = rows.filter(is_general=True)
    return tuple(_extended(row) for row in rows)


def _extended(row: Incident) -> Extended:
    day = timezone.localtime(row.published_at).date()
    assert row.extended_to is not None  # noqa: S101 - the question above leaves none
    return Extended(
        since=timezone.localtime(row.starts_at).date(),
        until=timezone.localtime(row.ends_at).date() if row.ends_at else row.extended_to,
        extended_to=row.extended_to,
        published=_("%(decision)s, published in the e-office on %(day)s")
        % {"decision": row.decision, "day": day_and_month(day, year=True)},
        is_general=row.is_general,
    )
