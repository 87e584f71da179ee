"""The room of the bulletin board, and what it hangs on others."""

from django.apps import AppConfig


class BulletinConfig(AppConfig):
    name = "consistori.bulletin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.bulletin import hangings

        hangings.hang()
