"""`consistori backup check [BACKUP]`: is every byte as it was? Needs no database and no key."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consistori.backups.shape import Refused, check_whole, find


class Command(BaseCommand):
    requires_system_checks = []  # it must work when something else does not
    help = (
        "Check the seal and every hash of a backup, or of the last of a folder. Says which file has changed."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("backup", nargs="?", default=settings.BACKUP_TO)
        parser.add_argument("--seal", default="", help="the seal that `consistori backup` printed")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["backup"]:
            raise CommandError("Say which backup, or set BACKUP_TO.")
        try:
            backup = find(Path(options["backup"]).resolve())
            manifest = check_whole(backup, seal=options["seal"])
        except Refused as error:
            raise CommandError(str(error)) from error
        told = f"{manifest.blobs} blobs and {len(manifest.files)} files are as they were"
        self.stdout.write(self.style.SUCCESS(f"{backup} is whole: {told}."))
