"""`consistori bench sign`: measure the signatures, and nothing more."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from consistori.config.bench.home import run_there


class Command(BaseCommand):
    help = "Measure five hundred signatures in one gesture, without filling the province of the bench."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--quick", action="store_true", help="a hundred signatures")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_there(["sign", *(["--quick"] if options["quick"] else [])]))
