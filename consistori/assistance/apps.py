"""The room of assistance, and what it hangs on others."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

PARTS = ("officers", "counter", "contacts", "phone")


class AssistanceConfig(AppConfig):
    name = "consistori.assistance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each part hangs its own: `<part>/hangings.py` has `hang()`."""
        for part in PARTS:
            if find_spec(f"consistori.assistance.{part}") and find_spec(
                f"consistori.assistance.{part}.hangings"
            ):
                import_module(f"consistori.assistance.{part}.hangings").hang()
