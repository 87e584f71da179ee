"""`consistori token create NAME --entity SLUG --scope cases:read …`: prints the secret once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.directory.roles import Role
from consistori.directory.services import SCOPES, create_token
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class Command(BaseCommand):
    help = "Give a program a key for the API of an entity."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name")
        parser.add_argument("--entity", required=True)
        parser.add_argument("--scope", action="append", choices=sorted(SCOPES), help="default: all")
        parser.add_argument("--role", action="append", choices=Role.values, help="default: processor")

    def handle(self, *args: Any, **options: Any) -> None:
        entity = Entity.objects.filter(slug=options["entity"]).first()
        if entity is None:
            raise CommandError(f"There is no entity {options['entity']}.")
        with working_for(entity):
            _token, secret = create_token(
                by=Actor.system("the command line", entity.pk),
                name=options["name"],
                scopes=options["scope"] or sorted(SCOPES),
                roles=options["role"],
            )
        self.stdout.write(secret)
