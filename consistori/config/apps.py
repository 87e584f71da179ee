from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    name = "consistori.config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from consistori.config import checks, fetching, observability, receipts, service_checks
        from consistori.kernel import health

        receipts.hang()
        fetching.hang()
        service_checks.hang()
        observability.start()
        if "replica" in settings.DATABASES:
            from consistori.config import replica
            from consistori.tenancy.scope import also_open

            also_open.append(replica.beside)
            health.add("replica", label=_("Copy of the database"), check=replica.health, order=14)
        health.add("clock", label=_("Clock"), check=checks.clock, order=5)
        health.add("migrations", label=_("Version of the database"), check=checks.migrations, order=11)
        health.add("walls", label=_("Wall between entities"), check=checks.walls, order=12)
        health.add("indexes", label=_("Indexes"), check=checks.indexes, order=13)
        health.add("worker", label=_("Jobs"), check=checks.worker, order=20)
        health.add("secrets", label=_("Secrets"), check=checks.secrets, order=30)
        health.add(
            "documents",
            label=_("Bytes of the documents"),
            check=checks.documents,
            test=checks.documents_hashed,
            order=31,
        )
