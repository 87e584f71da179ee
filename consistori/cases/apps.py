"""The room of the case file, and what it hangs on others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "consistori.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.cases import carrying, hangings, merging
        from consistori.cases.board import hanging as board
        from consistori.cases.correcting import hanging as correcting
        from consistori.cases.deadlines import hanging as deadlines
        from consistori.cases.entries import hanging as entries
        from consistori.cases.notifying import hanging as notifying
        from consistori.cases.papers import help as papers
        from consistori.cases.steps import hanging as steps
        from consistori.cases.tasks import hanging as tasks

        hangings.hang()
        carrying.hang()
        papers.hang()
        merging.hang()
        entries.hang()
        deadlines.hang()
        correcting.hang()
        notifying.hang()
        board.hang()
        steps.hang()
        tasks.hang()
        from consistori.ui.tabs import staff_tabs

        staff_tabs.add("cases", label=_("Cases"), url="cases:list", order=20, icon="folder", phone_order=2)
