"""What the measures that fill a share of the province have in common."""

import sys
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Measure(BaseCommand):
    """`consistori bench <what> [--quick] [--share N]`: measure one thing, and nothing more."""

    what: ClassVar[str]

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a fifth of the time")
        parser.add_argument("--share", type=int, default=10, help="the share of the province that is seeded")

    def handle(self, *args: Any, **options: Any) -> None:
        words = [self.what, "--share", str(options["share"])]
        sys.exit(run_there([*words, *(["--quick"] if options["quick"] else [])]))
