"""Bars that a scanner reads: Code 128 (ISO/IEC 15417), sets B and C, with its control character and its quiet zones."""

from __future__ import annotations

QUIET = 10
"""Modules of white at each side, without which no reader finds where it begins (§4.6)."""

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS = _TABLE.split()
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106
_CONTROL = 103
_FEWEST_IN_PAIRS = 4


def values(text: str) -> list[int]:
    """The characters of the code, with its start, its control and its stop. Raises `ValueError` out of ASCII 32-127."""
    if not text or any(not 32 <= ord(sign) < 127 for sign in text):
        raise ValueError("only letters, figures and signs of ASCII")
    made: list[int] = []
    in_pairs, place = False, 0
    while place < len(text):
        run = _figures_at(text, place)
        if (run >= _FEWEST_IN_PAIRS or (in_pairs and run >= 2)) and (in_pairs or run % 2 == 0 or not made):
            made += _into(made, in_pairs, pairs=True)
            in_pairs = True
            made.append(int(text[place : place + 2]))
            place += 2
            continue
        made += _into(made, in_pairs, pairs=False)
        in_pairs = False
        made.append(ord(text[place]) - 32)
        place += 1
    control = (made[0] + sum(n * value for n, value in enumerate(made[1:], start=1))) % _CONTROL
    return [*made, control, _STOP]


def _figures_at(text: str, place: int) -> int:
    """How many figures follow each other from there."""
    end = place
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - place


def _into(made: list[int], in_pairs: bool, *, pairs: bool) -> list[int]:
    """What says that what follows goes in pairs of figures or not, where it has to be said."""
    if not made:
        return [_START_C if pairs else _START_B]
    if pairs == in_pairs:
        return []
    return [_TO_C if pairs else _TO_B]


def modules(text: str) -> list[tuple[int, int]]:
    """Each bar: at which module it begins, counting the quiet zone, and how many it takes."""
    bars, at = [], QUIET
    for value in values(text):
        for n, width in enumerate(int(figure) for figure in _WIDTHS[value]):
            if n % 2 == 0:
                bars.append((at, width))
            at += width
    return bars


def width_of(text: str) -> int:
    """How many modules it takes, with both quiet zones."""
    at, width = modules(text)[-1]
    return at + width + QUIET


def code128_svg(text: str, *, high: int = 30, ink: str = "#000000") -> str:
    """The bars as SVG, a module a unit; `high` in modules."""
    path = "".join(f"M{at} 0h{width}v{high}h-{width}z" for at, width in modules(text))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_of(text)} {high}" '
        f'shape-rendering="crispEdges"><path fill="{ink}" d="{path}"/></svg>'
    )
