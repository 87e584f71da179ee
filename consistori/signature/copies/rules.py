"""Of what an authentic copy may be made, and of which kind (R-DOC-04, N-COP-01 to 03)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consistori.documents.models import Document
from consistori.formats import kinds
from consistori.formats.kinds import Family
from consistori.kernel.errors import Verdict
from consistori.signature.models import AuthenticCopy

Kind = AuthenticCopy.Kind
ORIGINALS = frozenset({"EE01", "EE02", "EE03", "EE04"})
_ARTICLE = "RD 203/2021, art. 47.2"
_CONVERTED = frozenset({Family.IMAGE, Family.WRITER, Family.SHEET})


def may_be_copied(document: Document, kind: str) -> Verdict:
    """Whether a copy of that kind can be made of the document, and why not."""
    if document.is_discarded or document.erased_at:
        return Verdict(False, _("It is in the bin: take it out first."))
    version = document.version
    if kind == Kind.OF_PAPER:
        if version.making != version.Making.BROUGHT or document.is_frozen:
            return Verdict(False, _("It was made here: there is no paper behind it."))
        if version.kind is kinds.PDF or version.kind.family is Family.IMAGE:
            return Verdict(True)
        return Verdict(
            False, _("The copy of a paper is made of its scanned image, in PDF, TIFF, JPEG or PNG.")
        )
    if document.elaboration not in ORIGINALS and not document.is_frozen:
        return Verdict(
            False,
            _("An authentic copy is made only of an original or of another authentic copy. Say which it is in what is "
              "said of it (state of elaboration)."),
            _ARTICLE,
        )  # fmt: skip
    is_pdf = version.kind is kinds.PDF
    if not is_pdf and version.kind.family not in _CONVERTED:
        return Verdict(False, _("This kind of file cannot be turned into pages."))
    if kind == Kind.OTHER_FORMAT and is_pdf and (version.pdfa or document.is_frozen):
        return Verdict(
            False,
            _("It already has the format in which it is kept: a copy that is identical is as good as the original, "
              "and no new document is made."),
            "NTI de copiado auténtico, III.1",
        )  # fmt: skip
    return Verdict(True)


def is_private(document: Document) -> bool:
    """Copies of private documents have only administrative effect (Llei 39/2015, art. 27.1)."""
    return bool(document.origin == Document.Origin.CITIZEN)
