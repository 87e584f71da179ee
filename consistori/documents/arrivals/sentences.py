"""What is said to people of the kinds of file, of how long they last and of the traces that they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.formats import kinds
from consistori.formats.advice import ARTICLE, Outlook, advice_for
from consistori.formats.kinds import Family, Kind
from consistori.formats.personal import Trace

_NAMES: dict[Kind, Any] = {
    kinds.DWG: _("Drawing of AutoCAD (DWG)"),
    kinds.DXF: _("Drawing to exchange (DXF)"),
    kinds.DWF: _("Published drawing (DWF)"),
    kinds.DGN: _("Drawing of MicroStation (DGN)"),
    kinds.IFC: _("Model of a building (IFC)"),
    kinds.ODG: _("Drawing of LibreOffice (ODG)"),
    kinds.MSG: _("Message of Outlook (MSG)"),
    kinds.MAIL: _("E-mail message (EML)"),
    kinds.HEIC: _("Photograph of a telephone (HEIC)"),
    kinds.RAR: _("Compressed files (RAR)"),
    kinds.SEVEN_ZIP: _("Compressed files (7Z)"),
    kinds.GZIP: _("Compressed file (GZIP)"),
    kinds.ZIP: _("Compressed files (ZIP)"),
    kinds.ASICE: _("Signed package (ASiC)"),
    kinds.CMS: _("Signature or signed file (CAdES)"),
}
_FAMILIES: dict[Family, Any] = {
    Family.PDF: _("PDF document"),
    Family.IMAGE: _("Image"),
    Family.TEXT: _("Text file"),
    Family.MARKUP: _("Web page or vector drawing"),
    Family.WRITER: _("Text document"),
    Family.SHEET: _("Spreadsheet"),
    Family.SLIDES: _("Presentation"),
    Family.SOUND: _("Sound recording"),
    Family.VIDEO: _("Video"),
}
_KEPT: dict[Family, Any] = {
    Family.DRAWING: _(
        "It is kept exactly as it was brought, and opens with a program of plans. Ask whoever drew it for a PDF/A of"
        " each sheet as well: it is what everybody can read, and what can be signed."
    ),
    Family.VIDEO: _("It is kept exactly as it was brought. Download it to watch it."),
    Family.SOUND: _("It is kept exactly as it was brought. Download it to listen to it."),
    Family.ARCHIVE: _("It is kept exactly as it was brought. Download it to open it."),
}
_OUTLOOKS: dict[Outlook, Any] = {
    Outlook.LASTS: _("It is a format that lasts: it will be read in thirty years."),
    Outlook.KEPT: _("It will be read for years; for the archive, better also as %(better)s."),
    Outlook.WEAK: _("It may not be read in some years. Ask for it, or turn it into, %(better)s."),
}
_ENOUGH = _("It will be read for years.")
_OUTSIDE = _("It is not in the catalogue of standards of the public administration.")
_TRACES: dict[Trace, Any] = {
    Trace.AUTHOR: _("who made it"),
    Trace.COMPANY: _("the firm"),
    Trace.PLACE: _("where it was taken"),
    Trace.DEVICE: _("with which device"),
    Trace.COMMENTS: _("comments in the margin"),
    Trace.CHANGES: _("changes that show what it said before"),
    Trace.HIDDEN: _("words that are not seen"),
    Trace.ATTACHMENTS: _("files inside"),
    Trace.REVISIONS: _("earlier revisions"),
    Trace.OTHER: _("notes of the program that made it"),
}


@dataclass(frozen=True)
class Said:
    """An advice in words, with the article that it comes from."""

    text: Any
    note: Any
    article: str
    is_weak: bool


def name_of_kind(kind: Kind) -> Any:
    """What people call a file of this kind."""
    return (
        _NAMES.get(kind) or _FAMILIES.get(kind.family) or _("File of kind %(name)s") % {"name": kind.eni_name}
    )


def kept_as_brought(kind: Kind) -> Any:
    """What is done with what has no pages nor words to show; empty for what has."""
    return _KEPT.get(kind.family, "")


def advice_in_words(kind: Kind, *, pdfa: str = "") -> Said:
    """How long a file of this kind will last, and what to do."""
    advice = advice_for(kind, pdfa=pdfa)
    text = _ENOUGH if advice.outlook is Outlook.KEPT and not advice.better else _OUTLOOKS[advice.outlook]
    if advice.better:
        text = text % {"better": advice.better}
    note = "" if advice.in_catalogue else _OUTSIDE
    return Said(text, note, ARTICLE, advice.outlook is Outlook.WEAK)


def trace_in_words(trace: str) -> Any:
    """What was found of people."""
    return _TRACES.get(Trace(trace), trace) if trace in set(Trace) else trace
