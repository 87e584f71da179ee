"""Reading the text of a guide: TOML in, a `GuideText` out, or every fault with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures.faults import Fault, SheetFault, lazily
from consistori.catalogue.procedures.lines import Path, line_of
from consistori.catalogue.procedures.not_toml import not_toml
from consistori.guides.rules.expressions import ExpressionFault, condition
from consistori.guides.rules.guide import KINDS, LANGUAGES, OPENS, GuideStep, GuideText

LONGEST_TEXT = 60_000
MOST_STEPS = 60
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,29}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SERIES = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,29}")
_KNOWN = {
    "": ("code", "name", "intro", "series", "steps", "source"),
    "steps": ("key", "title", "why", "does", "kind", "when", "article", "opens", "template"),
}


def read(text: str) -> GuideText:
    """The guide that `text` says. Raises `SheetFault` with the line and the sentence of all that is wrong."""
    if len(text) > LONGEST_TEXT:
        raise SheetFault(1, _("The text is too long: a guide fits in twenty pages."))
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise not_toml(error, text) from error
    except RecursionError as error:
        raise SheetFault(1, _("Too many brackets one inside another.")) from error
    return _Reader(text, data).guide()


@lru_cache(maxsize=1000)
def read_kept(text: str) -> GuideText:
    """The guide of a text that was right when it was published; read once, since a version never changes."""
    return read(text)


class _Reader:
    """One reading: it goes on after a fault, so that all of them are told at once."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self.text = text
        self.data = data
        self.faults: list[Fault] = []

    def guide(self) -> GuideText:
        self._only_known((), self.data, "")
        found = GuideText(
            code=self._matching(
                ("code",),
                _CODE,
                _("A code has capital letters, figures and hyphens, as «MINOR-WORKS»: thirty at most."),
            ),
            name=self._words(("name",), needed=True),
            intro=self._words(("intro",)),
            series=self._series(),
            steps=self._steps(),
            source=self._words(("source",)),
        )
        if self.faults:
            raise SheetFault.of(self.faults)
        return found

    def _wrong(self, path: Path, sentence: Any) -> None:
        self.faults.append(Fault(line_of(self.text, path), sentence))

    def _at(self, path: Path) -> Any:
        value: Any = self.data
        for part in path:
            if isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def _only_known(self, path: Path, found: Mapping[str, Any], kind: str) -> None:
        for name in found:
            if name not in _KNOWN[kind]:
                said = _("«%(name)s» is not a thing of a guide. Here you can say: %(known)s.")
                self._wrong((*path, name), lazily(said, name=str(name)[:40], known=", ".join(_KNOWN[kind])))

    def _text(self, path: Path, longest: int = 2000) -> str:
        value = self._at(path)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(path, _("Here goes a text between quotes."))
            return ""
        if len(value) > longest:
            self._wrong(path, lazily(_("It is too long: %(n)d letters at most."), n=longest))
        return value.strip()

    def _matching(self, path: Path, pattern: re.Pattern[str], sentence: Any) -> str:
        value = self._text(path)
        if not pattern.fullmatch(value):
            self._wrong(path, sentence)
        return value

    def _words(self, path: Path, *, needed: bool = False, longest: int = 2000) -> dict[str, str]:
        """A text by language; a bare text is of both. One language is enough."""
        value = self._at(path)
        if isinstance(value, str):
            return dict.fromkeys(LANGUAGES, self._text(path, longest))
        if value is None:
            if needed:
                self._wrong(path, lazily(_("«%(name)s» is missing."), name=path[-1]))
            return {}
        if not isinstance(value, Mapping):
            self._wrong(path, _('Here goes the text in each language: «ca = "…"» and «es = "…"».'))
            return {}
        for name in value:
            if name not in LANGUAGES:
                said = _("«%(name)s» is not a language of a guide: write «ca» or «es».")
                self._wrong((*path, name), lazily(said, name=str(name)[:20]))
        words = {code: self._text((*path, code), longest) for code in LANGUAGES if code in value}
        if needed and not any(words.values()):
            self._wrong(path, lazily(_("«%(name)s» is missing."), name=path[-1]))
        return words

    def _series(self) -> tuple[str, ...]:
        value = self._at(("series",))
        if isinstance(value, str):
            value = [value]
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(one, str) and _SERIES.fullmatch(one) for one in value
        ):
            self._wrong(("series",), _('Here go the codes of series, as ["F302"].'))
            return ()
        return tuple(dict.fromkeys(value))[:40]

    def _steps(self) -> tuple[GuideStep, ...]:
        rows = self._at(("steps",))
        if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
            self._wrong(("steps",), _("A guide has steps: write each one under its own «[[steps]]»."))
            return ()
        if len(rows) > MOST_STEPS:
            self._wrong(("steps",), _("There are too many steps: sixty at most. Make two guides of it."))
        found = tuple(self._step(n, row) for n, row in enumerate(rows[:MOST_STEPS]))
        seen: set[str] = set()
        for n, step in enumerate(found):
            if step.key in seen:
                self._wrong(
                    ("steps", n, "key"), lazily(_("The key «%(key)s» is written twice."), key=step.key)
                )
            seen.add(step.key)
        return found

    def _step(self, n: int, row: Mapping[str, Any]) -> GuideStep:
        path: Path = ("steps", n)
        self._only_known(path, row, "steps")
        return GuideStep(
            key=self._matching(
                (*path, "key"), _KEY, _("Its key is missing: small letters, figures and «_», as «site_plan».")
            ),
            title=self._words((*path, "title"), needed=True, longest=160),
            why=self._words((*path, "why"), longest=600),
            does=self._text((*path, "does"), 20),
            kind=self._one_of((*path, "kind"), KINDS, "work"),
            when=self._when((*path, "when")),
            article=self._text((*path, "article"), 160),
            opens=self._one_of((*path, "opens"), OPENS, "step"),
            template=self._text((*path, "template"), 60),
            line=line_of(self.text, path),
        )

    def _one_of(self, path: Path, allowed: tuple[str, ...], default: str) -> str:
        value = self._at(path)
        if value is None:
            return default
        if value not in allowed:
            said = _("«%(value)s» cannot be here. Write one of these: %(allowed)s.")
            self._wrong(path, lazily(said, value=str(value)[:60], allowed=", ".join(allowed)))
            return default
        return str(value)

    def _when(self, path: Path) -> str:
        text = self._text(path)
        if not text:
            return ""
        try:
            condition(text)
        except ExpressionFault as fault:
            self._wrong(path, fault.sentence)
            return ""
        return text
