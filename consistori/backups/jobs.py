"""The work of the night: a backup and its rehearsal."""

from django.conf import settings
from procrastinate.contrib.django import app

from consistori.backups.models import Rehearsal
from consistori.backups.rehearsing import night as do_the_night
from consistori.kernel.clock import now


@app.periodic(cron="40 2 * * *")
@app.task(name="backups.night", queue="night", lock="backups.night", pass_context=False)
def night(timestamp: int) -> None:
    """Every night, where `BACKUP_TO` says: a backup, restored for trial; what became of it is a `Rehearsal`.

    A night whose worker was killed is closed as failed, and done again.
    """
    Rehearsal.objects.filter(state=Rehearsal.State.RUNNING).update(
        state=Rehearsal.State.BAD, finished_at=now(), detail="The process that did it was stopped."
    )
    if settings.BACKUP_TO:
        do_the_night()
