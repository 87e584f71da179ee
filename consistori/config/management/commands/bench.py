"""`consistori bench`: measure this machine at 45,000 cases, in a database of its own."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure the house at the size of a province, in a folder and a database of its own."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--cases", type=int, default=45_000)
        parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions")
        parser.add_argument("--fresh", action="store_true", help="throw the bench away and seed it again")

    def handle(self, *args: Any, **options: Any) -> None:
        words = ["run", "--cases", str(options["cases"])]
        if options["quick"]:
            words.append("--quick")
        sys.exit(run_there(words, fresh=options["fresh"]))
