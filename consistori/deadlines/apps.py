from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "consistori.deadlines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.deadlines.selectors import days_of_seat
        from consistori.parties import seat
        from consistori.ui.help import screen_help

        seat.tell(days_of_seat)
        screen_help.add(
            "deadlines",
            title=_("Calendars and terms"),
            what=_(
                "The non-working days of the town hall, of Catalonia and of the State, each with its source; and a "
                "page that counts any term and explains every day of it."
            ),
            acts=(
                _("The secretary or the administrator add the two local holidays of each year."),
                _(
                    "Nothing is rubbed out: a correction is a new version, and what was counted keeps its own."
                ),
                _("Where a calendar is missing no day is given: the page says which and who can add it."),
            ),
        )
