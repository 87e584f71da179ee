"""Draw `docs/pictures/floors.svg` from the layers of `pyproject.toml`: the picture says what the contract says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "floors.svg"
WIDE, STEP, HIGH, LEFT, INNER = 940, 40, 32, 140, 560
BESIDE = {
    "config": ("config", "knows every room"),
    "desk": ("faces", "nobody imports them"),
    "padro": ("", "the register of residents"),
    "assistance": ("people helped", "counter, telephone, contacts"),
    "eoffice": ("the street", "the public office"),
    "cases": ("the heart", "the case file [expedient]"),
    "appointments": ("capabilities", "time with a person"),
    "registry": ("", "books, keys, copies"),
    "documents": ("", "papers, terms"),
    "catalogue": ("", "the scheme, the procedures"),
    "parties": ("people", "who comes to us"),
    "directory": ("", "who works here, the doors"),
    "trail": ("facts", "what happened, chained"),
    "tenancy": ("the wall", "entities, scope, numbers"),
    "kernel": ("plain tools", ""),
}
STYLE = (
    'text{font:14px "Source Sans 3",sans-serif;fill:#1E2430}.l{fill:#545A63;font-size:13px}.n{font-weight:600}'
    ".r{fill:#FFFEFB;stroke:#857E6E}.h{fill:#EADFC6}"
)
LABEL = "The floors of the house, from config at the top to kernel, formats and ui at the bottom; arrows only go down"


def floors() -> list[list[str]]:
    """The rooms that stand, floor by floor from the top; those of the next waves, in brackets there, are left out."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    rows = [re.findall(r"(?<![(\w])[a-z_]+(?![)\w])", layer) for layer in layers]
    return [row for row in rows if row]


def drawn() -> str:
    """The picture."""
    rows = floors()
    high = 76 + STEP * len(rows) + 12
    middle = LEFT + INNER / 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" aria-label="{LABEL}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDE}" height="{high}" fill="#F2EFE8"/>',
        f'<path d="M{LEFT - 18} 64 L{middle:g} 22 L{LEFT + INNER + 18} 64 Z" fill="#8A4524"/>',
        f'<text x="{middle:g}" y="54" text-anchor="middle" style="fill:#fff;font-weight:600">consistori</text>',
        f'<path d="M{LEFT - 14} 76 V{high - 8} M{LEFT - 10} 76 V{high - 8}" stroke="#857E6E" fill="none"/>',
    ]
    for number, rooms in enumerate(rows):
        lines += _floor(76 + STEP * number, rooms)
    return "\n".join([*lines, "</svg>", ""])


def _floor(top: int, rooms: list[str]) -> list[str]:
    kind, words = next((BESIDE[room] for room in rooms if room in BESIDE), ("", ""))
    wide = (INNER - 8 * (len(rooms) - 1)) / len(rooms)
    lines = [f'<text x="16" y="{top + 21}" class="l">{kind}</text>'] if kind else []
    for place, room in enumerate(rooms):
        left = LEFT + place * (wide + 8)
        look = "r h" if room == "cases" else "r"
        box = f'<rect x="{left:g}" y="{top}" width="{wide:g}" height="{HIGH}" rx="3" class="{look}"/>'
        name = f'<text x="{left + wide / 2:g}" y="{top + 21}" class="n" text-anchor="middle">{room}</text>'
        lines.append(box + name)
    if words:
        lines.append(f'<text x="{LEFT + INNER + 18}" y="{top + 21}" class="l">{words}</text>')
    return lines


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
