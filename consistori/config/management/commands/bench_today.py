"""`consistori bench today`: measure Today of whoever has five thousand open things, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure Today with five thousand open things over three towns."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a fifth of the time")
        parser.add_argument("--share", type=int, default=10, help="the share of the province that is seeded")

    def handle(self, *args: Any, **options: Any) -> None:
        words = ["today", "--share", str(options["share"])]
        sys.exit(run_there([*words, *(["--quick"] if options["quick"] else [])]))
