"""`consistori bench restore`: measure a restore beside `cp -a` and `pg_restore`, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure how long a restore of the province of the bench takes, filling it the first time."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--share", type=int, default=1, help="a tenth of the province with 10")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_there(["restore", "--share", str(options["share"])]))
