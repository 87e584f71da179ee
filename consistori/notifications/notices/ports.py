"""The port of the mailbox where what could not arrive comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class MailboxSilent(Exception):
    """The mailbox does not let us in, or does not answer; the text is technical."""


class Opened(Protocol):
    """A mailbox that is open."""

    def waiting(self, most: int) -> Iterator[tuple[str, bytes]]:
        """The messages that nobody has read, the oldest first, each with its name here. Raises `MailboxSilent`."""

    def put_away(self, name: str) -> None:
        """It was read and kept: it does not come again. Raises `MailboxSilent`."""


class ReturnedMail(Protocol):
    """Where returned mail comes."""

    def opened(self) -> AbstractContextManager[Opened]:
        """Enter it, and leave it at the end. Raises `MailboxSilent`."""


def returned_mail() -> ReturnedMail | None:
    """The mailbox that the settings name; None where nobody has named one."""
    if not settings.BOUNCES_URL:
        return None
    made: ReturnedMail = import_string(settings.BOUNCES)(settings.BOUNCES_URL, settings.BOUNCES_PASSWORD)
    return made
