from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "consistori.protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.ui.help import screen_help

        screen_help.add(
            "protection:home",
            title=_("Data protection"),
            what=_(
                "Who opens personal data, whether the log of it holds, who from outside sees something, and the people "
                "who have asked what the town hall knows of them."
            ),
            acts=(
                _("Write down that somebody asks to see their data; it is answered in a month."),
                _("Look in the log of readings by person, thing or day, and take it away."),
                _("Check the seals: any reading changed or taken away afterwards comes out."),
            ),
        )
