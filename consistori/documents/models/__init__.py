"""Documents, their versions and the blobs that carry them."""

from consistori.documents.models.arrivals import ArrivalReport
from consistori.documents.models.document import FIELD_LABELS, Document, DocumentQuerySet, MetadataChange
from consistori.documents.models.keeping import DamagedBlob, ScrubRun
from consistori.documents.models.paging import DescribedTogether, PageAct
from consistori.documents.models.templates import Template, TemplateVersion
from consistori.documents.models.texts import SecondDraft, TextPicture, Writing
from consistori.documents.models.version import Blob, DocumentText, DocumentVersion, VersionBlob

__all__ = [
    "FIELD_LABELS",
    "ArrivalReport",
    "Blob",
    "DamagedBlob",
    "DescribedTogether",
    "Document",
    "DocumentQuerySet",
    "DocumentText",
    "DocumentVersion",
    "MetadataChange",
    "PageAct",
    "ScrubRun",
    "SecondDraft",
    "Template",
    "TemplateVersion",
    "TextPicture",
    "VersionBlob",
    "Writing",
]
