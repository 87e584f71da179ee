"""The room of the register of residents, and what it hangs on others."""

from django.apps import AppConfig


class PadroConfig(AppConfig):
    name = "consistori.padro"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.padro import hangings

        hangings.hang()
