"""What a front office may resolve by itself [el que l'atenció pot resoldre / lo que la atención puede resolver]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _


class FrontActs:
    """Names of acts with their words; a room that brings one more adds it in its `hang()`."""

    def __init__(self) -> None:
        self._words: dict[str, Any] = {}

    def add(self, name: str, label: Any) -> None:
        """Add an act: a name of 20 letters at most, and what it is in words."""
        self._words[name] = label

    def __contains__(self, name: object) -> bool:
        return name in self._words

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._words.items())

    def label(self, name: str) -> Any:
        """In words; of one that no room knows any more, its name."""
        return self._words.get(name, name)


front_acts = FrontActs()
front_acts.add("answer", _("answers questions about it"))
front_acts.add("inform_state", _("says how it goes, to whoever has identified themselves"))
front_acts.add("complete", _("asks for what is missing"))
front_acts.add("issue", _("gives out the document (slip, receipt, certificate by seal)"))
front_acts.add("resolve", _("resolves it, when it is what was asked and nothing is missing"))
