"""`consistori entity create SLUG --name … --short-name … --prefix …`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from consistori.tenancy.models import TOWN_COLOURS, Entity


class Command(BaseCommand):
    help = "Create an entity [ens]: a town hall, a trust, a county or provincial council."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("slug", help="its name in addresses, as vall-llobera")
        parser.add_argument("--name", required=True, help="its full name")
        parser.add_argument("--short-name", required=True, help="the name of the place")
        parser.add_argument(
            "--prefix", required=True, help="two to four letters that begin its verification codes"
        )
        parser.add_argument("--kind", default="town", choices=Entity.Kind.values)
        parser.add_argument("--parent", help="slug of the entity above it")
        parser.add_argument("--modality", default="basic", choices=Entity.Modality.values)
        parser.add_argument("--colour", default="alzina", choices=[c for c, _ in TOWN_COLOURS])
        parser.add_argument("--language", default="ca", choices=["ca", "es"])
        parser.add_argument("--dir3", default="")
        parser.add_argument("--ine10", default="")
        parser.add_argument("--host", action="append", default=[], help="a host name of its own")

    def handle(self, *args: Any, **options: Any) -> None:
        parent = None
        if options["parent"]:
            parent = Entity.objects.filter(slug=options["parent"]).first()
            if parent is None:
                raise CommandError(f"There is no entity {options['parent']}.")
        entity = Entity(
            slug=options["slug"],
            name=options["name"],
            short_name=options["short_name"],
            code_prefix=options["prefix"].upper(),
            kind=options["kind"],
            parent=parent,
            modality=options["modality"],
            colour=options["colour"],
            language=options["language"],
            dir3=options["dir3"],
            ine10=options["ine10"],
            ine_code=options["ine10"][:5],
            hostnames=options["host"],
        )
        try:
            entity.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        entity.save()
        self.stdout.write(self.style.SUCCESS(f"{entity.name} is here: {entity.staff_url()}"))
