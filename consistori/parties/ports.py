"""The port of text messages [SMS]: what we ask of whoever sends them."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class MessageNotSent(Exception):
    """The gateway of messages did not take it; the text is technical.

    `is_for_ever`: it will never take this one (`status`, its HTTP answer). `may_have_gone`: it was told whole and did
    not answer, so that nobody knows.
    """

    def __init__(
        self, said: str = "", *, status: int = 0, is_for_ever: bool = False, may_have_gone: bool = False
    ) -> None:
        super().__init__(said)
        self.status, self.is_for_ever, self.may_have_gone = status, is_for_ever, may_have_gone


class TextMessages(Protocol):
    """Sends short texts to mobiles."""

    def send(self, to: str, text: str) -> None:
        """Hand over a text for a mobile as `checked_channel` keeps it. Raises `MessageNotSent`."""


def is_there_a_gateway() -> bool:
    """Whether this installation can send text messages."""
    return bool(settings.SMS_URL)


def text_messages() -> TextMessages:
    """The one that the settings name."""
    made: TextMessages = import_string(settings.SMS)(settings.SMS_URL, settings.SMS_TOKEN)
    return made
