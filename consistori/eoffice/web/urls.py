"""Addresses of the electronic office: each part brings its own. They stand at the root of the town."""

from importlib import import_module
from importlib.util import find_spec

PARTS = (
    "office", "identity", "filing", "notifications", "folder", "forms", "powers", "visits", "asking", "paying",
    "places", "correcting",
)  # fmt: skip

app_name = "eoffice"
urlpatterns = [
    pattern
    for part in PARTS
    if find_spec(f"consistori.eoffice.{part}.urls")
    for pattern in import_module(f"consistori.eoffice.{part}.urls").urlpatterns
]
