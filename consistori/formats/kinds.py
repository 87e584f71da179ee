"""The kinds of file [formats de fitxer / formatos de fichero] that a town hall meets, with their names."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What one does with a file: how it is shown and what can be made of it."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    MAIL = "mail"
    WRITER = "writer"
    SHEET = "sheet"
    SLIDES = "slides"
    MARKUP = "markup"
    ARCHIVE = "archive"
    SIGNATURE = "signature"
    SOUND = "sound"
    VIDEO = "video"
    DRAWING = "drawing"
    OTHER = "other"


@dataclass(frozen=True)
class Kind:
    """A kind of file: `eni_name` is its logical name in the catalogue of standards (NTI 2012, eni.md 3.5)."""

    media_type: str
    extension: str
    eni_name: str
    family: Family
    other_extensions: tuple[str, ...] = ()

    def is_named_like(self, extension: str) -> bool:
        """Whether a name with this extension (with its dot, lower case) says what the file is."""
        return extension == self.extension or extension in self.other_extensions


def _kind(media: str, extension: str, eni: str, family: Family, *others: str) -> Kind:
    return Kind(media, extension, eni, family, others)


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = _kind("application/pdf", ".pdf", "PDF", Family.PDF)
PNG = _kind("image/png", ".png", "PNG", Family.IMAGE)
JPEG = _kind("image/jpeg", ".jpg", "JPEG", Family.IMAGE, ".jpeg", ".jpe", ".jfif")
TIFF = _kind("image/tiff", ".tif", "TIFF", Family.IMAGE, ".tiff")
GIF = _kind("image/gif", ".gif", "GIF", Family.IMAGE)
WEBP = _kind("image/webp", ".webp", "WEBP", Family.IMAGE)
BMP = _kind("image/bmp", ".bmp", "BMP", Family.IMAGE)
HEIC = _kind("image/heic", ".heic", "HEIC", Family.IMAGE, ".heif")
JPEG2000 = _kind("image/jp2", ".jp2", "JPEG 2000", Family.IMAGE, ".j2k", ".jpx")
SVG = _kind("image/svg+xml", ".svg", "SVG", Family.MARKUP)
HTML = _kind("text/html", ".html", "HTML", Family.MARKUP, ".htm", ".xhtml")
XML = _kind("application/xml", ".xml", "XML", Family.TEXT, ".xsig", ".xsd", ".gml", ".kml", ".xades")
JSON = _kind("application/json", ".json", "JSON", Family.TEXT, ".geojson")
CSV = _kind("text/csv", ".csv", "CSV", Family.TEXT)
TEXT = _kind("text/plain", ".txt", "TXT", Family.TEXT, ".md", ".log", ".asc", ".ics", ".vcf", ".tsv", ".bc3")
CSS = _kind("text/css", ".css", "CSS", Family.TEXT)
MAIL = _kind("message/rfc822", ".eml", "EML", Family.MAIL, ".mht", ".mhtml", ".mbox")
MSG = _kind("application/vnd.ms-outlook", ".msg", "MSG", Family.MAIL)
RTF = _kind("application/rtf", ".rtf", "RTF", Family.WRITER)
DOCX = _kind(
    f"{_OOXML}wordprocessingml.document", ".docx", "Strict Open XML", Family.WRITER, ".dotx", ".docm"
)
XLSX = _kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "Strict Open XML", Family.SHEET, ".xltx", ".xlsm")
PPTX = _kind(
    f"{_OOXML}presentationml.presentation", ".pptx", "Strict Open XML", Family.SLIDES, ".pptm", ".ppsx"
)
ODT = _kind(f"{_ODF}text", ".odt", "ODF", Family.WRITER, ".ott")
ODS = _kind(f"{_ODF}spreadsheet", ".ods", "ODF", Family.SHEET, ".ots")
ODP = _kind(f"{_ODF}presentation", ".odp", "ODF", Family.SLIDES, ".otp")
ODG = _kind(f"{_ODF}graphics", ".odg", "ODF", Family.DRAWING)
DOC = _kind("application/msword", ".doc", "DOC", Family.WRITER, ".dot")
XLS = _kind("application/vnd.ms-excel", ".xls", "XLS", Family.SHEET)
PPT = _kind("application/vnd.ms-powerpoint", ".ppt", "PPT", Family.SLIDES)
OLE = _kind("application/x-ole-storage", ".ole", "OLE", Family.OTHER, ".doc", ".xls", ".ppt", ".msg", ".mdb")
ZIP = _kind("application/zip", ".zip", "ZIP", Family.ARCHIVE, ".epub", ".fsz", ".kmz", ".ifczip")
ASICE = _kind("application/vnd.etsi.asic-e+zip", ".asice", "XAdES", Family.SIGNATURE, ".sce", ".asics")
GZIP = _kind("application/gzip", ".gz", "GZIP", Family.ARCHIVE, ".tgz")
SEVEN_ZIP = _kind("application/x-7z-compressed", ".7z", "7Z", Family.ARCHIVE)
RAR = _kind("application/vnd.rar", ".rar", "RAR", Family.ARCHIVE)
CMS = _kind("application/pkcs7-mime", ".p7m", "CAdES", Family.SIGNATURE, ".p7s", ".csig", ".p7b")
MP3 = _kind("audio/mpeg", ".mp3", "MP3", Family.SOUND)
WAV = _kind("audio/wav", ".wav", "WAV", Family.SOUND)
AMR = _kind("audio/amr", ".amr", "AMR", Family.SOUND)
OGG = _kind("audio/ogg", ".ogg", "OGG", Family.SOUND, ".oga", ".opus", ".ogv")
FLAC = _kind("audio/flac", ".flac", "FLAC", Family.SOUND)
M4A = _kind("audio/mp4", ".m4a", "MP4", Family.SOUND)
MP4 = _kind("video/mp4", ".mp4", "MP4", Family.VIDEO, ".m4v", ".3gp", ".mov")
MOV = _kind("video/quicktime", ".mov", "MOV", Family.VIDEO, ".qt")
AVI = _kind("video/x-msvideo", ".avi", "AVI", Family.VIDEO)
MATROSKA = _kind("video/x-matroska", ".mkv", "MKV", Family.VIDEO, ".webm", ".mka")
MPEG = _kind("video/mpeg", ".mpg", "MPEG", Family.VIDEO, ".mpeg", ".vob")
WMV = _kind("video/x-ms-wmv", ".wmv", "WMV", Family.VIDEO, ".wma", ".asf")
DWG = _kind("image/vnd.dwg", ".dwg", "DWG", Family.DRAWING)
DXF = _kind("image/vnd.dxf", ".dxf", "DXF", Family.DRAWING)
DWF = _kind("model/vnd.dwf", ".dwf", "DWF", Family.DRAWING)
DGN = _kind("image/vnd.dgn", ".dgn", "DGN", Family.DRAWING)
IFC = _kind("application/x-step", ".ifc", "IFC", Family.DRAWING, ".stp", ".step")
UNKNOWN = _kind("application/octet-stream", ".bin", "BIN", Family.OTHER)

KINDS: tuple[Kind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Kind))


def kind_of(media_type: str) -> Kind:
    """The kind with this media type, or the unknown one carrying it."""
    for kind in KINDS:
        if kind.media_type == media_type:
            return kind
    return Kind(media_type, UNKNOWN.extension, UNKNOWN.eni_name, Family.OTHER)
