"""`consistori bench seed`: fill the database of the bench, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Fill the database of the bench: three towns, 45,000 cases."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--cases", type=int, default=45_000)
        parser.add_argument("--fresh", action="store_true", help="throw away what there was")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_there(["seed", "--cases", str(options["cases"])], fresh=options["fresh"]))
