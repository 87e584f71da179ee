"""`consistori backup list [FOLDER]`: which backups there are."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consistori.backups.shape import Refused, names_in, read_manifest


class Command(BaseCommand):
    requires_system_checks = []  # it must work when something else does not
    help = "List the backups of a folder, oldest first."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BACKUP_TO)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"]:
            raise CommandError("Say which folder, or set BACKUP_TO.")
        folder = Path(options["folder"]).resolve()
        for name in names_in(folder):
            try:
                told = read_manifest(folder / name)
            except Refused as error:
                self.stdout.write(self.style.ERROR(f"{name}  {error}"))
                continue
            how = "encrypted" if told.encrypted_for else "open"
            self.stdout.write(
                f"{name}  {how:9}  {len(told.entities)} entities  {told.blobs} blobs  {told.blob_bytes / 1e6:.1f} MB"
                f"  version {told.program}{'  LACKS BLOBS' if told.missing else ''}"
            )
