from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "consistori.catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.ui.help import screen_help

        screen_help.add(
            "catalogue",
            title=_("The classification scheme"),
            what=_(
                "One scheme for the whole town hall. Each case is opened in a series, and the series says who "
                "sees it and how long it is kept. Nothing is destroyed without an approved table."
            ),
            acts=(
                _("Look for a series with the words that you use at the counter."),
                _("Mark with the star those you use: they come first when you open a case."),
                _("The archivist, the secretary or the administrator bring a scheme in a spreadsheet."),
            ),
        )
        screen_help.add(
            "catalogue:procedures",
            title=_("The procedures of the e-office"),
            what=_(
                "Each procedure is a sheet of text that a citizen reads and fills in. The province shares its own, "
                "and your town adapts or closes those that it does another way."
            ),
            acts=(
                _("What is wrong is told with its line, and the published sheet goes on serving."),
                _("The secretary validates what citizens read: their name and the day are shown."),
                _("The figure says how plainly each one speaks: look at what it suggests."),
            ),
        )
