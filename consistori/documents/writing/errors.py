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


def not_a_text_file() -> BadInput:
    """What was brought back is not a .docx."""
    return BadInput(_("Bring the .docx that you wrote."), field="file")
