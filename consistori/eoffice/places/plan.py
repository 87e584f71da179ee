"""The drawing of a town: read from a GeoJSON, drawn as SVG, and asked what is near a point. Plain Python.

Of each feature: `kind` (street, square, building, water, green) and `name`, in its properties; a line or a polygon, in
degrees (RFC 7946). A few hundred of them are a town of 1,200 people.
"""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from consistori.kernel.text import fold

KINDS = ("water", "green", "square", "building", "street")
"""In the order in which they are drawn."""
MOST_SHAPES, MOST_POINTS = 4000, 60_000
WIDE = 1000
METRES_A_DEGREE = 111_320
NEAR = 60
"""Metres from which a point is not of a street any more."""

Point = tuple[float, float]
"""Longitude and latitude, as GeoJSON writes them."""


class PlanFault(ValueError):
    """What a file of a plan has wrong: `code` and what it is about (the feature, counted from 1)."""

    def __init__(self, code: str, feature: int = 0) -> None:
        super().__init__(code)
        self.code, self.feature = code, feature


@dataclass(frozen=True)
class Shape:
    """One thing of the drawing."""

    kind: str
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plan:
    """A drawing: its shapes and its bounds (west, south, east, north)."""

    shapes: tuple[Shape, ...]
    bounds: tuple[float, float, float, float]

    @property
    def streets(self) -> list[str]:
        """The names of streets and squares, in order."""
        return sorted({one.name for one in self.shapes if one.name and one.kind in ("street", "square")})

    @property
    def shrink(self) -> float:
        """How much narrower a degree of longitude is here."""
        return math.cos(math.radians((self.bounds[1] + self.bounds[3]) / 2))

    @property
    def height(self) -> float:
        """Of the drawing, whose width is 1000."""
        west, south, east, north = self.bounds
        return WIDE * (north - south) / ((east - west) * self.shrink)

    def spot(self, point: Point) -> Point:
        """Where a point falls in the drawing."""
        west, south, east, north = self.bounds
        return (point[0] - west) / (east - west) * WIDE, (north - point[1]) / (north - south) * self.height

    def holds(self, point: Point) -> bool:
        """Whether it is inside the drawing."""
        west, south, east, north = self.bounds
        return west <= point[0] <= east and south <= point[1] <= north

    def metres(self, a: Point, b: Point) -> float:
        """How far two points are, near enough inside a town."""
        return math.hypot((a[0] - b[0]) * self.shrink, a[1] - b[1]) * METRES_A_DEGREE

    def street_near(self, point: Point) -> str:
        """The name of the street or square that is nearest, empty when none is within sixty metres."""
        found, best = "", float(NEAR)
        for shape in self.shapes:
            if not shape.name or shape.kind not in ("street", "square"):
                continue
            far = min(self._far(point, a, b) for a, b in zip(shape.points, shape.points[1:], strict=False))
            if far < best:
                found, best = shape.name, far
        return found

    def point_of(self, words: str) -> Point | None:
        """The middle of the street that some words name («carrer Nou, 12»); None when they name none."""
        said = f" {fold(words)} "
        named = [one for one in self.shapes if one.name and f" {fold(one.name)} " in said.replace(",", " ")]
        if not named:
            return None
        best = max(named, key=lambda one: len(one.name))
        return best.points[len(best.points) // 2]

    def _far(self, point: Point, a: Point, b: Point) -> float:
        ax, ay, bx, by = (
            (a[0] - point[0]) * self.shrink,
            a[1] - point[1],
            (b[0] - point[0]) * self.shrink,
            b[1] - point[1],
        )
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = 0.0 if not length else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
        return math.hypot(ax + along * (bx - ax), ay + along * (by - ay)) * METRES_A_DEGREE

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "bounds": list(self.bounds),
            "shapes": [[one.kind, one.name, [list(point) for point in one.points]] for one in self.shapes],
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Plan:
        """What `to_json` gave."""
        west, south, east, north = said["bounds"]
        shapes = tuple(
            Shape(kind, name, tuple((lon, lat) for lon, lat in points))
            for kind, name, points in said["shapes"]
        )
        return cls(shapes, (west, south, east, north))


def read(data: bytes) -> Plan:
    """The drawing of a GeoJSON. Raises `PlanFault`."""
    try:
        said = json.loads(data)
    except ValueError:
        raise PlanFault("not_json") from None
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or not features:
        raise PlanFault("no_features")
    if len(features) > MOST_SHAPES:
        raise PlanFault("too_many")
    shapes = [_shape(feature, n) for n, feature in enumerate(features, start=1)]
    points = [point for shape in shapes for point in shape.points]
    if len(points) > MOST_POINTS:
        raise PlanFault("too_many")
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    if east - west < 1e-5 or north - south < 1e-5 or east - west > 1 or north - south > 1:
        raise PlanFault("not_a_town")
    edge_x, edge_y = (east - west) * 0.04, (north - south) * 0.04
    bounds = (west - edge_x, south - edge_y, east + edge_x, north + edge_y)
    shapes.sort(key=lambda one: KINDS.index(one.kind))
    return Plan(tuple(shapes), bounds)


def _shape(feature: Any, n: int) -> Shape:
    try:
        kind = feature["properties"]["kind"]
        name = str(feature["properties"].get("name") or "")[:80]
        geometry = feature["geometry"]
        raw = geometry["coordinates"][0] if geometry["type"] == "Polygon" else geometry["coordinates"]
        points = tuple((round(float(lon), 6), round(float(lat), 6)) for lon, lat, *_height in raw)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise PlanFault("feature", n) from None
    if geometry["type"] not in ("LineString", "Polygon"):
        raise PlanFault("geometry", n)
    if kind not in KINDS:
        raise PlanFault("kind", n)
    if len(points) < 2 or any(not (abs(lon) <= 180 and abs(lat) <= 90) for lon, lat in points):
        raise PlanFault("points", n)
    return Shape(kind, name, points)


_STYLE = (
    "<style>.water{fill:#c9d9e6;stroke:none}.water.line{fill:none;stroke:#c9d9e6;stroke-width:14}"
    ".green{fill:#dfe6d3}.square{fill:#fffefb;stroke:#cdbd97}.building{fill:#e0d8c8;stroke:#cfc5b1}"
    ".edge{fill:none;stroke:#cfc5b1;stroke-width:17;stroke-linecap:round;stroke-linejoin:round}"
    ".street{fill:none;stroke:#fffefb;stroke-width:14;stroke-linecap:round;stroke-linejoin:round}"
    "text{font:600 17px sans-serif;fill:#1e2430;paint-order:stroke;stroke:#fffefb;stroke-width:4px}"
    ".pin{fill:#a8261c;stroke:#fff;stroke-width:3}</style>"
)


def draw(plan: Plan, *, title: str, pin: Point | None = None) -> str:
    """The drawing as SVG, with the names of its streets and, if asked, a pin."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {plan.height:.0f}" role="img">'
        f"<title>{escape(title)}</title>{_STYLE}"
        f'<rect width="{WIDE}" height="{plan.height:.0f}" fill="#f2efe8"/>'
    ]
    lines = [one for one in plan.shapes if one.kind == "street"]
    out += [_path(plan, one) for one in plan.shapes if one.kind != "street"]
    out += [_path(plan, one, "edge") for one in lines] + [_path(plan, one) for one in lines]
    out += [_name(plan, one) for one in plan.shapes if one.name]
    if pin is not None and plan.holds(pin):
        x, y = plan.spot(pin)
        out.append(f'<path class="pin" d="M{x:.1f} {y:.1f}l-13-24a15 15 0 1 1 26 0z"/>')
    return "".join(out) + "</svg>"


def _path(plan: Plan, shape: Shape, name: str = "") -> str:
    spots = [plan.spot(point) for point in shape.points]
    drawn = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    is_closed = shape.points[0] == shape.points[-1]
    style = name or (shape.kind if is_closed or shape.kind != "water" else "water line")
    return f'<path class="{style}" d="{drawn}{"z" if is_closed else ""}"/>'


def _name(plan: Plan, shape: Shape) -> str:
    spots = [plan.spot(point) for point in shape.points]
    if shape.kind == "street":
        pairs = list(itertools.pairwise(spots))
        (ax, ay), (bx, by) = max(pairs, key=lambda pair: math.dist(*pair))
        turn = math.degrees(math.atan2(by - ay, bx - ax))
        turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
        x, y = (ax + bx) / 2, (ay + by) / 2
        around = f' transform="rotate({turn:.0f} {x:.0f} {y:.0f})"'
    else:
        x = sum(spot[0] for spot in spots) / len(spots)
        y = sum(spot[1] for spot in spots) / len(spots)
        around = ""
    return f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle"{around}>{escape(shape.name)}</text>'
