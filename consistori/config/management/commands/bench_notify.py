"""`consistori bench notify`: measure the notifications, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure ten thousand notifications put at disposal, and those due among a million open."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a fifth of them")
        parser.add_argument("--share", type=int, default=1, help="a tenth of them with 10")

    def handle(self, *args: Any, **options: Any) -> None:
        share = options["share"] * (5 if options["quick"] else 1)
        sys.exit(run_there(["notify", "--share", str(share)]))
