"""The room of rules for automation, and what it hangs on others."""

from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "consistori.automation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.automation import hangings

        hangings.hang()
