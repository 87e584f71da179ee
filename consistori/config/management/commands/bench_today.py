"""`consistori bench today`: measure Today of whoever has five thousand open things, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "today"
    help = "Measure Today with five thousand open things over three towns."
