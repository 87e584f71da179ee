"""`consistori backup [--to FOLDER]`: take everything out, with the town at work."""

import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consistori.backups.making import make_backup
from consistori.backups.shape import Refused


class Command(BaseCommand):
    requires_system_checks = []  # it must work when something else does not
    help = "Take out the database, the documents and the secrets, as they are at one moment; nobody waits."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--to", default=settings.BACKUP_TO, help="the folder of backups (BACKUP_TO)")
        parser.add_argument(
            "--for",
            dest="recipients",
            action="append",
            help="encrypt for this age recipient; may be repeated (BACKUP_RECIPIENTS)",
        )
        parser.add_argument("--keep", type=int, default=settings.BACKUP_KEEP, help="how many; 0: all")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["to"]:
            raise CommandError("Say where: --to FOLDER, or BACKUP_TO.")
        recipients = options["recipients"] or settings.BACKUP_RECIPIENTS
        began = time.monotonic()
        try:
            made = make_backup(Path(options["to"]).resolve(), recipients=recipients, keep=options["keep"])
        except Refused as error:
            raise CommandError(str(error)) from error
        told = made.manifest
        self.stdout.write(f"{made.place}")
        self.stdout.write(
            f"  {len(told.entities)} entities; database {_mb(made.dump_bytes)}; {told.blobs} blobs,"
            f" {_mb(told.blob_bytes)}, of which {made.new_blobs} are new ({_mb(made.new_bytes)});"
            f" {time.monotonic() - began:.1f} s; {'encrypted' if recipients else 'NOT encrypted'}"
        )
        self.stdout.write(
            f"  seal {made.seal}  (keep it somewhere else: restore --seal proves that it is this one)"
        )
        if told.missing:
            self.stderr.write(self.style.ERROR(f"The store has lost or spoiled {len(told.missing)} blobs:"))
            self.stderr.write("\n".join(f"  {one}" for one in told.missing))
            sys.exit(2)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
