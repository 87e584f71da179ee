"""The room of the registry, and what it hangs on others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "consistori.registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.documents.policies import kept_as_they_are
        from consistori.registry import hangings
        from consistori.registry.policies import stays_as_registered
        from consistori.ui.help import screen_help
        from consistori.ui.tabs import staff_tabs

        hangings.hang()
        kept_as_they_are.append(stays_as_registered)
        staff_tabs.add(
            "registry",
            label=_("Registry"),
            url="registry:book",
            order=30,
            icon="stamp",
            when=hangings.has_registry,
        )
        screen_help.add(
            "registry:book",
            title=_("The books of the registry"),
            what=_(
                "Everything that comes in and everything official that goes out has here its number and its hour, in "
                "the order of arrival. Nothing is ever erased: a mistake is annotated beside it."
            ),
            acts=(_("E is an entry and S an exit; each book begins at one every year."),),
        )
        screen_help.add(
            "registry:entry",
            title=_("An entry of the registry"),
            what=_(
                "What was presented, by whom and when it takes effect. The receipt carries the fingerprint of each "
                "file."
            ),
            acts=(_("Corrections and annulments are written beside, with their reason."),),
        )
        screen_help.add(
            "registry:days",
            title=_("Closed days of the books"),
            what=_(
                "Each day has a diligence with the fingerprint of all that was written, tied to that of the day "
                "before: whoever changed a line of an old day would break all those after it."
            ),
            acts=(_("Open a day: its fingerprint is counted again before your eyes."),),
        )
