"""What notifications ask of higher rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from consistori.kernel.errors import Verdict

if TYPE_CHECKING:
    from consistori.kernel.actor import Actor
    from consistori.notifications.models import Notification
    from consistori.notifications.readers import Reader

Representation = Callable[["Reader", "Notification", datetime], Verdict | None]

representation: list[Representation] = []
"""Whether a power is good now for a notification: a yes opens, a no refuses with its reason, None is not theirs."""

after_disposal: list[Callable[[Sequence[Notification], Actor], object]] = []
"""Told of those just put at disposal, in the same transaction: who sends notices hangs here."""
