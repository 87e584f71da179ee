"""The letters that the demo sends, as they lie in its folder."""

from __future__ import annotations

import email
import re
import time
from pathlib import Path


def link_sent_to(address: str, data: Path) -> str:
    """The link of the message, when the worker has written it: a demo that has just begun has much to do before."""
    for _ in range(1200):
        for path in (data / "mail").glob("*.log"):
            for raw in path.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(raw.strip() + b"\n")
                if message["To"] == address:
                    part = message.get_payload(0) if message.is_multipart() else message
                    text = part.get_payload(decode=True).decode()
                    if found := re.search(r"https?://\S+", text):
                        return found.group()
        time.sleep(0.25)
    raise AssertionError(f"No link came to {address}")
