"""What somebody added to a file that we gave them to be signed: one signature, and nothing else. Plain: no database.

A signature vouches for all that lies before it, also for what its own increment changed: a text put in the place of
ours and signed at once is well signed. So what is seen is compared, object by object, with what went out.
"""

import io
from typing import Any

import pikepdf
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from consistori.signature.engine.errors import FileRefused

LARGEST_INCREMENT = 4 * 1024**2
"""Bytes that a signature with its evidence may add: a file that grows more carries something else."""

OF_SIGNATURES = frozenset({"/AcroForm", "/DSS", "/Perms", "/Extensions", "/Metadata", "/Version"})
"""Of the catalogue, what whoever signs writes: fields are looked at one by one."""
_UPWARDS = frozenset({"/Parent", "/P", "/Annots", "/Tabs"})


def signature_added(sent: bytes, came: bytes) -> EmbeddedPdfSignature:
    """The signature that was added to the bytes that went out.

    Raises `FileRefused`: `other-text` (it does not begin with those bytes), `too-large`, `not-pdf`, `not-appended` (no
    signature more, or several), `broken-before` (something else was changed, added or filled in).
    """
    if not came.startswith(sent):
        raise FileRefused("other-text")
    if len(came) - len(sent) > LARGEST_INCREMENT:
        raise FileRefused("too-large")
    try:
        before = len(PdfFileReader(io.BytesIO(sent)).embedded_regular_signatures)
        added = PdfFileReader(io.BytesIO(came)).embedded_regular_signatures[before:]
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FileRefused("not-pdf") from error
    if len(added) != 1:
        raise FileRefused("not-appended")
    try:
        with pikepdf.open(io.BytesIO(sent)) as ours, pikepdf.open(io.BytesIO(came)) as theirs:
            is_same = _shows_the_same(ours, theirs)
    except pikepdf.PdfError as error:
        raise FileRefused("not-pdf") from error
    if not is_same:
        raise FileRefused("broken-before")
    return added[0]


def _shows_the_same(ours: pikepdf.Pdf, theirs: pikepdf.Pdf) -> bool:
    """The same catalogue, pages and fields, with signatures more and nothing else."""
    seen: set[Any] = set()
    if len(ours.pages) != len(theirs.pages) or not _same(
        ours.Root, theirs.Root, seen, but=OF_SIGNATURES | {"/Pages"}
    ):
        return False
    for mine, yours in zip(ours.pages, theirs.pages, strict=True):
        if not _same(mine.obj, yours.obj, seen):
            return False
        old, new = list(mine.obj.get("/Annots", ())), list(yours.obj.get("/Annots", ()))
        if not all(_same(*pair, seen) for pair in zip(old, new, strict=False)) or len(new) < len(old):
            return False
        if any(note.get("/FT") != "/Sig" for note in new[len(old) :]):
            return False
    return True


def _same(mine: Any, yours: Any, seen: set[Any], *, but: frozenset[str] = frozenset()) -> bool:
    """Whether two objects, one of each file, say the same all the way down; what leads up is not followed."""
    if isinstance(mine, pikepdf.Object) and isinstance(yours, pikepdf.Object) and yours.is_indirect:
        pair = (mine.objgen, yours.objgen)
        if mine.is_indirect and pair in seen:
            return True
        seen.add(pair)
    if isinstance(mine, pikepdf.Stream):
        return (
            isinstance(yours, pikepdf.Stream)
            and mine.read_raw_bytes() == yours.read_raw_bytes()
            and _same_entries(mine, yours, seen, but)
        )
    if isinstance(mine, pikepdf.Dictionary):
        return isinstance(yours, pikepdf.Dictionary) and _same_entries(mine, yours, seen, but)
    if isinstance(mine, pikepdf.Array):
        return (
            isinstance(yours, pikepdf.Array)
            and len(mine) == len(yours)
            and all(_same(*pair, seen) for pair in zip(mine, yours, strict=True))
        )
    return bool(mine == yours)


def _same_entries(mine: Any, yours: Any, seen: set[Any], but: frozenset[str]) -> bool:
    names, theirs = (set(map(str, one.keys())) - _UPWARDS - but for one in (mine, yours))
    return names == theirs and all(_same(mine[name], yours[name], seen) for name in names)
