"""A saved message [correu electrònic, EML / correo electrónico]: headers, text and names of attachments."""

import email
import email.policy
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

LARGEST_TEXT = 2_000_000
LARGEST_MESSAGE = 40 * 1024**2
"""What is read of a message, in bytes; what comes after are attachments, that one downloads."""

_LARGEST_HEAD = 256 * 1024
_TAGS = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<[^>]+>", re.S | re.I)
_BREAKS = re.compile(r"<\s*(br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.I)
_SPACES = re.compile(r"[ \t\xa0]+")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True)
class Mail:
    """A message as one reads it. `sent_at` keeps the zone it was written with; None if it says no date."""

    subject: str
    sender: str
    recipients: str
    copies: str
    sent_at: datetime | None
    text: str
    attachments: tuple[str, ...]


def read(path: Path) -> Mail:
    """Read the message saved at `path`, however badly made; nothing of it is fetched nor run."""
    with path.open("rb") as stream:
        message = email.message_from_bytes(stream.read(LARGEST_MESSAGE), policy=email.policy.default)
    return Mail(
        subject=_header(message, "subject"),
        sender=_header(message, "from"),
        recipients=_header(message, "to"),
        copies=_header(message, "cc"),
        sent_at=_date(message),
        text=_text(message),
        attachments=tuple(_attachments(message)),
    )


def properties_of(path: Path) -> dict[str, str]:
    """Title (its subject) and moment of sending (`sent`, ISO 8601) of a message, by its headers alone."""
    with path.open("rb") as stream:
        head = stream.read(_LARGEST_HEAD).split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
    message = email.message_from_bytes(head + b"\n\n", policy=email.policy.default)
    sent = _date(message)
    found = {"title": _header(message, "subject")[:300], "sent": sent.isoformat() if sent else ""}
    return {name: value for name, value in found.items() if value}


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name, "")
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""
    return _SPACES.sub(" ", str(value).replace("\r", "").replace("\n", " ")).strip()[:1000]


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(message: EmailMessage) -> str:
    plain: list[str] = []
    marked: list[str] = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"}:
            (plain if kind == "text/plain" else marked).append(_decoded(part))
    text = (
        "\n\n".join(plain)
        if any(piece.strip() for piece in plain)
        else "\n\n".join(map(text_of_html, marked))
    )
    return _EMPTY_LINES.sub("\n\n", text.replace("\r\n", "\n"))[:LARGEST_TEXT].strip()


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return payload.decode("latin-1")


def _attachments(message: EmailMessage) -> list[str]:
    names: list[str] = []
    for part in message.walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        try:
            name = part.get_filename()
        except (ValueError, AttributeError, TypeError):
            name = None
        if name or part.get_content_disposition() == "attachment":
            names.append(_SPACES.sub(" ", name or "attachment")[:255])
    return names


def text_of_html(markup: str) -> str:
    """The words of a piece of HTML, one line a block, with nothing else of it."""
    broken = _BREAKS.sub("\n", markup)
    words = html.unescape(_TAGS.sub(" ", broken))
    lines = (_SPACES.sub(" ", line).strip() for line in words.splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
