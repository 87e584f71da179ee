"""`consistori bench seed`: fill the database of the bench, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Fill the database of the bench: a town of 45,000 cases and 164 of 300."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--share", type=int, default=1, help="10: a tenth of the province")
        parser.add_argument("--fresh", action="store_true", help="throw away what there was")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_there(["seed", "--share", str(options["share"])], fresh=options["fresh"]))
