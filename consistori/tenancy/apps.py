from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "consistori.tenancy"
    default_auto_field = "django.db.models.BigAutoField"
