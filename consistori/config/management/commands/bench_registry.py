"""`consistori bench registry`: measure the books, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "registry"
    help = "Measure entries until their number, fifty a second, and receipts sealed in the answer."
