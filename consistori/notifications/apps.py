"""The room of notifications, and what it hangs on others."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "consistori.notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.notifications import hangings
        from consistori.notifications.notices import hangings as notices

        hangings.hang()
        notices.hang()
