"""`consistori backup key --to FILE`: the pair of keys of the backups."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.backups.sealing import new_identity


class Command(BaseCommand):
    requires_system_checks = []  # it must work when something else does not
    help = (
        "Make the key that opens encrypted backups. Keep the file away from this machine: it never needs it."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--to", required=True, help="a new file for the secret half")

    def handle(self, *args: Any, **options: Any) -> None:
        identity, recipient = new_identity()
        try:
            handle = os.open(Path(options["to"]), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['to']}: {error.strerror}.") from error
        with os.fdopen(handle, "w") as file:
            file.write(f"# public key: {recipient}\n{identity}\n")
        self.stdout.write(
            f"The secret half is in {options['to']}: take it to a safe place, and keep two copies."
        )
        self.stdout.write(f"BACKUP_RECIPIENTS={recipient}")
