"""A scanned image as a PDF of its own size, so that its sharpness can still be measured when its pages are changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

MOST = 300
_SOURCE = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#for sheet in data.sheets {
  page(width: sheet.wide * 1pt, height: sheet.high * 1pt, margin: 0pt,
    image(sheet.path, width: 100%, height: 100%, alt: data.title))
}
"""
_PLAIN = frozenset({"1", "L", "RGB"})
_ORIENTATION = 0x0112


def pdf_of_scan(path: Path, folder: Path, *, title: str) -> Path | None:
    """A PDF in `folder` with each page of the image at its natural size, its pixels untouched.

    None if the image does not say its resolution: then nothing can be kept of it. Raises `OSError`, `ValueError`.
    """
    # Loaded when first needed: it weighs at the start.
    import typst

    with Image.open(path) as image:
        sheets = []
        for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
            said = frame.info.get("dpi")
            if not said or float(said[0]) <= 1 or number > MOST:
                return None
            as_it_is = (
                image.format == "JPEG" and frame.mode in _PLAIN and not frame.getexif().get(_ORIENTATION)
            )
            upright = frame if as_it_is else ImageOps.exif_transpose(frame) or frame
            name = f"scan-{number}.{'jpg' if as_it_is else 'png'}"
            if as_it_is:
                shutil.copyfile(path, folder / name)
            else:
                mode = upright.mode if upright.mode in _PLAIN else "RGB"
                upright.convert(mode).save(folder / name)
            across, down = float(said[0]), float(said[1])
            if upright.size != frame.size:
                across, down = down, across
            sheets.append(
                {"path": name, "wide": upright.width * 72 / across, "high": upright.height * 72 / down}
            )
    source = folder / "scan.typ"
    source.write_text(_SOURCE)
    data = {"title": title, "sheets": sheets}
    made = typst.compile(
        str(source), root=str(folder), ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
    )
    out = folder / "scan.pdf"
    out.write_bytes(bytes(made) + b"\n")
    return out
