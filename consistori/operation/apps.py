"""The console: its tab, for operators alone."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def _operates(request: HttpRequest) -> bool:
    from consistori.operation.policies import may_operate

    actor = getattr(request, "actor", None)
    return actor is not None and bool(may_operate(actor, getattr(request, "entity", None)))


class OperationConfig(AppConfig):
    name = "consistori.operation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.ui.help import screen_help
        from consistori.ui.tabs import staff_tabs

        screen_help.add(
            "operation",
            title=_("Console"),
            what=_(
                "Settings and counts of the whole house. What is inside each entity is not seen from here."
            ),
            acts=(
                _("Write its name and whom to invite: the codes fill themselves."),
                _("Choose and look first: nothing changes until you say so."),
            ),
        )

        staff_tabs.add(
            "operation",
            label=_("Console"),
            url="operation:overview",
            order=90,
            icon="screen",
            when=_operates,
        )
