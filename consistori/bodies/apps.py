"""The room of the bodies, and what it hangs on others."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "consistori.bodies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.bodies import hangings

        hangings.hang()
