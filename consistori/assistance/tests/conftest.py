"""Somebody at the counter, a person, and papers as a scanner gives them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image


def scan(dpi: int = 200, pages: int = 1, mark: int = 30) -> bytes:
    """Papers of A6 as a scanner gives them, in one TIFF; `mark` makes one different from another."""
    made = []
    for number in range(pages):
        image = Image.new("L", (round(4.1 * dpi), round(5.8 * dpi)), 250)
        image.paste(mark, (60, 60, 300, 80 + 30 * number))
        made.append(image)
    out = io.BytesIO()
    made[0].save(out, "TIFF", dpi=(dpi, dpi), save_all=True, append_images=made[1:])
    return out.getvalue()


@pytest.fixture
def registrar(town: Any, hire: Any) -> Any:
    return hire(town, "registrar", "Marta", "Vilà")


@pytest.fixture
def laia(at_work: Any, secretary: Any) -> Any:
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Laia", surname1="Riubrugent", identifier="12345678Z")


@pytest.fixture
def firm(at_work: Any, secretary: Any) -> Any:
    from consistori.parties.services import add_party

    return add_party(by=secretary, name="Forn de l’Església, SL", identifier="B17000001")


@pytest.fixture
def bring(at_work: Any) -> Callable[..., Any]:
    """`bring(attention, scan())` puts a paper on the counter."""
    from consistori.assistance.counter.papers import put_paper
    from consistori.documents.received import ReceivedFile

    def do(attention: Any, data: bytes, name: str = "SCAN_0001.tif", way: str = "scanner") -> Any:
        return put_paper(attention, ReceivedFile.from_bytes(name, data), way=way)

    return do
