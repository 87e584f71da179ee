"""Where a picture says that it was taken: a place that is proposed, and that only the person takes as good."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from consistori.eoffice.places.plan import Point

_GPS = 0x8825
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4


def point_of_picture(path: Path) -> Point | None:
    """The longitude and latitude that a picture carries (EXIF), None when it carries none that is right."""
    # Loaded when first needed: a tenth of a second of every start.
    from PIL import Image

    faults = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
    with contextlib.suppress(*faults), Image.open(path) as image:
        return _point(dict(image.getexif().get_ifd(_GPS)))
    return None


def _point(tags: dict[int, Any]) -> Point | None:
    lat, lon = _degrees(tags.get(_LAT)), _degrees(tags.get(_LON))
    if lat is None or lon is None or lat > 90 or lon > 180 or (lat == 0 and lon == 0):
        return None
    south, west = str(tags.get(_LAT_REF, "N")).upper() == "S", str(tags.get(_LON_REF, "E")).upper() == "W"
    return (-lon if west else lon), (-lat if south else lat)


def _degrees(said: Any) -> float | None:
    with contextlib.suppress(TypeError, ValueError, ZeroDivisionError):
        degrees, minutes, seconds = (float(part) for part in said)
        if min(degrees, minutes, seconds) >= 0 and minutes < 60 and seconds < 60.001:
            return degrees + minutes / 60 + seconds / 3600
    return None
