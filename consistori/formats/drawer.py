"""A process that only draws pages: what a hostile file breaks is this process, never the one that answers people.

It speaks by lines of JSON, one question and one answer: `{"do": "draw"|"layer"|"text", "path", "page", ...}`.
It goes away by itself when nobody asks for a while, or when who started it dies.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

IDLE_SECONDS = 120.0
MOST_MEMORY = 4 * 1024**3
_FEW_COLOURS = 256
_ORIENTATION = 0x0112
_AVERAGED = frozenset({"L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"})
_WIDEST = 3
"""How many times its width a page may be tall; a longer one is drawn smaller."""


class NoSuchPage(Exception):
    """The file has not got that page."""


def draw(path: Path, *, kind: str, page: int, width: int, out: Path) -> None:
    """Write at `out` the PNG of a page (from 1), `width` pixels wide at most, whole or not at all."""
    image = _pdf_page(path, page, width) if kind == "pdf" else _image_page(path, page, width)
    temporary = out.with_name(f"{uuid4().hex}.tmp")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        _light(image).save(temporary, "PNG", compress_level=6)
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


def _pdf_page(path: Path, number: int, width: int) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        if number > len(document):
            raise NoSuchPage
        document.init_forms()  # what its fields show is drawn too: the number of a decree, what a citizen typed
        page = document[number - 1]
        scale = min(width / max(page.get_width(), 1), _WIDEST * width / max(page.get_height(), 1))
        image = page.render(scale=scale).to_pil()
        page.close()
    finally:
        document.close()
    return image


def _image_page(path: Path, number: int, width: int) -> Any:
    from PIL import Image, ImageOps

    from consistori.formats import pictures

    Image.MAX_IMAGE_PIXELS = pictures.MOST_PIXELS
    with Image.open(path) as source:
        if number > 1:
            try:
                source.seek(number - 1)
            except EOFError as error:
                raise NoSuchPage from error
        source.draft("RGB", (width, width * _WIDEST))
        turn = source.getexif().get(_ORIENTATION, 1)
        small = _reduced(source, width)
        small.getexif()[_ORIENTATION] = turn
        image = ImageOps.exif_transpose(small) or small
        image.thumbnail((width, width * _WIDEST))
        return _on_white(image)


def _reduced(source: Any, width: int) -> Any:
    """A large image averaged down before anything else is done with it: it saves memory, and faxes stay legible."""
    image = source.convert("L") if source.mode == "1" else source
    factor = min(image.width, image.height) // (2 * width)
    if factor < 2 or image.mode not in _AVERAGED:
        return image
    return image.reduce(factor)


def _on_white(image: Any) -> Any:
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("L" if image.mode in {"1", "L", "I", "I;16", "F"} else "RGB")


def _light(image: Any) -> Any:
    """Pages of letters weigh a third with few colours; photographs stay as they are."""
    from PIL import Image

    if image.mode != "RGB":
        return image
    colours = image.getcolors(maxcolors=_FEW_COLOURS * 32)
    return image.quantize(_FEW_COLOURS, dither=Image.Dither.NONE) if colours else image


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What is answered to one question: `{"ok": ...}`, or `{"error": "page"|"broken"}`."""
    path, page = Path(asked["path"]), int(asked["page"])
    try:
        if asked["do"] == "draw":
            draw(path, kind=asked["kind"], page=page, width=int(asked["width"]), out=Path(asked["out"]))
            return {"ok": True}
        from consistori.formats.layers import layer_of

        return {"ok": layer_of(path, page, wanted=asked.get("wanted", "")).as_json()}
    except (NoSuchPage, IndexError):
        return {"error": "page"}
    except Exception as error:  # whatever a hostile file does, it is told and the next one is served
        return {"error": "broken", "detail": f"{type(error).__name__}: {error}"[:300]}


def main() -> None:
    """Answer until nobody asks."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    questions = os.fdopen(0, "rb", buffering=0)
    waiting = b""
    while True:
        ready, _, _ = select.select([questions], [], [], IDLE_SECONDS)
        piece = questions.read(65536) if ready else b""
        if not piece:
            return
        waiting += piece
        while b"\n" in waiting:
            line, _, waiting = waiting.partition(b"\n")
            sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
