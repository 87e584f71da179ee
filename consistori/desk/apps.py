from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "consistori.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.desk import helps
        from consistori.desk.calendar import hanging as calendar
        from consistori.desk.digest import hanging as digest
        from consistori.desk.inbox import hanging as inbox
        from consistori.desk.meeting import hanging as meeting
        from consistori.desk.people import papers
        from consistori.desk.saving import hanging as saving
        from consistori.desk.web import walking
        from consistori.ui.panels import staff_bars
        from consistori.ui.places import places
        from consistori.ui.tabs import staff_tabs

        # Today counts itself when it is looked at and the band remembers it: no other page pays for it.
        def seen_last(request: HttpRequest) -> int | None:
            return None

        staff_tabs.add(
            "desk",
            label=_("Today"),
            url="desk:today",
            order=10,
            phone_order=1,
            icon="jobs",
            counter=seen_last,
            pages=("today", "first_day"),
        )
        places.add(
            today="desk:today",
            find="desk:find",
            towns="desk:towns",
            jobs="desk:jobs",
            help="desk:help",
            more="desk:more",
            notices="desk:notices",
            new_case="cases:new",
            me="directory:me",
            people="directory:people",
            verify="verify:form",
        )
        staff_bars.add(
            "walk", template="desk/_walk_bar.html", context=walking.bar_of, when=walking.is_walking
        )
        helps.hang()
        digest.hang()
        inbox.hang()
        meeting.hang()
        calendar.hang()
        papers.hang()
        saving.hang()
