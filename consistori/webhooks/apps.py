"""Hears of every fact: when its entity has somebody to tell, a job is left in the same transaction."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def _administers(request: HttpRequest) -> bool:
    from consistori.directory.policies import may_manage_people

    actor = getattr(request, "actor", None)
    return (
        actor is not None and getattr(request, "entity", None) is not None and bool(may_manage_people(actor))
    )


class WebhooksConfig(AppConfig):
    name = "consistori.webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.trail.facts import followers
        from consistori.ui.tabs import staff_tabs
        from consistori.webhooks.jobs import tell_soon

        followers.append(tell_soon)
        staff_tabs.add(
            "webhooks", label=_("Programs"), url="webhooks:keys", order=80, icon="key", when=_administers
        )
