"""`consistori bench deadlines`: measure the terms, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "deadlines"
    help = "Measure one term with its explanation, and a hundred thousand counted again."
