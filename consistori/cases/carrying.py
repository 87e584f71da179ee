"""What cases hang on careers: the cases that somebody carries, and which she would read with other posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases.models import CaseFile
from consistori.cases.policies import may_carry, may_open_cases
from consistori.cases.services.carrying import inherit_cases
from consistori.cases.visibility import readable_by
from consistori.directory.carrying import Carried, carried
from consistori.directory.models import Absence, Person
from consistori.directory.roles import PROCESSES, READS_ONLY, SEES_ALL
from consistori.directory.sights import SeenChange, sights
from consistori.kernel.actor import Actor

EXAMPLES = 3


def hang() -> None:
    """Called once, when the program starts."""
    carried.add(
        "cases",
        label=gettext_lazy("Open cases"),
        of=carried_by,
        hand_over=pass_them,
        while_away=while_away,
        icon="folder",
    )
    sights.add_question(cases_read)
    sights.add_ability(gettext_lazy("to open cases"), lambda actor: bool(may_open_cases(actor)))
    sights.add_ability(gettext_lazy("to have cases in her hands"), lambda actor: bool(may_carry(actor)))
    sights.add_ability(
        gettext_lazy("to change any case that she reads"), lambda actor: actor.holds(*PROCESSES)
    )
    sights.add_ability(
        gettext_lazy("to know that every case exists, also the reserved ones"),
        lambda actor: actor.holds(*SEES_ALL),
    )
    sights.add_ability(
        gettext_lazy("to read everything without changing anything, each reading written down"),
        lambda actor: actor.holds(*READS_ONLY),
    )


def carried_by(person: Person) -> list[Carried]:
    """The open cases in her hands, oldest first; of a reserved one, only its number. One statement."""
    rows = CaseFile.objects.open().filter(carried_by=person).order_by("opened_on", "number")
    return [
        Carried(
            key=str(case.pk),
            label=_words(case),
            url=case.get_absolute_url(),
            note=str(case.unit.name) if case.unit else "",
            since=case.opened_on,
        )
        for case in rows.select_related("unit")
    ]


def pass_them(things: Sequence[Carried], to: Person, by: Actor) -> None:
    """Put them in the hands of another."""
    inherit_cases(list(CaseFile.objects.filter(pk__in=[one.key for one in things])), by=by, to=to)


def while_away(absence: Absence) -> str:
    """They stay hers; whoever covers sees them among her own."""
    if absence.covered_by is None:
        return _("They stay hers. Anybody who processes cases may go on with them.")
    return _("They stay hers, and %(name)s sees them in Today until she is back.") % {
        "name": absence.covered_by.full_name
    }


def cases_read(before: Actor, after: Actor) -> SeenChange:
    """How many cases she would read, and some of those won and lost. Six statements at most."""
    was, would = readable_by(before), readable_by(after)
    reads = CaseFile.objects.filter(would)
    read = CaseFile.objects.filter(was)
    won, lost = reads.exclude(pk__in=read.values("pk")), read.exclude(pk__in=reads.values("pk"))
    counts = {"won": won.count(), "lost": lost.count()}
    return SeenChange(
        label=gettext_lazy("Cases she reads"),
        before=read.count(),
        after=reads.count(),
        examples_won=_some(won) if counts["won"] else (),
        examples_lost=_some(lost) if counts["lost"] else (),
        **counts,
    )


def _some(rows: Any) -> tuple[str, ...]:
    return tuple(_words(case) for case in rows.order_by("-last_moved_at")[:EXAMPLES])


def _words(case: CaseFile) -> str:
    words = _("Reserved") if case.reserved else case.title
    return f"{case.number} · {words}"
