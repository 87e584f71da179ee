"""`consistori bench`: measure this machine with 165 towns, in a database of its own."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure the house at the size of a province, in a folder and a database of its own."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--share", type=int, default=1, help="10: a tenth of the province")
        parser.add_argument("--quick", action="store_true", help="a fifth of the repetitions")
        parser.add_argument("--keep", default="", help="write the table of this release there too")
        parser.add_argument("--fresh", action="store_true", help="throw the bench away and seed it again")

    def handle(self, *args: Any, **options: Any) -> None:
        words = ["run", "--share", str(options["share"]), "--keep", options["keep"]]
        if options["quick"]:
            words.append("--quick")
        sys.exit(run_there(words, fresh=options["fresh"]))
