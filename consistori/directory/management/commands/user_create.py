"""`consistori user create EMAIL --given … --family … --entity SLUG --role ROLE --title …`."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from consistori.directory.roles import Role
from consistori.directory.services import give_post, invite_person
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class Command(BaseCommand):
    help = "Give a person a login and a post. The password is asked, or read from standard input."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("--given", required=True)
        parser.add_argument("--family", required=True)
        parser.add_argument("--entity", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--title", required=True)
        parser.add_argument("--language", default="ca", choices=["ca", "es"])

    def handle(self, *args: Any, **options: Any) -> None:
        entity = Entity.objects.filter(slug=options["entity"]).first()
        if entity is None:
            raise CommandError(f"There is no entity {options['entity']}.")
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        by = Actor.system("the command line", entity.pk)
        try:
            validate_password(password)
            with working_for(entity):
                person = invite_person(
                    by=by,
                    email=options["email"],
                    given_name=options["given"],
                    family_name=options["family"],
                    password=password,
                    language=options["language"],
                )
                give_post(person, by=by, role=options["role"], title_ca=options["title"], starts_on=today())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            self.style.SUCCESS(f"{person.full_name} may enter; she sets up her second factor then.")
        )
