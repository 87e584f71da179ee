from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "consistori.parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.directory.seeing import things
        from consistori.parties.seeing import seen_party
        from consistori.ui.help import screen_help

        things.add("party", label=_("Person or firm"), find=seen_party)

        screen_help.add(
            "parties:list",
            title=_("People and firms"),
            what=_(
                "Everybody who has come to the town hall stands here once. Three letters of any word of the "
                "name, or the beginning of the number, are enough to find them."
            ),
            acts=(
                _(
                    "Before adding somebody, look for them: a number that is already here is not entered twice."
                ),
                _("Opening a person is written down, with your name and the hour."),
            ),
        )
        screen_help.add(
            "parties:party",
            title=_("A person or firm"),
            what=_(
                "First comes how we must talk to them and why: firms and entities are obliged to go "
                "electronic; a person chooses, and a change takes effect the fifth working day."
            ),
            acts=(
                _("E-mail and telephone serve for notices, never to notify."),
                _("A protected person’s address is hidden, and nothing of them is published."),
            ),
        )
        screen_help.add(
            "parties:compare",
            title=_("Are they one?"),
            what=_(
                "Two entries that may be the same person. Choose which one stays and, where they differ, which one is "
                "right. Nothing moves: each keeps its own, they are only read together."
            ),
            acts=(_("Undoing it gives each its own again, also after later work."),),
        )
        screen_help.add(
            "parties:sheet",
            title=_("A sheet of people"),
            what=_(
                "First say what each column is; then each row is checked as at the counter. What is wrong is told at "
                "its cell, and only the good rows go in."
            ),
            acts=(
                _("Download those left out, mend them and bring them again: nobody is entered twice."),
                _("What it entered can be taken out again; who has later work stays."),
            ),
        )
