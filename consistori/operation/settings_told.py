"""The settings of the installation explained: what each does, what it is now and where that comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consistori.operation.settings_words import GROUPS, WORDS


@dataclass(frozen=True)
class ToldSetting:
    """One setting: its name in the environment, its value (never a secret's), and its words."""

    name: str
    value: str
    source: Any
    is_secret: bool
    is_set: bool
    what: Any


@dataclass(frozen=True)
class ToldGroup:
    """Settings that go together."""

    label: Any
    settings: list[ToldSetting]


SOURCES: dict[str, Any] = {
    "environment": _("from the environment"),
    "file": _("from the file that the environment names"),
    "data": _("made by the program, in its data folder"),
    "default": _("as the program comes"),
}


OF_THE_MACHINE = frozenset({"LISTEN_FDS", "LISTEN_PID", "NOTIFY_SOCKET", "CONSISTORI_READY_FD"})
"""What the service manager and the program tell one another: nobody sets it."""


def told_settings() -> list[ToldGroup]:
    """All that the program read from its environment, by groups; what nobody has explained yet comes last."""
    read = settings.SETTINGS_READ
    groups = [ToldGroup(label, [_told(name) for name in names if name in read]) for label, names in GROUPS]
    explained = OF_THE_MACHINE | {name for _label, names in GROUPS for name in names}
    rest = [_told(name) for name in sorted(set(read) - explained)]
    if rest:
        groups.append(ToldGroup(_("Others"), rest))
    return [group for group in groups if group.settings]


def unexplained() -> set[str]:
    """The settings that the program reads and this page cannot explain."""
    return {name for name in settings.SETTINGS_READ if name not in WORDS and name not in OF_THE_MACHINE}


def _told(name: str) -> ToldSetting:
    read = settings.SETTINGS_READ[name]
    value = "" if read.is_secret else _shown(read.value)
    return ToldSetting(name, value, SOURCES[read.source], read.is_secret, read.is_set, WORDS.get(name, ""))


def _shown(value: Any) -> str:
    """As it is read; of an address, without what stands before the @ (user and password)."""
    return re.sub(r"://[^/\s]*@", "://…@", str(value)).replace(",", ", ")
