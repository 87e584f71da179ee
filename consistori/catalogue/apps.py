from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "consistori.catalogue"
    default_auto_field = "django.db.models.BigAutoField"
