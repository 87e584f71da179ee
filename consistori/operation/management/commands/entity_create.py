"""`consistori entity create NAME [--admin-email …]`: with the name of a town of Catalonia, the rest fills itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.kernel.actor import PROGRAM, Actor
from consistori.kernel.errors import Refusal
from consistori.operation.arms import cleaned_arms
from consistori.operation.services import FirstAdministrator, fill, found_entity
from consistori.tenancy import places
from consistori.tenancy.models import TOWN_COLOURS, Entity


class Command(BaseCommand):
    help = "Create an entity [ens]: a town hall, a trust, a county or provincial council."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("place", help="the name of the place, or its name in addresses, as vall-llobera")
        parser.add_argument("--name", default="", help="its full name")
        parser.add_argument("--short-name", default="", help="the name of the place")
        parser.add_argument("--slug", default="", help="its name in addresses")
        parser.add_argument(
            "--prefix", default="", help="two to four letters that begin its verification codes"
        )
        parser.add_argument("--kind", default="town", choices=Entity.Kind.values)
        parser.add_argument("--parent", help="slug of the entity above it")
        parser.add_argument("--share-staff", action="store_true", help="a trust with the staff of its town")
        parser.add_argument("--modality", default="basic", choices=Entity.Modality.values)
        parser.add_argument("--colour", default="alzina", choices=[c for c, _ in TOWN_COLOURS])
        parser.add_argument("--arms", help="SVG or PNG of its coat of arms")
        parser.add_argument("--language", default="ca", choices=["ca", "es"])
        parser.add_argument("--dir3", default="")
        parser.add_argument("--ine10", default="")
        parser.add_argument("--postcode", default="")
        parser.add_argument("--host", action="append", default=[], help="a host name of its own")
        parser.add_argument("--admin-email", help="whom to invite as first administrator")
        parser.add_argument("--admin-given", default="")
        parser.add_argument("--admin-family", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        entity = self._entity(options)
        administrator = self._administrator(options)
        try:
            found_entity(
                entity,
                by=Actor.system(PROGRAM),
                above=None,
                administrator=administrator,
                share_staff=options["share_staff"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal.field or entity.slug}: {refusal}") from refusal
        self.stdout.write(self.style.SUCCESS(f"{entity.name} is here: {entity.staff_url()}"))
        codes = (entity.ine_code, entity.ine10, entity.dir3, entity.code_prefix)
        self.stdout.write("  INE {}  INE10 {}  DIR3 {}  prefix {}".format(*(code or "-" for code in codes)))
        if administrator:
            self.stdout.write(f"  {administrator.email} is sent a link")

    def _entity(self, options: dict[str, Any]) -> Entity:
        parent = None
        if options["parent"]:
            parent = Entity.objects.filter(slug=options["parent"]).first()
            if parent is None:
                raise CommandError(f"There is no entity {options['parent']}.")
        short = options["short_name"]
        place = places.municipality(short or options["place"].replace("-", " "))
        entity = Entity(
            slug=options["slug"] or (options["place"] if short else ""),
            name=options["name"],
            short_name=short or (place.name if place else options["place"]),
            code_prefix=options["prefix"].upper(),
            kind=options["kind"],
            parent=parent,
            modality=options["modality"],
            colour=options["colour"],
            language=options["language"],
            dir3=options["dir3"],
            ine10=options["ine10"],
            ine_code=options["ine10"][:5],
            postcode=options["postcode"],
            hostnames=options["host"],
        )
        if options["arms"]:
            try:
                entity.arms = cleaned_arms(Path(options["arms"]).read_bytes())
            except (OSError, Refusal) as error:
                raise CommandError(str(error)) from error
        return fill(entity)

    def _administrator(self, options: dict[str, Any]) -> FirstAdministrator | None:
        if not options["admin_email"]:
            return None
        if not options["admin_given"] or not options["admin_family"]:
            raise CommandError("Say her name too: --admin-given and --admin-family.")
        return FirstAdministrator(
            options["admin_email"], options["admin_given"], options["admin_family"], options["language"]
        )
