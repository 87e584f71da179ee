"""`consistori bench decree`: measure how long the decree book is locked, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure how long the row of the decree book is locked, without filling the province of the bench."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a fifth of the decrees")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_there(["decree", *(["--quick"] if options["quick"] else [])]))
