"""Changing one thing of the text of a rule from a form, leaving the rest as it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def put(text: str, said: Mapping[str, str | int]) -> str:
    """The text with these keys of its first part changed, each on a line of its own; one that was not there is added.

    Only what is of one line: numbers and short texts. The tables below (`[design]`…) stay as they are.
    """
    tables = _TABLE.search(text)
    head, rest = (text[: tables.start()], text[tables.start() :]) if tables else (text, "")
    for key, value in said.items():
        line = f"{key} = {_written(value)}"
        found = re.compile(rf"^{re.escape(key)}[ \t]*=.*$", re.MULTILINE)
        if found.search(head):
            head = found.sub(lambda _match, line=line: line, head, count=1)  # type: ignore[misc]
        else:
            head = f"{head.rstrip()}\n{line}\n" + ("\n" if rest else "")
    return head + rest


def _written(value: str | int) -> str:
    """As TOML writes it: single quotes where there are double ones inside, as conditions have."""
    if isinstance(value, int):
        return str(value)
    clean = " ".join(value.split())
    if "'" not in clean:
        return f"'{clean}'" if '"' in clean else f'"{clean}"'
    escaped = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
