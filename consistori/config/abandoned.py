"""Long jobs that ended badly without a word: whoever waits for them is told in her tray."""

from __future__ import annotations

from collections import defaultdict

from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from consistori.directory.models import Person
from consistori.tenancy.jobs import Progress
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import working_for

MOST = 200
"""The last ones that failed: those of before were told in their minute."""

UNDER_WAY = (JobRun.State.WAITING, JobRun.State.RUNNING)


def tell_abandoned() -> int:
    """A job whose database was cut off while it ran could not say that it ended. Returns how many are told now."""
    failed: dict[int, list[str]] = defaultdict(list)
    rows = ProcrastinateJob.objects.filter(status="failed", args__has_key="run_id").order_by("-id")
    for args in rows.values_list("args", flat=True)[:MOST]:
        failed[args["entity_id"]].append(args["run_id"])
    return sum(_tell(entity, failed[entity.pk]) for entity in Entity.objects.filter(pk__in=failed))


def _tell(entity: Entity, keys: list[str]) -> int:
    with working_for(entity):
        runs = list(JobRun.objects.filter(pk__in=keys, state__in=UNDER_WAY))
        waiting = [run.person_id for run in runs]
        languages = dict(Person.objects.filter(pk__in=waiting).values_list("pk", "language"))
    for run in runs:
        with translation.override(languages.get(run.person_id, entity.language)):
            words = _("It stopped half way: something that it needs did not answer. Ask for it again.")
            Progress(entity, str(run.pk)).fail(words)
    return len(runs)
