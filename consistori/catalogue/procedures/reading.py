"""Reading the text of a sheet: TOML in, a `Sheet` out, or every fault with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.catalogue.procedures import form_checks
from consistori.catalogue.procedures.faults import Fault, SheetFault, lazily
from consistori.catalogue.procedures.fees import rate_of
from consistori.catalogue.procedures.lines import Path, line_of
from consistori.catalogue.procedures.not_toml import not_toml
from consistori.catalogue.procedures.plain_form import plain_form
from consistori.catalogue.procedures.sheet import (
    AUDIENCES,
    CHANNELS,
    DESTINATIONS,
    FEES,
    INITIATORS,
    KINDS_OF_FILES,
    LANGUAGES,
    SILENCES,
    UNITS,
    Consult,
    Fee,
    Paper,
    Sheet,
    Term,
)

__all__ = ["LONGEST_TEXT", "SheetFault", "read", "read_kept"]

LONGEST_TEXT = 100_000
"""Characters of the text of a sheet: some thirty pages."""

_MOST_IN_A_LIST = 200
_LONGEST_NAME = 160
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KNOWN = {
    "": (
        "code name plain summary who words papers consults initiator audience term silence silence_note fee body"
        " series heading form script first_steps channels appeal basis recurring appointment destination"
    ),
    "papers": "key title required hint kinds",
    "consults": "key what basis",
    "term": "length unit article",
    "fee": "kind amount note rate times",
}


def read(text: str) -> Sheet:
    """The sheet that `text` says. Raises `SheetFault` with the line and the sentence of what is wrong, and all of it.

    Both languages are asked of what a citizen reads first (name, plain name, summary, who); elsewhere one is enough.
    """
    return _read(text, checks=True)


def _read(text: str, *, checks: bool) -> Sheet:
    if len(text) > LONGEST_TEXT:
        raise SheetFault(1, _("The text is too long: a sheet fits in thirty pages."))
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise not_toml(error, text) from error
    except RecursionError as error:
        raise SheetFault(1, _("Too many brackets one inside another.")) from error
    return _Reader(text, data, checks=checks).sheet()


def read_kept(text: str) -> Sheet:
    """The sheet of a text that was right when it was published: later checks of forms do not take it from a citizen."""
    return _read(text, checks=False)


class _Reader:
    """One reading: it goes on after a fault, so that all of them are told at once."""

    def __init__(self, text: str, data: Mapping[str, Any], *, checks: bool) -> None:
        self.checks = checks
        self.text = text
        self.data = data
        self.faults: list[Fault] = []

    def sheet(self) -> Sheet:
        self._only_known((), self.data, "")
        initiator = self._one_of(("initiator",), INITIATORS, "citizen")
        read: dict[str, Any] = {
            "code": self._code(),
            **{name: self._both((name,)) for name in ("name", "plain", "summary", "who")},
            "words": self._texts(("words",)),
            "papers": tuple(self._paper(at, row) for at, row in self._tables("papers")),
            "consults": tuple(self._consult(at, row) for at, row in self._tables("consults")),
            "initiator": initiator,
            "audience": self._some_of(("audience",), AUDIENCES, ("people", "firms")),
            "term": self._term(),
            "silence": self._one_of(("silence",), SILENCES, "none"),
            **{name: self._either((name,)) for name in ("silence_note", "body", "script", "appeal")},
            "fee": self._fee(),
            **{name: self._text((name,)) for name in ("series", "heading", "recurring", "appointment")},
            "first_steps": self._steps(),
            "channels": self._some_of(("channels",), CHANNELS, ("online", "counter")),
            "basis": self._texts(("basis",)),
            "destination": self._one_of(("destination",), DESTINATIONS, "own"),
        }
        self._no_key_twice("papers")
        self._no_key_twice("consults")
        form = self._form()
        if self.faults:
            raise SheetFault.of(self.faults)
        if not form and initiator == "citizen":
            return Sheet(**read, form=plain_form(read["series"]))
        return Sheet(**read, form=form, has_own_form=bool(form))

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
        known = _KNOWN[kind].split()
        for name in found:
            if name not in known:
                said = _("«%(name)s» is not a thing of a sheet. Here you can say: %(known)s.")
                self._wrong((*path, name), lazily(said, name=name, known=", ".join(known)))

    def _code(self) -> str:
        value = self._text(("code",))
        if not value:
            self._wrong(("code",), _('Its code is missing: write «code = "URB-02"».'))
        elif not _CODE.fullmatch(value):
            self._wrong(
                ("code",), _("A code has capital letters, figures and hyphens, as «URB-02»: twenty at most.")
            )
        return value

    def _text(self, path: Path) -> str:
        value = self._at(path)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(path, _("Here goes a text between quotes."))
            return ""
        return value.strip()

    def _texts(self, path: Path) -> tuple[str, ...]:
        value = self._at(path)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong(path, _('Here goes a list of texts: ["one", "another"].'))
            return ()
        return tuple(one.strip() for one in value[:_MOST_IN_A_LIST] if one.strip())

    def _either(self, path: Path) -> dict[str, str]:
        """A text by language, in one at least if it is there; a bare text is of both."""
        value = self._at(path)
        if value is None:
            return {}
        if isinstance(value, str):
            return dict.fromkeys(LANGUAGES, value.strip())
        if not isinstance(value, Mapping):
            self._wrong(path, _('Here goes the text in each language: «ca = "…"» and «es = "…"».'))
            return {}
        for name in value:
            if name not in LANGUAGES:
                said = _("«%(name)s» is not a language of a sheet: write «ca» or «es».")
                self._wrong((*path, name), lazily(said, name=name))
        return {code: self._text((*path, code)) for code in LANGUAGES if code in value}

    def _both(self, path: Path) -> dict[str, str]:
        """A text that must be written in Catalan and in Spanish."""
        words = self._either(path)
        lacking = [code for code in LANGUAGES if not words.get(code)]
        if lacking and not any(fault.line == line_of(self.text, path) for fault in self.faults):
            said = _("«%(name)s» is missing in %(languages)s: a citizen reads it in both languages.")
            names = ", ".join(lacking)
            self._wrong(path, lazily(said, name=path[-1], languages=names))
        too_long = path[-1] in ("name", "plain") and any(len(text) > _LONGEST_NAME for text in words.values())
        if too_long:
            self._wrong(path, _("It is too long for a name: a hundred and sixty letters at most."))
        return words

    def _one_of(self, path: Path, allowed: tuple[str, ...], default: str) -> str:
        value = self._at(path)
        if value is None:
            return default
        if value not in allowed:
            self._not_allowed(path, value, allowed)
            return default
        return str(value)

    def _some_of(self, path: Path, allowed: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        if self._at(path) is None:
            return default
        values = self._texts(path)
        for value in values:
            if value not in allowed:
                self._not_allowed(path, value, allowed)
        return tuple(dict.fromkeys(values))

    def _not_allowed(self, path: Path, value: Any, allowed: tuple[str, ...]) -> None:
        said = _("«%(value)s» cannot be here. Write one of these: %(allowed)s.")
        self._wrong(path, lazily(said, value=str(value)[:60], allowed=", ".join(allowed)))

    def _tables(self, name: str) -> list[tuple[Path, Mapping[str, Any]]]:
        value = self._at((name,))
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            self._wrong((name,), lazily(_("Write each one under its own «[[%(name)s]]»."), name=name))
            return []
        if len(value) > _MOST_IN_A_LIST:
            self._wrong((name,), _("There are too many: two hundred at most."))
        return [((name, place), row) for place, row in enumerate(value[:_MOST_IN_A_LIST])]

    def _key(self, path: Path, pattern: re.Pattern[str] = _KEY) -> str:
        value = self._text((*path, "key"))
        if not value or (pattern is _KEY and not _KEY.fullmatch(value)):
            self._wrong(
                (*path, "key"), _("Its key is missing: small letters, figures and «_», as «site_plan».")
            )
        return value

    def _no_key_twice(self, name: str) -> None:
        seen: set[Any] = set()
        for path, row in self._tables(name):
            if (key := row.get("key")) in seen and isinstance(key, str):
                self._wrong((*path, "key"), lazily(_("The key «%(key)s» is written twice."), key=key))
            if isinstance(key, str):
                seen.add(key)

    def _paper(self, path: Path, row: Mapping[str, Any]) -> Paper:
        self._only_known(path, row, "papers")
        required = row.get("required", True)
        if not isinstance(required, bool):
            self._wrong((*path, "required"), _("Write true or false, without quotes."))
        return Paper(
            key=self._key(path),
            title=self._both((*path, "title")),
            required=bool(required),
            hint=self._either((*path, "hint")),
            kinds=self._some_of((*path, "kinds"), KINDS_OF_FILES, ("pdf", "image")),
        )

    def _consult(self, path: Path, row: Mapping[str, Any]) -> Consult:
        self._only_known(path, row, "consults")
        return Consult(
            key=self._key(path, re.compile(".+")),
            what=self._both((*path, "what")),
            basis=self._either((*path, "basis")),
        )

    def _table(self, name: str) -> Mapping[str, Any] | None:
        value = self._at((name,))
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong((name,), lazily(_("Write it under «[%(name)s]»."), name=name))
            return None
        if name in _KNOWN:
            self._only_known((name,), value, name)
        return value

    def _term(self) -> Term:
        table = self._table("term")
        if table is None:
            return Term()
        unit = self._one_of(("term", "unit"), UNITS, "months")
        length = table.get("length", 0)
        counted = unit not in ("at_once", "none")
        is_number = isinstance(length, int) and not isinstance(length, bool)
        if counted and not (is_number and 1 <= length <= 1000):
            self._wrong(("term", "length"), _("How long is missing: a whole number, as «length = 3»."))
            length = 3
        return Term(int(length) if counted else 0, unit, self._text(("term", "article")))

    def _fee(self) -> Fee:
        table = self._table("fee")
        if table is None:
            return Fee()
        kind = self._one_of(("fee", "kind"), FEES, "free")
        amount = table.get("amount")
        is_number = isinstance(amount, (int, float)) and not isinstance(amount, bool) and 0 <= amount < 10**7
        if amount is not None and not is_number:
            self._wrong(("fee", "amount"), _("An amount is a number without quotes, in euros, as «12.50»."))
        rate, times, wrong = rate_of(table)
        if wrong == "rate":
            self._wrong(("fee", "rate"), _("An amount is a number without quotes, in euros, as «12.50»."))
        elif wrong:
            told = _('A rate goes with the number fields that it multiplies, as «times = ["tables"]».')
            self._wrong(("fee", "times"), told)
        if kind == "fixed" and amount is None and rate is None and not wrong:
            self._wrong(("fee", "amount"), _("A fixed fee says its amount, as «amount = 12.50»."))
        euros = Decimal(str(amount)).quantize(Decimal("0.01")) if is_number else None
        return Fee(kind, euros, self._either(("fee", "note")), rate, times)

    def _steps(self) -> tuple[dict[str, str], ...]:
        value = self._at(("first_steps",))
        if value is not None and not isinstance(value, list):
            self._wrong(("first_steps",), _('Here goes a list of steps: [{ca = "…", es = "…"}].'))
        rows = value if isinstance(value, list) else []
        return tuple(self._either(("first_steps", place)) for place in range(min(len(rows), _MOST_IN_A_LIST)))

    def _form(self) -> Mapping[str, Any]:
        form = self._table("form")
        if not form:
            return {}
        for path, sentence in form_checks.faults_of(form, only_shape=not self.checks):
            self._wrong(("form", *path), sentence)
        return form
