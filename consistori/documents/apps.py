from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from consistori.ui.help import screen_help


class DocumentsConfig(AppConfig):
    name = "consistori.documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.documents.arrivals import hangings
        from consistori.documents.blobs import hangings as quarantine
        from consistori.documents.checks import check_blob_store, store_answers, store_keeps
        from consistori.documents.paging import hangings as paging
        from consistori.documents.templating import help, house_fields
        from consistori.documents.writing.hangings import hang_texts
        from consistori.kernel import health

        register(check_blob_store)
        quarantine.hang()
        hangings.hang()
        hang_texts()
        paging.hang()
        house_fields.hang()
        help.hang()
        health.add(
            "store", label=_("Place of the documents"), check=store_answers, test=store_keeps, order=25
        )
        screen_help.add(
            "documents:document",
            title=_("A document"),
            what=_(
                "At the left, its pages; at the right, what it is. What the program has guessed says so: look at"
                " it and save, and it becomes yours."
            ),
            acts=(
                _("Say its type, date, who made it and where the paper is, if there is one."),
                _("Bring a new version: the ones before are kept."),
                _("Throw it in the bin: for thirty days you can take it out."),
            ),
        )
        screen_help.add(
            "documents:bin",
            title=_("Bin"),
            what=_(
                "What was thrown away in the last thirty days. What is fixed for signature never comes here."
            ),
            acts=(_("Take out what was thrown away by mistake."),),
        )
