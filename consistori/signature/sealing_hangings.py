"""What seals, copies and the signatures of others hang on the pages and the rules of lower rooms."""

from django.utils.translation import gettext_lazy as _


def hang_seals_copies_and_arrivals() -> None:
    """Called once, when the program starts."""
    from consistori.documents.panels import document_panels
    from consistori.documents.policies import reader_guards, reserve_marks
    from consistori.documents.services.freezing import band_heads, finishers, paper_makers
    from consistori.signature.copies.selectors import is_copy_of_reserved, may_read_copy
    from consistori.signature.copies.statements import make_paper_of_copy
    from consistori.signature.number_papers import head_of, keep_place
    from consistori.signature.web.arrivals import brought_signatures, is_worth_saying
    from consistori.signature.web.copies import copies_of_document, has_copies_to_say

    paper_makers.insert(0, make_paper_of_copy)
    finishers.append(keep_place)
    band_heads.append(head_of)
    reader_guards.append(may_read_copy)
    reserve_marks.append(is_copy_of_reserved)
    document_panels.add(
        "copies",
        template="signature/_copies_panel.html",
        context=copies_of_document,
        when=has_copies_to_say,
        order=25,
        label=_("Authentic copies"),
        icon="copy",
    )
    document_panels.add(
        "arrival",
        template="signature/_arrival_panel.html",
        context=brought_signatures,
        when=is_worth_saying,
        order=15,
        label=_("Signatures that it brings"),
        icon="seal",
    )
