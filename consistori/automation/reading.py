"""Reading the text of a rule: TOML in, a `RuleText` out, or every fault with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.automation.rules.text import LANGUAGES, RuleText
from consistori.catalogue.procedures.faults import Fault, SheetFault, lazily
from consistori.catalogue.procedures.lines import Path, line_of
from consistori.catalogue.procedures.not_toml import not_toml
from consistori.directory.roles import Role
from consistori.guides.rules.expressions import Condition, ExpressionFault, read_condition
from consistori.kernel import offers

LONGEST_TEXT = 20_000
MOST_AN_HOUR = 1000
USUAL_AN_HOUR = 60
QUESTIONS: Mapping[str, Any] = {
    "answer": _('answer("amount"): what was written in that field of the form'),
}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,29}")
_KNOWN = (
    "code", "name", "when", "if", "do", "per_hour", "passes_to", "design", "data", "objective", "challenge", "article",
    "with",
)  # fmt: skip
_NEEDED_OF_AN_ACT = ("design", "data", "objective", "challenge")


def read(text: str) -> RuleText:
    """The rule that `text` says. Raises `SheetFault` with the line and the sentence of all that is wrong."""
    if len(text) > LONGEST_TEXT:
        raise SheetFault(1, _("The text is too long: a rule fits in five pages."))
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise not_toml(error, text) from error
    except RecursionError as error:
        raise SheetFault(1, _("Too many brackets one inside another.")) from error
    return _Reader(text, data).rule()


@lru_cache(maxsize=500)
def read_kept(text: str) -> RuleText:
    """The rule of a text that was right when it was approved; read once, since a version never changes."""
    return read(text)


def condition_of(rule: RuleText) -> Condition | None:
    """Its condition, ready to be asked; None where it has none. Raises `ExpressionFault`."""
    fact = offers.facts.get(rule.when)
    return read_condition(rule.holds, fact.names if fact else {}, QUESTIONS) if rule.holds else None


class _Reader:
    """One reading: it goes on after a fault, so that all of them are told at once."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self.text = text
        self.data = data
        self.faults: list[Fault] = []

    def rule(self) -> RuleText:
        for name in self.data:
            if name not in _KNOWN:
                said = _("«%(name)s» is not a thing of a rule. Here you can say: %(known)s.")
                self._wrong((name,), lazily(said, name=str(name)[:40], known=", ".join(_KNOWN)))
        when = self._one_of("when", offers.facts)
        does = self._one_of("do", offers.acts)
        found = RuleText(
            code=self._code(),
            name=self._words("name", needed=True, longest=160),
            when=when,
            holds=self._condition(when),
            does=does,
            per_hour=self._per_hour(),
            passes_to=self._role(),
            article=self._text("article", 160),
            said=self._said(when, does),
            **self._published(does),
        )
        if self.faults:
            raise SheetFault.of(self.faults)
        return found

    def _wrong(self, path: Path, sentence: Any) -> None:
        self.faults.append(Fault(line_of(self.text, path), sentence))

    def _code(self) -> str:
        value = self._text("code", 30)
        if not _CODE.fullmatch(value):
            said = _("A code has capital letters, figures and hyphens, as «RESIDENCE-SLIP»: thirty at most.")
            self._wrong(("code",), said)
        return value

    def _text(self, name: str, longest: int) -> str:
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong((name,), _("Here goes a text between quotes."))
            return ""
        if len(value) > longest:
            self._wrong((name,), lazily(_("It is too long: %(n)d letters at most."), n=longest))
        return value.strip()

    def _words(self, name: str, *, needed: bool = False, longest: int = 2000) -> dict[str, str]:
        """A text by language; a bare text is of both. One language is enough."""
        value = self.data.get(name)
        if isinstance(value, str):
            value = dict.fromkeys(LANGUAGES, value)
        if value is None:
            value = {}
        if not isinstance(value, Mapping) or not all(isinstance(one, str) for one in value.values()):
            self._wrong((name,), _('Here goes the text in each language: «ca = "…"» and «es = "…"».'))
            return {}
        words = {code: " ".join(value[code].split())[:longest] for code in LANGUAGES if code in value}
        if needed and not any(words.values()):
            self._wrong((name,), lazily(_("«%(name)s» is missing."), name=name))
        return words

    def _one_of(self, name: str, offered: Mapping[str, Any]) -> str:
        value = self._text(name, 60)
        if value not in offered:
            said = _("«%(value)s» is not offered by any room. Write one of these: %(allowed)s.")
            self._wrong((name,), lazily(said, value=value[:60], allowed=", ".join(sorted(offered))))
        return value

    def _condition(self, when: str) -> str:
        text = self._text("if", 300)
        if text and when in offers.facts:
            try:
                read_condition(text, offers.facts[when].names, QUESTIONS)
            except ExpressionFault as fault:
                self._wrong(("if",), fault.sentence)
        return text

    def _per_hour(self) -> int:
        value = self.data.get("per_hour", USUAL_AN_HOUR)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_AN_HOUR:
            said = _("How many times an hour, at most: a number from 1 to %(most)d.")
            self._wrong(("per_hour",), lazily(said, most=MOST_AN_HOUR))
            return USUAL_AN_HOUR
        return value

    def _role(self) -> str:
        value = self.data.get("passes_to", Role.SECRETARY)
        if value not in Role.values:
            said = _("«%(value)s» is no post of a town hall. Write one of these: %(allowed)s.")
            self._wrong(
                ("passes_to",), lazily(said, value=str(value)[:40], allowed=", ".join(sorted(Role.values)))
            )
            return str(Role.SECRETARY)
        return str(value)

    def _published(self, does: str) -> dict[str, dict[str, str]]:
        """What the town publishes of an automated act, all of it needed (Reial decret 203/2021, art. 11.1.i)."""
        act = offers.acts.get(does)
        needed = act is not None and act.is_administrative
        return {name: self._words(name, needed=needed) for name in _NEEDED_OF_AN_ACT}

    def _said(self, when: str, does: str) -> dict[str, Any]:
        value = self.data.get("with", {})
        if not isinstance(value, Mapping):
            self._wrong(("with",), _("Under «[with]» goes what the rule says to its fact and to its act."))
            return {}
        known: dict[str, Any] = {}
        for offered in (offers.facts.get(when), offers.acts.get(does)):
            known |= dict(offered.settings) if offered else {}
        for name, one in value.items():
            if name not in known:
                said = _("«%(name)s» is not a thing of a rule. Here you can say: %(known)s.")
                self._wrong(("with", name), lazily(said, name=str(name)[:40], known=", ".join(known) or "—"))
            elif not isinstance(one, (str, int, float, bool)):
                self._wrong(("with", name), _("Here goes a text between quotes, a number, true or false."))
        for name in known:
            if name not in value:
                self._wrong(("with",), lazily(_("«%(name)s» is missing."), name=name))
        return {name: one for name, one in value.items() if name in known}
