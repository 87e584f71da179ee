"""`consistori bench office`: measure the e-office, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "office"
    help = (
        "Measure two hundred citizens at once, the finder over two thousand procedures, what a page weighs."
    )
