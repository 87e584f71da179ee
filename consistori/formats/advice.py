"""What to expect of each kind of file in thirty years [consell de conservació / consejo de conservación].

From the catalogue of standards of the national interoperability scheme (NTI del Catálogo de estándares, resolution of
3 October 2012, annex) and the rule that what is obsolete becomes an authentic copy with another format (RD 203/2021,
art. 23.3; EE02). Codes are given back: whoever speaks with people has the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consistori.formats import kinds
from consistori.formats.kinds import Kind

ARTICLE = "NTI del Catálogo de estándares (2012), annex"


class Outlook(StrEnum):
    """How a kind of file is expected to last."""

    LASTS = "lasts"
    KEPT = "kept"
    WEAK = "weak"


@dataclass(frozen=True)
class Advice:
    """`outlook`; `better` is the name of the format to turn it into, empty if it is well as it is.

    `in_catalogue`: whether the catalogue of standards has it.
    """

    outlook: Outlook
    better: str = ""
    in_catalogue: bool = True


_LASTS = Advice(Outlook.LASTS)
_AS_PDFA = Advice(Outlook.KEPT, "PDF/A")
_OLD_OFFICE = Advice(Outlook.WEAK, "PDF/A", in_catalogue=False)
_OTHER_IMAGE = Advice(Outlook.KEPT, "PNG, TIFF", in_catalogue=False)
_PLAN = Advice(Outlook.WEAK, "PDF/A, DXF", in_catalogue=False)
_OTHER_FILM = Advice(Outlook.WEAK, "MP4 (H.264)", in_catalogue=False)
_OTHER_SOUND = Advice(Outlook.WEAK, "MP3", in_catalogue=False)
_PACKED = Advice(Outlook.WEAK, "ZIP", in_catalogue=False)

_TABLE: dict[Kind, Advice] = {
    kinds.PDF: _AS_PDFA,
    **dict.fromkeys((kinds.PNG, kinds.JPEG, kinds.TIFF, kinds.SVG), _LASTS),
    **dict.fromkeys((kinds.XML, kinds.TEXT, kinds.CSV, kinds.CSS), _LASTS),
    **dict.fromkeys((kinds.ODT, kinds.ODS, kinds.ODP, kinds.ODG), _AS_PDFA),
    **dict.fromkeys((kinds.DOCX, kinds.XLSX, kinds.PPTX), _AS_PDFA),
    **dict.fromkeys((kinds.DOC, kinds.XLS, kinds.PPT, kinds.OLE), _OLD_OFFICE),
    kinds.RTF: Advice(Outlook.WEAK, "PDF/A"),
    kinds.HTML: _AS_PDFA,
    kinds.JSON: Advice(Outlook.KEPT, "XML, CSV", in_catalogue=False),
    **dict.fromkeys((kinds.GIF, kinds.WEBP, kinds.BMP, kinds.JPEG2000), _OTHER_IMAGE),
    kinds.HEIC: Advice(Outlook.WEAK, "JPEG", in_catalogue=False),
    kinds.MAIL: Advice(Outlook.KEPT, "PDF/A", in_catalogue=False),
    kinds.MSG: Advice(Outlook.WEAK, "PDF/A, EML", in_catalogue=False),
    **dict.fromkeys((kinds.ZIP, kinds.GZIP), Advice(Outlook.KEPT)),
    **dict.fromkeys((kinds.SEVEN_ZIP, kinds.RAR), _PACKED),
    **dict.fromkeys((kinds.CMS, kinds.ASICE), _LASTS),
    **dict.fromkeys((kinds.MP3, kinds.MP4), _LASTS),
    **dict.fromkeys((kinds.WAV, kinds.FLAC), Advice(Outlook.KEPT, "MP3", in_catalogue=False)),
    **dict.fromkeys((kinds.AMR, kinds.OGG, kinds.M4A), _OTHER_SOUND),
    **dict.fromkeys((kinds.MOV, kinds.AVI, kinds.MATROSKA, kinds.MPEG, kinds.WMV), _OTHER_FILM),
    **dict.fromkeys((kinds.DWG, kinds.DGN, kinds.DWF), _PLAN),
    **dict.fromkeys((kinds.DXF, kinds.IFC), Advice(Outlook.KEPT, "PDF/A", in_catalogue=False)),
}
_UNKNOWN = Advice(Outlook.WEAK, "PDF/A", in_catalogue=False)


def advice_for(kind: Kind, *, pdfa: str = "") -> Advice:
    """The advice for a file of this kind; `pdfa` is its label (`PDF/A-3A`) when it holds."""
    if kind is kinds.PDF and pdfa:
        return _LASTS
    return _TABLE.get(kind, _UNKNOWN)
