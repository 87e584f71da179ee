"""The guides that come with the house, each in its file; their words are to be reviewed by a secretary."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data" / "guides"


@cache
def standard_guides() -> dict[str, str]:
    """Code → text, in the order of their codes."""
    return {path.stem.upper(): path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
