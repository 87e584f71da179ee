"""`consistori migrate`: migrations as the owner, then the wall of the database."""

from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.database import fingerprint, migrate
from consistori.config.environment import data_dir


class Command(BaseCommand):
    help = "Bring the database up to date (as its owner) and raise its walls. It can be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        migrate(verbosity=options["verbosity"])
        (data_dir() / "migrated").write_text(fingerprint())
        self.stdout.write(self.style.SUCCESS("The database is up to date and walled."))
