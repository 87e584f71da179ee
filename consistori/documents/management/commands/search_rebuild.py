"""`consistori search rebuild [--entity SLUG]`: build the index of words again, with the town at work."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.documents.search.rebuilding import rebuild
from consistori.tenancy.models import Entity


class Command(BaseCommand):
    help = "Build the index of words again, a few documents at a time: nobody waits, and all goes on being found."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--entity", default="", help="only that one, by its name in addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        entities = Entity.objects.order_by("pk")
        if options["entity"]:
            entities = entities.filter(slug=options["entity"])
            if not entities:
                raise CommandError(f"There is no entity called {options['entity']}.")
        for entity in entities:
            began = time.monotonic()
            done = rebuild(entity, tell=self._tell if options["verbosity"] > 1 else None)
            seconds = max(time.monotonic() - began, 0.001)
            self.stdout.write(
                f"{entity.slug}: {done.indexed} documents in {seconds:.1f} s ({done.indexed / seconds:.0f} a second);"
                f" {done.to_be_read} left to be read"
            )

    def _tell(self, indexed: int) -> None:
        self.stdout.write(f"  {indexed}")
