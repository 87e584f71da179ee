from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "consistori.protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.parties.panels import party_panels
        from consistori.protection.panels import access_of_party, asks_here, is_officer
        from consistori.ui.help import screen_help
        from consistori.ui.tabs import staff_tabs

        staff_tabs.add(
            "protection",
            label=_("Data protection"),
            url="protection:home",
            order=60,
            icon="lock",
            when=is_officer,
        )
        party_panels.add(
            "access",
            template="protection/_party_access.html",
            context=access_of_party,
            order=80,
            when=asks_here,
            label=_("Right of access"),
        )

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
