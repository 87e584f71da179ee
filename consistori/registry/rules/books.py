"""Books [llibres / libros], numbers and headings of the registry."""

from __future__ import annotations

from enum import StrEnum

ARTICLE_OF_THE_BOOK = "Llei 39/2015, art. 16.2"


class Book(StrEnum):
    """Entry [entrada / entrada] and exit [sortida / salida]; one sequence each, entity and year (R-REG-02)."""

    ENTRY = "entry"
    EXIT = "exit"


_LETTER = {Book.ENTRY: "E", Book.EXIT: "S"}


class Channel(StrEnum):
    """By which door it came or by which one it leaves."""

    COUNTER = "counter"
    OFFICE = "office"
    PHONE = "phone"
    POST = "post"
    ADMINISTRATION = "administration"
    MAIL = "mail"
    PROGRAM = "program"
    INTERNAL = "internal"


class Heading(StrEnum):
    """The heading that expresses the nature of what is entered [epígraf / epígrafe] (R-REG-03)."""

    APPLICATION = "application"
    DECLARATION = "declaration"
    COMMUNICATION = "communication"
    APPEAL = "appeal"
    ALLEGATION = "allegation"
    DOCUMENTS = "documents"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    WITHDRAWAL = "withdrawal"
    OFFICIAL_LETTER = "official_letter"
    INVOICE = "invoice"
    NOTIFICATION = "notification"
    OTHER = "other"


class Paper(StrEnum):
    """What happened to the paper that came along (R-REG-08; SICRES: physical documentation)."""

    NONE = "none"
    RETURNED = "returned"
    KEPT = "kept"


def reference(book: Book, year: int, number: int) -> str:
    """The number as people read it: E2026000123, S2026000004."""
    return f"{_LETTER[book]}{year}{number:06d}"


CORRECTABLE = ("heading", "subject", "to_unit", "destination", "observations")
"""What a later annotation may correct; the number, the hour, the person and the documents never change."""


def correction_fault(field: str, old: str, new: str, reason: str) -> str:
    """Why this correction cannot be annotated: "field", "same", "empty", "reason"; empty when it can (R-REG-05)."""
    if field not in CORRECTABLE:
        return "field"
    if field in ("heading", "subject") and not new.strip():
        return "empty"
    if old.strip() == new.strip():
        return "same"
    return "" if reason.strip() else "reason"
