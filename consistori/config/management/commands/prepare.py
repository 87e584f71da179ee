"""`consistori prepare`: what a new version of the code needs before it serves; the old one serves meanwhile."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from consistori.config.processes import is_embedded, prepare


class Command(BaseCommand):
    help = (
        "Compile the code, gather the static files and, on the embedded database, migrate. Done by `restart`."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(settings.DATA_DIR, migrates=is_embedded(settings.DATA_DIR))
