"""`consistori bench tray`: measure a tray of signatures with two thousand waiting, and nothing more."""

from consistori.config.bench.command import Measure


class Command(Measure):
    what = "tray"
    help = "Measure the signature tray of somebody for whom two thousand documents wait."
