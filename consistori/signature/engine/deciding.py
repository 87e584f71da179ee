"""Signing a text with its number in one increment, at level B-B: nobody is asked anything while a book is locked."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from consistori.signature.engine import before, pades
from consistori.signature.engine.errors import FileRefused
from consistori.signature.engine.number_place import Place, place_of, write_number


@dataclass(frozen=True)
class Prepared:
    """A text that was read and checked, with all that does not depend on its number done."""

    data: bytes
    writer: IncrementalPdfFileWriter
    field: str
    place: Place | None


def prepared(data: bytes) -> Prepared:
    """Read a text and check that it may be signed. Raises `FileRefused`."""
    before.check_file(data)
    writer, name = pades.opened(data)
    try:
        place = place_of(writer)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused("not-pdf") from error
    return Prepared(data, writer, name, place)


def without_stamps(hand: pades.Hand) -> pades.Hand:
    """The same hand, that asks nobody for the time."""
    quiet = copy.copy(hand)
    quiet.timestamps = None
    quiet.room = pades.ROOM_UNSTAMPED
    return quiet


def sign_decided(
    text: Prepared, hand: pades.Hand, purpose: pades.Purpose, lines: Sequence[str], *, at: datetime
) -> pades.Signed:
    """Write the number in its place, if the text kept one, and sign it all as one increment (PAdES B-B).

    A prepared text serves once. Raises `FileRefused("not-pdf")` or whatever the key raises.
    """
    try:
        if lines and text.place is not None:
            write_number(text.writer, text.place, lines)
        meta = pades.meta_of(text.field, purpose)
        output: io.BytesIO = asyncio.run(pades.sign_writer(text.writer, meta, hand, None, at, room=hand.room))
    except PdfError as error:
        raise FileRefused("not-pdf") from error
    signed = output.getvalue()
    if not signed.startswith(text.data):
        raise FileRefused("not-appended")
    return pades.Signed(signed, len(text.data), text.field, at, None, hashlib.sha256(signed).hexdigest())
