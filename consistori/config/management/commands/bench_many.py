"""`consistori bench many`: measure the same in many cases, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "many"
    help = "Measure twelve hundred texts from one template, and some left in the tray."
