"""Images: whether they open, how large, how many pages, and what they say of themselves."""

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 400_000_000
"""The largest page that is accepted: an A0 plan in colour at 400 pixels per inch has 246 million."""

MOST_PAGES = 5_000
"""The longest TIFF: a whole book of minutes has some five hundred."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# The photographs of telephones [HEIC] are opened as any other image from here on, wherever this module is loaded.
pi_heif.register_heif_opener(thumbnails=False)
_EXIF_IFD = 0x8769
_EXIF_TAKEN = 0x9003
_EXIF_CHANGED = 0x0132


class Broken(Exception):
    """It does not open as an image."""


class TooLarge(Exception):
    """Its size once unpacked is out of all measure."""


@dataclass(frozen=True)
class ImageFindings:
    """What was seen in an image.

    `properties`: created (EXIF, `2026:11:24 09:12:07`), resolution (pixels per inch).
    """

    pages: int
    width: int
    height: int
    properties: dict[str, str] = field(default_factory=dict)


def look_at(path: Path) -> ImageFindings:
    """Examine the image at `path`; its first page is really decoded. Raises `Broken` or `TooLarge`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise TooLarge
                pages = _pages(image)
                properties = _properties(image)
                image.draft("L", (64, 64))
                image.load()
                return ImageFindings(pages, image.width, image.height, properties)
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        KeyError,
        RuntimeError,
    ) as error:
        raise Broken(str(error)) from error


def _pages(image: Image.Image) -> int:
    """How many pages: those of a TIFF; of any other, the first is the image and the rest, movement."""
    if image.format != "TIFF":
        return 1
    pages = int(getattr(image, "n_frames", 1))
    if pages < 1:
        raise Broken("no pages")
    if pages > MOST_PAGES:
        raise TooLarge
    return pages


def _properties(image: Image.Image) -> dict[str, str]:
    found: dict[str, str] = {}
    exif = image.getexif()
    taken: Any = exif.get_ifd(_EXIF_IFD).get(_EXIF_TAKEN) or exif.get(_EXIF_CHANGED)
    if isinstance(taken, str) and taken.strip():
        found["created"] = taken.strip()[:30]
    resolution: Any = image.info.get("dpi")
    if resolution and float(resolution[0]) > 1:
        found["resolution"] = str(round(float(resolution[0])))
    return found
