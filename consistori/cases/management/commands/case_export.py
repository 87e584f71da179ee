"""`consistori case export NUMBER --entity SLUG --to DIR`: the whole case as an ENI package."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consistori.cases.events import CaseTaken
from consistori.cases.export.asking import export_to
from consistori.cases.models import CaseFile
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Refusal
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import announce


class Command(BaseCommand):
    help = "Write the whole case as a ZIP that any administration reads (ENI) and any browser opens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number")
        parser.add_argument("--entity", required=True)
        parser.add_argument("--to", default=".", type=Path)

    def handle(self, *args: Any, number: str, entity: str, to: Path, **options: Any) -> None:
        town = Entity.objects.filter(slug=entity).first()
        if town is None:
            raise CommandError(f"There is no entity {entity}.")
        with working_for(town):
            case = CaseFile.objects.filter(number=number).first()
        if case is None:
            raise CommandError(f"There is no case {number} in {entity}.")
        to.mkdir(parents=True, exist_ok=True)
        path = to / f"{case.number}.zip"
        try:
            with path.open("wb") as file:
                plan = export_to(case.pk, town, file)
        except Refusal as refusal:
            path.unlink(missing_ok=True)
            raise CommandError(str(refusal.message)) from refusal
        with working_for(town):
            taken = CaseTaken(case_id=case.pk, number=case.number, documents=len(plan.documents), sha256="")
            announce(taken, by=Actor.program(town.pk))
        self.stdout.write(str(path))
