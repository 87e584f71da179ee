"""Acts on documents: receive, describe, version, throw away, freeze, add evidence."""

from consistori.documents.received import ReceivedFile
from consistori.documents.services.binning import discard_document, erase_document, restore_document
from consistori.documents.services.describing import describe_document, rename_document
from consistori.documents.services.evidence import append_evidence
from consistori.documents.services.freezing import freeze_document
from consistori.documents.services.receiving import create_from_bytes, new_version, receive_document
from consistori.documents.services.receiving_many import receive_waiting
from consistori.documents.services.words import keep_words

__all__ = [
    "ReceivedFile",
    "append_evidence",
    "create_from_bytes",
    "describe_document",
    "discard_document",
    "erase_document",
    "freeze_document",
    "keep_words",
    "new_version",
    "receive_document",
    "receive_waiting",
    "rename_document",
    "restore_document",
]
