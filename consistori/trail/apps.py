from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    name = "consistori.trail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.kernel import health
        from consistori.tenancy.scope import before_commit
        from consistori.trail import checks
        from consistori.trail.chain import write_pending

        health.add(
            "seals",
            label=_("Seals of the readings"),
            check=checks.sealed_in_time,
            test=checks.seals_hold,
            order=60,
        )

        before_commit.append(write_pending)
        for config in apps.get_app_configs():
            for module in ("events", "reactions"):
                if config.name.startswith("consistori.") and find_spec(f"{config.name}.{module}"):
                    import_module(f"{config.name}.{module}")
