"""`consistori trail export --entity SLUG --to FILE`: the chain as lines that anyone can check."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.services import export_chain


class Command(BaseCommand):
    help = "Write the chain of an entity to a file that scripts/verify_trail.py checks without the program."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--entity", required=True)
        parser.add_argument("--to", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        entity = Entity.objects.filter(slug=options["entity"]).first()
        if entity is None:
            raise CommandError(f"There is no entity {options['entity']}.")
        with working_for(entity), Path(options["to"]).open("w", encoding="utf-8") as file:
            written = export_chain(file)
        self.stdout.write(self.style.SUCCESS(f"{written} events written to {options['to']}"))
