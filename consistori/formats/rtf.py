"""The words of an RTF: without its look, its images and its tables of fonts."""

from __future__ import annotations

import re
from pathlib import Path

LARGEST = 20 * 1024 * 1024
_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_UNREAD = (
    "fonttbl colortbl datastore themedata stylesheet info pict object header footer headerl headerr footerl"
    " footerr generator listtable listoverridetable rsidtbl xmlnstbl latentstyles filetbl revtbl fldinst"
)
_HIDDEN = frozenset(_UNREAD.split())
_BREAKS = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t"}
_SIGNS = {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}


def text_of(path: Path) -> str:
    """Its words, paragraph by paragraph, as far as `LARGEST` bytes of it."""
    with path.open("rb") as stream:
        raw = stream.read(LARGEST).decode("latin-1")
    page = re.search(r"\\ansicpg(\d{3,5})", raw[:400])
    return _Reader(f"cp{page.group(1)}" if page else "cp1252").read(raw).strip()


class _Reader:
    """Goes through the groups, skipping those that are not for reading."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._stack: list[tuple[bool, int]] = []
        self._hidden = False
        self._width = 1
        self._skip = 0
        self._out: list[str] = []

    def read(self, raw: str) -> str:
        for token in _TOKEN.finditer(raw):
            word, number, code, sign, brace, text = token.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._say(bytes([int(code, 16)]).decode(self._safe_encoding(), "replace"))
            elif sign:
                self._sign(sign)
            elif text:
                self._say(text.encode("latin-1").decode(self._safe_encoding(), "replace"))
        return "".join(self._out)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._stack.append((self._hidden, self._width))
        elif self._stack:
            self._hidden, self._width = self._stack.pop()

    def _word(self, word: str, number: int | None) -> None:
        if word in _HIDDEN:
            self._hidden = True
        elif word == "uc":
            self._width = number if number is not None else 1
        elif word == "u" and number is not None:
            self._say(chr(number % 65536))
            self._skip = self._width
        elif word in _BREAKS or word in _SIGNS:
            self._skip = 0
            self._say(_BREAKS.get(word) or _SIGNS[word])

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._hidden = True
        elif sign in "{}\\":
            self._say(sign)
        elif sign == "~":
            self._say(" ")

    def _say(self, text: str) -> None:
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        if not self._hidden:
            self._out.append(text)

    def _safe_encoding(self) -> str:
        try:
            "".encode(self._encoding)
        except LookupError:
            self._encoding = "cp1252"
        return self._encoding
