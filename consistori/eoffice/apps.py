"""The room of the electronic office."""

from django.apps import AppConfig


class EofficeConfig(AppConfig):
    name = "consistori.eoffice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.eoffice.office import hangings

        hangings.hang()
