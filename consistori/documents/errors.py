"""Refusals about files, in sentences that say what happened and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.formats.content import Reason, Remark, Unacceptable
from consistori.kernel.errors import BadInput, Refusal

_MEGABYTE = 1024 * 1024

REASONS: dict[str, Any] = {
    Reason.EMPTY: _("The file is empty. Look at it on your computer and bring it again."),
    Reason.PROGRAM: _("It is a program, not a document. Programs are not kept."),
    Reason.CORRUPT_PDF: _("The PDF is damaged: it does not open. Make it again, or ask for another copy."),
    Reason.ENCRYPTED_PDF: _(
        "The PDF opens only with a password. Save it without password and bring it again."
    ),
    Reason.ACTIVE_PDF: _(
        "The PDF carries a script or starts a program. Print it to a new PDF and bring that one."
    ),
    Reason.ACTIVE_MARKUP: _("The page carries scripts or loads others. Print it to PDF and bring that one."),
    Reason.CORRUPT_ARCHIVE: _(
        "The file is damaged: it does not open. Make it again, or ask for another copy."
    ),
    Reason.ENCRYPTED_ARCHIVE: _("The file is locked with a password. Save it without and bring it again."),
    Reason.BOMB: _("Once unpacked it would fill the disk. Bring the documents one by one."),
    Reason.CORRUPT_IMAGE: _("The image is damaged: it does not open. Scan it or save it again."),
    Reason.TWO_THINGS: _(
        "It is two files in one: one is seen, another hides behind it. Print it to a new PDF and bring that one."
    ),
    Reason.HUGE_IMAGE: _("The image is out of all measure. Save it with fewer pixels."),
}

REMARKS: dict[str, Any] = {
    Remark.RENAMED: _("Its name said another kind of file; we have mended the extension."),
    Remark.MACROS: _("It carries macros. It is kept as it was brought; do not run them."),
    Remark.PROGRAMS_INSIDE: _("There are programs among the files that it packs; do not run them."),
    Remark.RESTRICTED_PDF: _("Whoever made the PDF asks that it is not printed or copied."),
    Remark.SIGNED: _("It brings signatures inside."),
    Remark.FORM: _("It is a form that can be filled in."),
    Remark.REPAIRED: _("The PDF has a fault inside; it opens all the same."),
    Remark.UNKNOWN_KIND: _("We do not know this kind of file; it can be kept and downloaded."),
    Remark.OUTER_LINKS: _(
        "It asks for things from outside when it opens (a template, an image). Nothing is fetched: they are missing."
    ),
    Remark.OLD_FORMAT: _("It is an old format that will not last. Better as PDF."),
    "not-pdfa": _("It is a PDF, not a PDF/A: as it was made, it cannot become one."),
    "signed-before": _(
        "It already had signatures, so the code is not drawn on its pages: drawing would break them."
    ),
    "from-office": _("Made from the document that was brought, which is kept as the version before."),
    "from-image": _("Made from the image that was brought, which is kept as the version before."),
}


class FileTooLarge(BadInput):
    """The file passes the limit, in bytes."""

    status = 413
    default_code = "too-large"

    def __init__(self, limit: int) -> None:
        message = _("The file passes %(most)d MB, the most that can be kept. Divide it or make it smaller.")
        super().__init__(message % {"most": limit // _MEGABYTE}, field="file")


class StoreFull(Refusal):
    """No room is left where the documents are kept."""

    status = 507
    default_code = "store-full"

    def __init__(self) -> None:
        super().__init__(
            _("There is no room left to keep documents. Tell the administrator and try again later.")
        )


class FileRefused(BadInput):
    """The file cannot be kept; the message says why and what to do."""

    def __init__(self, refused: Unacceptable) -> None:
        super().__init__(REASONS[refused.reason], code=f"file-{refused.reason.value}", field="file")


class CannotFreeze(Refusal):
    """The document cannot be turned into what one signs."""

    default_code = "cannot-freeze"


def remarks_in_words(remarks: list[str]) -> list[Any]:
    """The sentences of the remarks of a version."""
    return [REMARKS[remark] for remark in remarks if remark in REMARKS]
