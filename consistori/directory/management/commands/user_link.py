"""`consistori user link EMAIL --entity SLUG`: a new link to enter, printed here and sent to nobody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.directory.models import Person
from consistori.directory.services import send_link_again
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class Command(BaseCommand):
    help = (
        "Print a link with which a person sets her password and her second key: where there is no mail yet."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email")
        parser.add_argument("--entity", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        entity = Entity.objects.filter(slug=options["entity"]).first()
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if entity is None or person is None:
            raise CommandError("There is no such entity, or no person with that e-mail.")
        try:
            with working_for(entity):
                by = Actor.system("the command line", entity.pk)
                invitation = send_link_again(person, by=by, send=False)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{entity.public_url}/accounts/invitation/{invitation.token}/")
        self.stdout.write(f"It serves once, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
