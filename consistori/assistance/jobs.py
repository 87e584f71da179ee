"""What the machine does for assistance: the jobs of each part."""

from importlib import import_module
from importlib.util import find_spec

from consistori.assistance.apps import PARTS

for part in PARTS:
    if find_spec(f"consistori.assistance.{part}") and find_spec(f"consistori.assistance.{part}.jobs"):
        import_module(f"consistori.assistance.{part}.jobs")
