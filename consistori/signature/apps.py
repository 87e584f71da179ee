from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignatureConfig(AppConfig):
    name = "consistori.signature"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from consistori.documents.panels import document_panels
        from consistori.documents.writing.panels import text_acts
        from consistori.signature.carrying import hang_what_is_carried
        from consistori.signature.circuits.hangings import hang_circuits
        from consistori.signature.help import put_help
        from consistori.signature.panels import act_of_text, signatures_of_document
        from consistori.signature.sealing_hangings import hang_seals_copies_and_arrivals
        from consistori.signature.selectors import turns_of
        from consistori.signature.tray.standing_in import hang_fields
        from consistori.ui.tabs import staff_tabs

        put_help()
        hang_fields()
        hang_what_is_carried()
        hang_seals_copies_and_arrivals()
        hang_circuits()
        document_panels.add(
            "signature",
            template="signature/_document_panel.html",
            context=signatures_of_document,
            order=20,
            label=_("Signatures"),
            icon="seal",
        )
        text_acts.add("sign", template="signature/_text_act.html", context=act_of_text, order=10)

        def waiting(request: HttpRequest) -> Any:
            return turns_of(request.user.pk)

        staff_tabs.add(
            "signature",
            label=_("Signature tray"),
            phone_label=_("To sign"),
            url="signature:tray",
            order=40,
            phone_order=3,
            rows=waiting,
            icon="pen",
        )
