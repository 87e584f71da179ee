"""An image as a tagged PDF/A, page by page, with the same proportions (N-DIG-01)."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from consistori.documents.errors import CannotFreeze
from consistori.documents.making.band import HERE
from consistori.formats.pictures import MOST_PIXELS
from consistori.ui.typst import fonts

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_A4 = (595.28, 841.89)
_MOST_PAGES = 300
_PLAIN_RESOLUTION = 150.0
_PNG_MODES = {"1": "L", "I": "L", "I;16": "L", "LA": "RGBA"}


def pdf_of_image(path: Path, folder: Path, *, title: str, language: str) -> Path:
    """A PDF/A-3a in `folder` with each page of the image on a sheet of its shape, A4 at most.

    Raises `CannotFreeze`.
    """
    try:
        with Image.open(path) as image:
            frames = enumerate(ImageSequence.Iterator(image), start=1)
            sheets = [
                _sheet(frame, number, folder, title) for number, frame in frames if number <= _MOST_PAGES
            ]
    except (UnidentifiedImageError, OSError, ValueError, EOFError) as error:
        raise CannotFreeze(_("The image could not be read. Scan it or save it again.")) from error
    source = folder / "images.typ"
    source.write_bytes((HERE / "images.typ").read_bytes())
    data = {"title": title, "lang": language or "ca", "sheets": sheets}
    made = typst.compile(
        str(source),
        root=str(folder),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
    )
    out = folder / "image.pdf"
    out.write_bytes(bytes(made) + b"\n")
    return out


def _sheet(frame: Image.Image, number: int, folder: Path, title: str) -> dict[str, object]:
    resolution = frame.info.get("dpi") or (_PLAIN_RESOLUTION, _PLAIN_RESOLUTION)
    upright = ImageOps.exif_transpose(frame) or frame
    name = _written(upright, folder / f"page-{number}")
    dots = float(resolution[0]) if float(resolution[0]) > 30 else _PLAIN_RESOLUTION
    natural = (upright.width * 72 / dots, upright.height * 72 / dots)
    sheet = _A4 if natural[0] <= natural[1] else (_A4[1], _A4[0])
    scale = min(1.0, sheet[0] / natural[0], sheet[1] / natural[1])
    return {
        "path": name,
        "width": sheet[0],
        "height": sheet[1],
        "drawn": natural[0] * scale,
        "alt": f"{title} ({number})",
    }


def _written(image: Image.Image, stem: Path) -> str:
    if image.mode in {"1", "L", "P", "RGBA", "LA", "I", "I;16"}:
        path = stem.with_suffix(".png")
        image.convert(_PNG_MODES.get(image.mode, image.mode)).save(path)
    else:
        path = stem.with_suffix(".jpg")
        image.convert("RGB").save(path, "JPEG", quality=92, subsampling=0)
    return path.name
