from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupsConfig(AppConfig):
    name = "consistori.backups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.backups import checks
        from consistori.kernel import health

        health.add("backup", label=_("Backup of the night"), check=checks.last_backup, order=40)
        health.add("rehearsal", label=_("Trial of the backup"), check=checks.last_trial, order=41)
        health.add("backup-room", label=_("Room for backups"), check=checks.room_for_the_next, order=42)
