"""The work of the night: a backup and its rehearsal."""

from django.conf import settings
from procrastinate.contrib.django import app

from consistori.backups.rehearsing import close_the_killed
from consistori.backups.rehearsing import night as do_the_night


@app.periodic(cron="40 2 * * *")
@app.task(name="backups.night", queue="night", lock="backups.night", pass_context=False)
def night(timestamp: int) -> None:
    """Every night, where `BACKUP_TO` says: a backup, restored for trial; what became of it is a `Rehearsal`.

    A night whose worker was killed is closed as failed, and done again.
    """
    close_the_killed()
    if settings.BACKUP_TO:
        do_the_night()
