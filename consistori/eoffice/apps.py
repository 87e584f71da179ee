"""The room of the electronic office."""

from django.apps import AppConfig


class EofficeConfig(AppConfig):
    name = "consistori.eoffice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.documents.waiting import waited_for
        from consistori.eoffice.asking import desk as asking
        from consistori.eoffice.correcting import hangings as correcting
        from consistori.eoffice.filing.papers import papers_with
        from consistori.eoffice.filing.term_letters import hangings as term_letters
        from consistori.eoffice.folder import hangings as folder
        from consistori.eoffice.identity import guests
        from consistori.eoffice.notifications import hangings as notifications
        from consistori.eoffice.office import hangings
        from consistori.eoffice.paying import hangings as paying
        from consistori.eoffice.places import hangings as places
        from consistori.eoffice.powers import hangings as powers
        from consistori.eoffice.visits import hangings as visits

        waited_for.append(papers_with)
        hangings.hang()
        notifications.hang()  # first in «It is your turn»: the law gives them ten days
        folder.hang()
        correcting.hang()
        asking.hang()
        paying.hang()
        places.hang()
        term_letters.hang()
        powers.hang()
        visits.hang()
        guests.hang()
        self._check_forms()

    @staticmethod
    def _check_forms() -> None:
        from django.utils.translation import get_language

        from consistori.catalogue.procedures import form_checks
        from consistori.eoffice.forms.definition import faults_of

        form_checks.add("eoffice", lambda form: faults_of(form, get_language() or "ca"))
