"""Refusals about texts that are written here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import BadInput, NotHere, Refusal


class NotWrittenHere(NotHere):
    """The document is a file that was brought, not a text of ours."""

    def __init__(self) -> None:
        super().__init__(_("This document was brought as a file: it is not written here."))


class PenInAnotherHand(Refusal):
    """Somebody else has the pen, and has given a sign of life. `field` is `pen`."""

    default_code = "pen-in-another-hand"

    def __init__(self, name: str) -> None:
        message = _(
            "%(name)s is writing it now. Ask for the pen, or wait: it is free after five minutes without writing."
        )
        super().__init__(message % {"name": name}, field="pen")


class TextIsOut(Refusal):
    """It is in a text processor."""

    default_code = "text-is-out"

    def __init__(self, name: str) -> None:
        message = _(
            "%(name)s has it out in a text processor. Bring it back first, or say that it is not coming back."
        )
        super().__init__(message % {"name": name}, field="out")


class TextIsFixed(Refusal):
    """Its text is fixed for signature."""

    default_code = "text-is-fixed"

    def __init__(self) -> None:
        super().__init__(_("Its text is fixed for signature. To change it, write another version."))


class TextTooLong(BadInput):
    """Beyond what is written in one text."""

    def __init__(self) -> None:
        super().__init__(
            _("The text is too long to be written in one piece. Divide it in two documents."), field="html"
        )


class NotReady(BadInput):
    """It cannot go to be signed yet; `what` says what is pending."""

    default_code = "text-not-ready"

    def __init__(self, what: Any) -> None:
        super().__init__(what, field="text")


class TextIsOutToAnother(Refusal):
    """Somebody else has it out: what is brought would leave hers behind. `field` is `file`."""

    default_code = "text-is-out-to-another"

    def __init__(self, name: str) -> None:
        message = _(
            "%(name)s has it out, and what is written there would be left behind. Ask for it to be brought back, "
            "or say first that it is not coming back."
        )
        super().__init__(message % {"name": name}, field="file")


class OfAnotherText(BadInput):
    """The file says that it is of another document. `title` is empty where it may not be told."""

    default_code = "of-another-text"

    def __init__(self, title: str) -> None:
        told = _("This file is of another document, «%(title)s»: bring it back there.") % {"title": title}
        super().__init__(
            told if title else _("This file is of another document: bring it back there."), field="file"
        )


class NotFromHere(BadInput):
    """Nothing in the file says that it was taken out from here, and nobody has said that it is its text."""

    default_code = "not-from-here"

    def __init__(self) -> None:
        message = _(
            "This file does not say that it was taken out from this text. Look whether it is the right one; "
            "if it is, bring it again and mark «It was written without taking it out from here»."
        )
        super().__init__(message, field="file")


def not_a_text_file() -> BadInput:
    """What was brought back is neither a .docx nor an .odt that opens."""
    return BadInput(
        _(
            "It is not a text of Word (.docx) or Writer (.odt) that opens. Save it as one of them and bring it."
        ),
        field="file",
    )
