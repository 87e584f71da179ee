"""Hiding on a page [amagar / ocultar]: the page becomes an image of itself with what must not be seen painted over."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from consistori.documents.making.band import FONTS

DRAWN_AT = 250
"""Pixels per inch of a page that is drawn again; fewer on a plan, so that it fits in memory."""

LEAST_SIDE = 0.2
"""Hundredths of the page under which an area hides nothing that anybody would see."""

_MOST_PIXELS = 36_000_000
_POINTS = 72
_MARGIN = 1.5
_LETTER = 8.0
_LEAST_LETTER = 4.5
_NEARLY_BLACK = 24

Box = tuple[float, float, float, float]
Places = dict[str, list[Box]]


@dataclass(frozen=True)
class Area:
    """A rectangle of a page that is hidden [zona amagada / zona oculta].

    `page` from 1; `left`, `top`, `width`, `height` in hundredths of the page as it is seen, from its upper left
    corner; `reason`: why it is hidden, which the copy says.
    """

    page: int
    left: float
    top: float
    width: float
    height: float
    reason: str = ""

    def is_inside(self) -> bool:
        """Whether it lies on the page and has a size."""
        reaches = max(self.left + self.width, self.top + self.height)
        return (
            min(self.left, self.top) >= 0 and reaches <= 100.05 and min(self.width, self.height) >= LEAST_SIDE
        )


def places_of(page: Any, words: Sequence[str]) -> Places:
    """Where each word is on a page, in points: one entry a time that it is, of one or more lines."""
    text = page.get_textpage()
    places: Places = {}
    for word in words:
        search = text.search(word, match_case=False)
        while (at := search.get_next()) is not None:
            index, count = at
            for number in range(text.count_rects(index, count)):
                places.setdefault(word, []).append(text.get_rect(number))
    return places


def painted(page: Any, places: Mapping[str, Iterable[Box]], areas: Iterable[Area] = ()) -> bytes:
    """The page as an image with those places and areas in black, as a PDF of one page of the same size.

    The image is compressed after it is painted: nothing of what was there is in its bytes.
    """
    size = max(page.get_width() * page.get_height(), 1.0)
    scale = min(DRAWN_AT / _POINTS, (_MOST_PIXELS / size) ** 0.5)
    image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    grow = _MARGIN * scale
    for left, bottom, right, top in (box for boxes in places.values() for box in boxes):
        corners = [_on_image(page, image, x, y) for x, y in ((left, bottom), (right, top))]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        draw.rectangle((xs[0] - grow, ys[0] - grow, xs[1] + grow, ys[1] + grow), fill=(0, 0, 0))
    areas = list(areas)
    for area in areas:
        draw.rectangle(pixels_of(area, image), fill=(0, 0, 0))
    for area in areas:
        _say_why(draw, area, image, scale)
    out = io.BytesIO()
    size_kept = (image.width / page.get_width() * _POINTS, image.height / page.get_height() * _POINTS)
    image.save(out, "PDF", dpi=size_kept, quality=88)
    return out.getvalue()


def pixels_of(area: Area, image: Image.Image) -> tuple[int, int, int, int]:
    """The rectangle on an image of the page: whole pixels, those that it only touches too."""
    wide, high = image.width / 100, image.height / 100
    return (
        int(area.left * wide),
        int(area.top * high),
        min(image.width - 1, int((area.left + area.width) * wide) + 1),
        min(image.height - 1, int((area.top + area.height) * high) + 1),
    )


def is_black(page: Any, area: Area) -> bool:
    """Whether the rim of an area of a page is black: inside it there are only the letters of its reason."""
    image = page.render(scale=1).to_pil().convert("L")
    left, top, right, bottom = pixels_of(area, image)
    if right - left < 8 or bottom - top < 8:
        return True
    sides = [
        image.crop((left + 2, top + 2, right - 2, top + 3)),
        image.crop((left + 2, bottom - 3, right - 2, bottom - 2)),
    ]
    return all(max(side.tobytes(), default=0) <= _NEARLY_BLACK for side in sides)


def _say_why(draw: ImageDraw.ImageDraw, area: Area, image: Image.Image, scale: float) -> None:
    """The reason in white on the black, where it fits; the page of the copy says them all."""
    left, top, right, bottom = pixels_of(area, image)
    letter = min(_LETTER * scale, (bottom - top) * 0.6)
    while area.reason and letter >= _LEAST_LETTER * scale:
        font = ImageFont.truetype(str(FONTS / "ConsistoriSans-Regular.ttf"), round(letter))
        if draw.textlength(area.reason, font=font) <= (right - left) * 0.94:
            middle = ((left + right) / 2, (top + bottom) / 2)
            draw.text(middle, area.reason, font=font, fill=(255, 255, 255), anchor="mm")
            return
        letter *= 0.9


def _on_image(page: Any, image: Image.Image, x: float, y: float) -> tuple[int, int]:
    """A place of the page (points, turned or not) on its image (pixels)."""
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(
        page, 0, 0, image.width, image.height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value
