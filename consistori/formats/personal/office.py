"""Traces in office documents: their properties, comments, tracked changes, words that are there and not shown."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from consistori.formats import zips
from consistori.formats.personal import CannotClean, Finding, Trace

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LARGEST = 120 * 1024 * 1024
_ERRORS = (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error)
_PEOPLE = frozenset({"creator", "lastModifiedBy", "initial-creator", "printed-by", "contributor"})
_HOUSES = frozenset({"Company", "Manager"})
_INSERTED = tuple(f"{_W}{name}" for name in ("ins", "moveTo"))
_REMOVED = tuple(f"{_W}{name}" for name in ("del", "moveFrom"))
_MARKS = (
    "rPrChange pPrChange sectPrChange tblPrChange tblGridChange trPrChange tcPrChange numberingChange cellIns cellDel"
    " cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
)
_CHANGE_MARKS = tuple(f"{_W}{name}" for name in _MARKS.split())
_COMMENT_MARKS = tuple(
    f"{_W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
)


def findings(path: Path) -> list[Finding]:
    """What the document at `path` carries of people; nothing if it does not open."""
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_found(archive))
    except (*_ERRORS, etree.XMLSyntaxError, KeyError):
        return []


def _found(archive: zipfile.ZipFile) -> Iterator[Finding]:
    people: set[str] = set()
    comments, changes, hidden = 0, 0, 0
    authors: set[str] = set()
    for entry in archive.infolist():
        name = entry.filename.lower()
        if not name.endswith(".xml") or entry.file_size > _LARGEST:
            continue
        if name.startswith("docprops/") or name == "meta.xml":
            root = _xml(archive.read(entry))
            people |= _texts(root, _PEOPLE)
            yield from (Finding(Trace.COMPANY, house) for house in sorted(_texts(root, _HOUSES)))
        elif _is_comment_part(name):
            root = _xml(archive.read(entry))
            found = [each for each in root.iter() if _local(each) in {"comment", "threadedComment", "cm"}]
            comments += len(found)
            authors |= {str(each.get(f"{_W}author", "")) for each in found}
        elif name.startswith(("word/", "content.xml")) and "/theme" not in name:
            root = _xml(archive.read(entry))
            comments += sum(1 for each in root.iter(f"{_OFFICE}annotation"))
            changes += sum(1 for each in root.iter(*_INSERTED, *_REMOVED, f"{_TEXT}changed-region"))
            authors |= {str(each.get(f"{_W}author", "")) for each in root.iter(*_INSERTED, *_REMOVED)}
            hidden += sum(1 for each in root.iter(f"{_W}vanish", f"{_TEXT}hidden-text"))
        elif "slidecomments" in name or name.startswith("ppt/comments"):
            comments += 1
    yield from (Finding(Trace.AUTHOR, person) for person in sorted(people))
    told = ", ".join(sorted(author for author in authors if author))
    for trace, count in ((Trace.COMMENTS, comments), (Trace.CHANGES, changes)):
        if count:
            yield Finding(trace, told, count)
    if hidden:
        yield Finding(Trace.HIDDEN, "", hidden)


def _texts(root: Any, names: frozenset[str]) -> set[str]:
    return {text for each in root.iter() if _local(each) in names and (text := (each.text or "").strip())}


def clean(path: Path, out: Path) -> None:
    """Write it without people, comments, nor changes: those are accepted. Raises `CannotClean`."""
    try:
        zips.look_at(path)
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            if any(entry.filename.lower().startswith("_xmlsignatures/") for entry in archive.infolist()):
                raise CannotClean("signed")
            for entry in archive.infolist():
                if not _is_comment_part(entry.filename.lower()):
                    _copy(archive, entry, made)
    except (*_ERRORS, etree.XMLSyntaxError, KeyError, zips.Broken, zips.Bomb, zips.NeedsPassword) as error:
        raise CannotClean("damaged") from error


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, made: zipfile.ZipFile) -> None:
    fresh = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
    fresh.compress_type = entry.compress_type
    change = _change_for(entry.filename.lower())
    if change is None or entry.file_size > _LARGEST:
        with archive.open(entry) as source, made.open(fresh, "w") as target:
            while piece := source.read(1024 * 1024):
                target.write(piece)
        return
    root = _xml(archive.read(entry))
    change(root)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    made.writestr(fresh, content)


def _change_for(name: str) -> Callable[[Any], None] | None:
    if (name.startswith("docprops/") and name.endswith(".xml")) or name == "meta.xml":
        return _forget_people
    if name == "[content_types].xml" or name.endswith(".rels"):
        return _forget_comment_parts
    if name in {"content.xml", "styles.xml"}:
        return _accept_odf
    if name.startswith("word/") and name.endswith(".xml"):
        return _accept_docx
    return None


def _forget_people(root: Any) -> None:
    for each in root.iter():
        if _local(each) in _PEOPLE | _HOUSES:
            each.text = ""
    for each in [each for each in root.iter() if _local(each) in {"user-defined", "property"}]:
        each.getparent().remove(each)


def _forget_comment_parts(root: Any) -> None:
    for each in list(root):
        part = str(each.get("PartName") or each.get("Target") or "").lower()
        if part and _is_comment_part(part.lstrip("/")):
            root.remove(each)


def _accept_docx(root: Any) -> None:
    for each in list(root.iter(*_REMOVED, *_CHANGE_MARKS, *_COMMENT_MARKS)):
        _drop(each)
    for each in list(root.iter(*_INSERTED)):
        _unwrap(each)
    for each in root.iter():
        for key in [key for key in each.attrib if "}rsid" in key]:
            del each.attrib[key]


def _accept_odf(root: Any) -> None:
    marks = ("tracked-changes", "change", "change-start", "change-end")
    for each in list(root.iter(*(f"{_TEXT}{mark}" for mark in marks))):
        _drop(each)
    for each in list(root.iter(f"{_OFFICE}annotation", f"{_OFFICE}annotation-end")):
        _drop(each)


def _drop(element: Any) -> None:
    """Take the element away, and leave the words that come after it in their place."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place, child)
    _drop(element)


def _is_comment_part(name: str) -> bool:
    last = name.rpartition("/")[2]
    is_comments = last.startswith(("comments", "threadedcomment", "people.xml", "commentauthors"))
    return last.endswith(".xml") and (is_comments or "persons/" in name or "threadedcomments/" in name)


def _xml(content: bytes) -> Any:
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
