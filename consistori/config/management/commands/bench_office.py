"""`consistori bench office`: measure the e-office, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = (
        "Measure two hundred citizens at once, the finder over two thousand procedures, what a page weighs."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a fifth of the time")
        parser.add_argument("--share", type=int, default=10, help="the share of the province that is seeded")

    def handle(self, *args: Any, **options: Any) -> None:
        words = ["office", "--share", str(options["share"])]
        sys.exit(run_there([*words, *(["--quick"] if options["quick"] else [])]))
