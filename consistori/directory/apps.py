from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "consistori.directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.directory.career_hangings import hang_careers
        from consistori.directory.hangings import hang
        from consistori.directory.web.accounts.watch import watch_accounts

        watch_accounts()
        hang()
        hang_careers()
