"""The sheets that come with the house, read from `catalogue/data/procedures/`."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "procedures"


def standard_sheets() -> dict[str, str]:
    """The text of each by its code, in order: the name of the file is the code."""
    return {path.stem.upper(): path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.toml"))}
