"""`consistori trail verify [--entity SLUG]`: does the chain of each entity hold?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail.sealing import verify_seals
from consistori.trail.services import verify_chain


class Command(BaseCommand):
    help = "Check the chain and the seals of the readings of every entity, or of one. Leaves with 1 if any is broken."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--entity")

    def handle(self, *args: Any, **options: Any) -> None:
        entities = (
            Entity.objects.filter(slug=options["entity"]) if options["entity"] else Entity.objects.all()
        )
        broken = False
        for entity in entities:
            with working_for(entity):
                report = verify_chain()
                sealed = verify_seals()
            if report.holds:
                self.stdout.write(f"{entity.slug}: holds, {report.length} events, head {report.head.hex()}")
            else:
                broken = True
                self.stdout.write(
                    self.style.ERROR(f"{entity.slug}: BROKEN at event {report.broken_at}: {report.reason}")
                )
            if sealed.holds:
                until = f"{sealed.sealed_until:%Y-%m-%d}" if sealed.sealed_until else "none yet"
                self.stdout.write(
                    f"{entity.slug}: readings hold, {sealed.readings} in {sealed.seals} seals, until {until}"
                )
            else:
                broken = True
                self.stdout.write(
                    self.style.ERROR(
                        f"{entity.slug}: READINGS BROKEN at event {sealed.broken_at}: {sealed.reason}"
                    )
                )
        if broken:
            sys.exit(1)
