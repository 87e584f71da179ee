"""Classing every clear case of a town, and taking back many, as jobs with their progress."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.classing.acts import class_many, undo_classing
from consistori.cases.classing.selectors import library, loose_cases, propose
from consistori.cases.models import ClassedCase, Classing
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.kernel.actor import Actor
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

BATCH = 100


@entity_job(name="cases.class_the_clear", retry=3)
def class_the_clear(*, entity: Entity, run_id: str, person_id: str, classing_id: str) -> None:
    """Class those for which one series is clear, a hundred a transaction, all in one bulk classing.

    Killed in the middle, the next try goes on: what was classed is no longer loose.
    """
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language):
        actor = actor_of(person, entity)
        with working_for(entity):
            progress.begin(loose_cases(actor).count())
        after: UUID | None = None
        looked, left = 0, []
        while True:
            with working_for(entity):
                seen, last, told = _batch(actor, classing_id, after)
            if not seen:
                break
            looked, after = looked + seen, last
            left += told
            progress.step(looked)
        with working_for(entity):
            done = Classing.objects.get(pk=classing_id).cases.count()
        words = ngettext("%(n)s case classed", "%(n)s cases classed", done) % {"n": done}
        page = entity.staff_url(f"cases/classing/{classing_id}/")
        progress.finish(
            message=f"{words}. {_('It can be undone for two weeks.')}", url=page, failures=left[:50]
        )


@entity_job(name="cases.undo_classing", retry=3)
def undo_the_classing(*, entity: Entity, run_id: str, person_id: str, classing_id: str) -> None:
    """Take back a bulk classing too large for a request, a hundred a transaction; what somebody did since stays."""
    progress = Progress(entity, run_id)
    person = Person.objects.get(pk=person_id)
    with translation.override(person.language):
        actor = actor_of(person, entity)
        with working_for(entity):
            rows = ClassedCase.objects.filter(classing_id=classing_id, undone_at=None).order_by("id")
            wanted = list(rows.values_list("case_id", flat=True))
        progress.begin(len(wanted))
        done = 0
        left: list[str] = []
        for first in range(0, len(wanted), BATCH):
            with working_for(entity):
                classing = Classing.objects.get(pk=classing_id)
                outcome = undo_classing(classing, by=actor, only=set(wanted[first : first + BATCH]))
            done, left = done + len(outcome.done), left + outcome.left
            progress.step(first + BATCH)
        words = ngettext(
            "%(n)s case is to be classified again.", "%(n)s cases are to be classified again.", done
        )
        page = entity.staff_url(f"cases/classing/{classing_id}/")
        progress.finish(message=words % {"n": done}, url=page, failures=left[:50])


def _batch(actor: Actor, classing_id: str, after: UUID | None) -> tuple[int, UUID | None, list[str]]:
    """How many were looked at, the last of them, and what could not be."""
    rows = loose_cases(actor).select_related("entity").defer("search")
    cases = list((rows.filter(pk__gt=after) if after else rows)[:BATCH])
    if not cases:
        return 0, None, []
    choices = {one.case.pk: one.clear.series for one in propose(cases, library(actor)) if one.clear}
    classing = Classing.objects.get(pk=classing_id)
    outcome = class_many(choices, by=actor, classing=classing) if choices else None
    return len(cases), cases[-1].pk, outcome.left if outcome else []
