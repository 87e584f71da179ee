"""Pages are drawn in a process apart: what a hostile file breaks is that process, and the next page is drawn."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consistori.documents import blobs, drawing, previews
from consistori.documents.drawing import Helpers
from consistori.documents.models import Document
from consistori.documents.previews import CannotDraw
from consistori.formats.tests import makers

Bring = Callable[..., Document]


def test_a_page_that_takes_too_long_is_told_and_the_next_is_drawn(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.pdf", makers.typst_pdf())
    asked = {"do": "layer", "path": str(path), "page": 1}
    helpers = Helpers()

    with pytest.raises(CannotDraw):
        helpers.ask(asked, seconds=0)
    answer = helpers.ask(asked)
    helpers.stop()

    assert "Informe" in answer["ok"]["lines"][0]["text"]


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    path = makers.written(tmp_path, "a.pdf", makers.typst_pdf())
    asked = {"do": "layer", "path": str(path), "page": 1}
    helpers = Helpers()
    helpers.ask(asked)
    helpers._free[0]._process.kill()
    helpers._free[0]._process.wait()

    answer = helpers.ask(asked)
    helpers.stop()

    assert answer["ok"]["width"] > 500


def test_one_that_goes_away_just_when_it_is_asked_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = makers.written(tmp_path, "a.pdf", makers.typst_pdf())
    asked = {"do": "layer", "path": str(path), "page": 1}
    helpers = Helpers()
    helpers.ask(asked)
    gone = helpers._free.pop()
    gone._process.kill()
    monkeypatch.setattr(helpers, "_taken", lambda: gone)

    answer = helpers.ask(asked)
    helpers.stop()

    assert answer["ok"]["width"] > 500


def test_a_page_that_failed_is_not_tried_at_each_look(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    document = bring()
    path = blobs.existing_path(document.latest_blob.sha256)
    tries: list[int] = []

    def fail(*_: object) -> None:
        tries.append(1)
        raise CannotDraw

    monkeypatch.setattr(drawing, "draw", fail)

    for _ in range(3):
        with pytest.raises(CannotDraw):
            previews.page_image(document.entity_id, path, document.version, page=1, width=900)
    assert len(tries) == 1
