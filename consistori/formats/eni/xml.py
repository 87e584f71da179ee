"""Reading foreign XML without being hurt, and the names of the ENI spaces (N-XSD-03)."""

from datetime import datetime
from typing import BinaryIO

from lxml import etree

BASE = "http://administracionelectronica.gob.es/ENI/XSD/v1.0"
DOCUMENT = f"{BASE}/documento-e"
FILE = f"{DOCUMENT}/contenido"
METADATA = f"{DOCUMENT}/metadatos"
SIGNATURES = f"{BASE}/firma"
CASE = f"{BASE}/expediente-e"
INDEX = f"{CASE}/indice-e"
INDEX_CONTENT = f"{INDEX}/contenido"
CASE_METADATA = f"{CASE}/metadatos"
DSIG = "http://www.w3.org/2000/09/xmldsig#"

LARGEST_INDEX = 64 * 1024**2
"""The largest case file index that is read, in bytes."""


class Malformed(ValueError):
    """The XML is not what it should be; the message says what is wrong, in English, for the log."""


def read_tree(stream: BinaryIO, *, limit: int = LARGEST_INDEX) -> etree._Element:
    """The root of a small XML: no DTD, no entities, no network, at most `limit` bytes. Raises `Malformed`."""
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise Malformed("the XML is too large")
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed(str(error)) from error
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise Malformed("a document type declaration is not accepted")
    return root


def qualified(space: str, name: str) -> str:
    """`{space}name`."""
    return f"{{{space}}}{name}"


def text_of(parent: etree._Element, space: str, name: str) -> str:
    """Text of the first child with this name, without its outer blanks; empty if there is none."""
    return (parent.findtext(qualified(space, name)) or "").strip()


def instant(written: str) -> datetime:
    """An `xs:dateTime` with its zone (N-DOC-07). Raises `Malformed` for any other form."""
    if "T" not in written or "-" not in written[:8]:
        raise Malformed(f"not a date and time: {written[:40]}")
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise Malformed(f"not a date and time: {written[:40]}") from error
    return moment
