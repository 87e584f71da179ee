"""The work of the night: a backup and its rehearsal."""

from django.conf import settings

from consistori.backups.rehearsing import close_the_killed
from consistori.backups.rehearsing import night as do_the_night
from consistori.tenancy.nightly import by_the_clock


@by_the_clock("40 2 * * *", name="backups.night", queue="night", lock="backups.night")
def night(timestamp: int) -> None:
    """Every night, where `BACKUP_TO` says: a backup, restored for trial; what became of it is a `Rehearsal`.

    A night whose worker was killed is closed as failed, and done again.
    """
    close_the_killed()
    if settings.BACKUP_TO:
        do_the_night()
