"""The room of the tasks, and what it hangs on others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    name = "consistori.tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.tasks import hangings
        from consistori.ui.help import screen_help
        from consistori.ui.tabs import staff_tabs

        hangings.hang()
        staff_tabs.add(
            "tasks", label=_("Tasks"), url="tasks:list", order=45, icon="task", when=hangings.has_tasks
        )
        screen_help.add(
            "tasks",
            title=_("Tasks"),
            what=_(
                "Who does what before when, with or without a case. A task has no legal effect: steps do."
            ),
            acts=(
                _("Write what is to be done, say to whom, and it is in her Today."),
                _("A request is answered here: whoever asked reads the answer in her Today."),
                _("What comes back every year brings its own task, days before."),
            ),
        )
