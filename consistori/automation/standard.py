"""The rules that come with the house, each in its file: to be read, tried and approved by each town before they act."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data" / "rules"


@cache
def standard_rules() -> dict[str, str]:
    """Code → text, in the order of their codes."""
    return {path.stem.upper(): path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
