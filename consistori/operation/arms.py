"""The coat of arms that somebody sends: an SVG left with its shapes alone, or a PNG drawn again, small."""

from __future__ import annotations

import base64
import io

from django.utils.translation import gettext_lazy as _

from consistori.kernel.errors import BadInput
from consistori.ui.arms import cleaned_svg

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_DRAWING = 120_000
HEIGHT, MOST_PIXELS, COLOURS = 160, 40_000_000, 96
PNG = b"\x89PNG\r\n\x1a\n"


def cleaned_arms(data: bytes) -> str:
    """The drawing as this house keeps it. Raises `BadInput` (`arms`) for what is neither, or too big."""
    if len(data) > LARGEST_FILE:
        raise BadInput(_("The drawing is too big: send one of less than 2 MB."), field="arms")
    drawing = _png(data) if data.startswith(PNG) else _svg(data)
    if len(drawing) > LARGEST_DRAWING:
        raise BadInput(
            _("The drawing has too much detail for a small coat of arms: send a simpler one, or a PNG."),
            field="arms",
        )
    return drawing


def _svg(data: bytes) -> str:
    try:
        drawing = cleaned_svg(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        drawing = ""
    if not any(
        f"<{shape}" in drawing for shape in ("path", "circle", "ellipse", "rect", "polygon", "polyline")
    ):
        raise BadInput(_("Send the coat of arms as an SVG with shapes, or as a PNG."), field="arms")
    return drawing


def _png(data: bytes) -> str:
    """The picture drawn again from its pixels, so that nothing else that the file carried is left."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise BadInput(_("The drawing is too big: send one of less than 2 MB."), field="arms")
            picture = sent.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput(_("This PNG is broken: send it again."), field="arms") from error
    width = max(1, min(HEIGHT * 2, round(picture.width * HEIGHT / picture.height)))
    small = picture.resize((width, HEIGHT), Image.Resampling.LANCZOS).quantize(COLOURS)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    source = base64.b64encode(written.getvalue()).decode()
    return (
        f'<svg viewBox="0 0 {width} {HEIGHT}"><image width="{width}" height="{HEIGHT}"'
        f' href="data:image/png;base64,{source}"/></svg>'
    )
