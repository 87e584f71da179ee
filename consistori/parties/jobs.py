"""What the machine does for the parties: look for those that may be one, enter sheets, take them out."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from consistori.directory.models import Person
from consistori.parties.likeness import look_for_duplicates
from consistori.tenancy.jobs import Progress, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


@app.periodic(cron="50 4 * * *")
@app.task(name="parties.compare_every_night", queue="default", pass_context=False)
def compare_every_night(timestamp: int) -> None:
    """Every night: who may be entered twice, town by town."""
    for entity in Entity.objects.all():
        with working_for(entity):
            look_for_duplicates()


@entity_job(name="parties.compare_now", retry=1)
def compare_now(*, entity: Entity, run_id: str, person_id: str) -> None:
    """The same for one town, because somebody asked."""
    progress = Progress(entity, run_id)
    with translation.override(Person.objects.get(pk=person_id).language):
        progress.begin(0)
        with working_for(entity):
            found = look_for_duplicates()
        message = ngettext("%(n)s pair to look at", "%(n)s pairs to look at", found) % {"n": found}
        progress.finish(message=message if found else _("Nobody seems to be here twice."),
                        url=entity.staff_url("parties/duplicates/"))  # fmt: skip
