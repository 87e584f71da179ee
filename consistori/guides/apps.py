"""The room of guides, and what it hangs on others."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "consistori.guides"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.guides import hangings

        hangings.hang()
