"""`consistori doctor`: is this installation fit to serve a town? It refuses what is only good for a demo."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from consistori.kernel import health

MARKS = {
    health.State.GOOD: "  well  ",
    health.State.WARNING: "  look  ",
    health.State.BAD: "  BAD   ",
}


class Command(BaseCommand):
    help = "Say what is well and what is not. Leaves with 1 if this must not serve a town."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        bad = 0
        for check in health.checks():
            found = check.run(thoroughly=True)
            bad += found.state == health.State.BAD
            mark = MARKS[found.state]
            told = self.style.ERROR(mark) if found.state == health.State.BAD else mark
            self.stdout.write(f"{told}{check.label}: {found.sentence}")
            if found.detail and not found.well:
                self.stdout.write("        " + found.detail.replace("\n", "\n        "))
        sys.exit(1 if bad else 0)
