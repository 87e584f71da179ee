"""`consistori registry verify [--entity SLUG]`: do the books say the same as when each day was closed?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.registry.books.days import first_broken
from consistori.registry.models import BookDay
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class Command(BaseCommand):
    help = "Count again the fingerprint of every closed day of the books. Leaves with 1 if any is another."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--entity")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = options["entity"]
        entities = Entity.objects.filter(slug=asked) if asked else Entity.objects.all()
        if asked and not entities.exists():
            self.stderr.write(self.style.ERROR(f"{asked}: there is no such entity"))
            sys.exit(1)
        broken = False
        for entity in entities.order_by("slug"):
            with working_for(entity):
                found, days = first_broken(), BookDay.objects.count()
            if found is None:
                self.stdout.write(f"{entity.slug}: the books hold, {days} closed days")
            else:
                broken = True
                self.stdout.write(
                    self.style.ERROR(f"{entity.slug}: the books of {found.day} are not as they were closed")
                )
        if broken:
            sys.exit(1)
