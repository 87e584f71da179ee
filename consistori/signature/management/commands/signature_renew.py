"""`consistori signature renew [--entity SLUG] [--within DAYS]`: what weakens, why, and what was done about it."""

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.signature.lasting.rules import WITHIN, Need
from consistori.signature.lasting.selectors import due, ending
from consistori.signature.lasting.services import Outcome, find_unhanded, look_after
from consistori.signature.lasting.words import why_needed
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for


class Command(BaseCommand):
    help = "Add evidence and archive timestamps to the signatures that weaken. Leaves with 1 if any could not be."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--entity", help="only this entity")
        parser.add_argument(
            "--within",
            type=int,
            default=WITHIN.days,
            metavar="DAYS",
            help="renew what holds for less than this (180)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what weakens, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        entities = Entity.objects.order_by("slug")
        if options["entity"]:
            entities = entities.filter(slug=options["entity"])
        within, failed = timedelta(days=options["within"]), 0
        for entity in entities:
            with override("en"):
                if options["dry_run"]:
                    self._say_needs(entity, within)
                else:
                    failed += self._renew(entity, within)
        if failed:
            sys.exit(1)

    def _renew(self, entity: Entity, within: timedelta) -> int:
        done = failed = 0
        for outcome in look_after(entity, by=Actor.program(entity.pk), within=within, patient=False):
            self._say(entity, outcome)
            done, failed = done + outcome.is_done, failed + (not outcome.is_done)
        self.stdout.write(f"{entity.slug}: {done} made to last, {failed} could not be")
        return failed

    def _say(self, entity: Entity, outcome: Outcome) -> None:
        why = _reasons(outcome.needs)
        until = f", holds until {outcome.holds_until:%Y-%m-%d}" if outcome.holds_until else ""
        line = f"{entity.slug}: «{outcome.title}»: {why}: {outcome.before} -> {outcome.after}{until}"
        if outcome.trouble:
            line = self.style.WARNING(f"{line}. {outcome.trouble}")
        self.stdout.write(line)

    def _say_needs(self, entity: Entity, within: timedelta) -> None:
        at = now()
        with working_for(entity):
            find_unhanded()
            rows = [
                *due(at + timedelta(days=366)).with_papers(),
                *ending(at, within=within).with_papers(),
            ]
            for row in rows:
                why = _reasons(row.needs(at, within=within))
                self.stdout.write(f"{entity.slug}: «{row.version.document.title}»: {why}")
        self.stdout.write(f"{entity.slug}: {len(rows)} to be renewed")


def _reasons(needs: Any) -> str:
    said: list[Need] = list(needs)
    return "; ".join(why_needed(need) for need in said)
