"""`consistori rehearse [BACKUP]`: restore a backup for trial, and write down what became of it."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from consistori.backups.models import Rehearsal
from consistori.backups.rehearsing import night, rehearse


class Command(BaseCommand):
    requires_system_checks = []  # it must work when something else does not
    help = "Restore the last backup in an empty folder of its own and verify it whole. Leaves with 1 if it fails."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("backup", nargs="?", default=settings.BACKUP_TO)
        parser.add_argument(
            "--identity", type=Path, help="the age key; the last backup of this machine needs none"
        )
        parser.add_argument("--night", action="store_true", help="make the backup of the night first")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if not options["backup"]:
            raise CommandError("Say which backup, or set BACKUP_TO.")
        row = (
            night() if options["night"] else rehearse(Path(options["backup"]).resolve(), options["identity"])
        )
        good = row.state == Rehearsal.State.GOOD
        style = self.style.SUCCESS if good else self.style.ERROR
        self.stdout.write(style(f"{row.backup_name or 'no backup'}: {row.sentence} ({row.seconds} s)"))
        if row.detail:
            self.stdout.write(f"  {row.detail}")
        sys.exit(0 if good else 1)
