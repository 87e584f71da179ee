"""Addresses of assistance, under `/desk/`: each part brings its own (`<part>/urls.py`, `urlpatterns`)."""

from importlib import import_module
from importlib.util import find_spec

from consistori.assistance.apps import PARTS

app_name = "assistance"
urlpatterns = [
    pattern
    for part in PARTS
    if find_spec(f"consistori.assistance.{part}") and find_spec(f"consistori.assistance.{part}.urls")
    for pattern in import_module(f"consistori.assistance.{part}.urls").urlpatterns
]
