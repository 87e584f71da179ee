"""What seals, copies and the signatures of others hang on the pages and the rules of lower rooms."""

from django.utils.translation import gettext_lazy as _


def hang_seals_copies_and_arrivals() -> None:
    """Called once, when the program starts."""
    from consistori.documents.panels import document_panels
    from consistori.signature.web.arrivals import brought_signatures, is_worth_saying

    document_panels.add(
        "arrival",
        template="signature/_arrival_panel.html",
        context=brought_signatures,
        when=is_worth_saying,
        order=15,
        label=_("Signatures that it brings"),
        icon="seal",
    )
