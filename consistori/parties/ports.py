"""The port of text messages [SMS]: what we ask of whoever sends them."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class MessageNotSent(Exception):
    """The gateway of messages did not take it; the text is technical."""


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
