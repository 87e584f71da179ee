from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "consistori.parties"
    default_auto_field = "django.db.models.BigAutoField"
