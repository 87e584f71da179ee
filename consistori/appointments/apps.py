"""The room of appointments, and what it hangs on others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "consistori.appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.appointments import hangings
        from consistori.ui.help import screen_help
        from consistori.ui.tabs import staff_tabs

        hangings.hang()
        staff_tabs.add(
            "appointments",
            label=_("Appointments"),
            url="appointments:agenda",
            order=35,
            icon="calendar",
            when=hangings.has_appointments,
        )
        screen_help.add(
            "appointments",
            title=_("Appointments"),
            what=_("Who comes today, at which hour, with whom; and the hours that are still free."),
            acts=(
                _("No desk is ever given twice at the same hour, however many people ask at once."),
                _("The waiting screen shows codes and desks, never names."),
                _("Whoever did not come is counted; what they left of themselves is forgotten after a year."),
            ),
        )
