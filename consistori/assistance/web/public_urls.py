"""Public addresses of assistance, at the root of the town: what a person opens on their own device
(`<part>/public_urls.py`, `urlpatterns`).
"""

from importlib import import_module
from importlib.util import find_spec

from consistori.assistance.apps import PARTS

app_name = "assistance_public"
urlpatterns = [
    pattern
    for part in PARTS
    if find_spec(f"consistori.assistance.{part}") and find_spec(f"consistori.assistance.{part}.public_urls")
    for pattern in import_module(f"consistori.assistance.{part}.public_urls").urlpatterns
]
