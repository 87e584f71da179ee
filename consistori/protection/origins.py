"""Where the data of a person came from, and for how long they are kept (GDPR, art. 15.1.d and g)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile
from consistori.catalogue.rules.retention import Disposition
from consistori.documents.models import Document
from consistori.parties.models import ImportRow, Party
from consistori.trail.models import TrailEvent
from consistori.ui.dates import short_day

ENTERED = "parties.PartyAdded"
BROUGHT = (ImportRow.State.ENTERED, ImportRow.State.COMPLETED)


def sources_of(family: list[Party], papers: Iterable[Document]) -> tuple[str, ...]:
    """Whence came what we hold of a person: sheets, programs, our own hands, papers. Two statements."""
    keys = [one.pk for one in family]
    brought = ImportRow.objects.filter(party__in=keys, state__in=BROUGHT).select_related("sheet")
    rows = list(brought.order_by("sheet__created_at", "line"))
    said = []
    for row in rows:
        told = {"sheet": row.sheet.file_name, "day": short_day(row.sheet.created_at, year=True)}
        said.append(_("The sheet “%(sheet)s”, which was brought to the town hall on %(day)s") % told)
    by_sheet = {row.party_id for row in rows if row.state == ImportRow.State.ENTERED}
    for event in TrailEvent.objects.filter(subject_id__in=keys, kind=ENTERED).order_by("seq"):
        if event.subject_id not in by_sheet:
            said.append(_written_down(event))
    origins = {paper.origin for paper in papers}
    if Document.Origin.CITIZEN in origins:
        said.append(_("The papers that you or others handed in"))
    if Document.Origin.ADMINISTRATION in origins:
        said.append(_("The papers that the administration made"))
    return tuple(dict.fromkeys(said))


def _written_down(event: TrailEvent) -> str:
    day = short_day(event.at, year=True)
    if event.channel == "api":
        return _("Another program, %(name)s, sent them on %(day)s") % {"name": event.actor_name, "day": day}
    return _("The town hall wrote them down on %(day)s, from what was said or handed in") % {"day": day}


def kept_for(case: CaseFile) -> str:
    """For how long a case is kept, in words, as the table of its series says."""
    facts = case.series.retention if case.series else None
    if facts and facts.disposition == Disposition.PERMANENT:
        return _("It is kept for ever.")
    rules = facts and facts.has_table and facts.disposition in (Disposition.TOTAL, Disposition.SELECTIVE)
    if not facts or not rules or facts.years is None:
        return _("There is no approved table that lets it be destroyed: it is kept until there is.")
    said = ngettext(
        "%(years)s year after it is closed (table %(table)s).",
        "%(years)s years after it is closed (table %(table)s).",
        facts.years,
    )
    return said % {"years": facts.years, "table": facts.table_code}
