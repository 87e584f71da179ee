"""A saved message [correu electrònic, EML / correo electrónico]: headers, text and names of attachments.

A message attached to another is one of its pieces (`inside.py`), opened by itself: its words are not mixed here.
"""

import email
import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

LARGEST_TEXT = 2_000_000
LARGEST_MESSAGE = 40 * 1024**2
"""What is read of a message, in bytes; what comes after are attachments, that one downloads."""

DEEPEST = 12
"""Parts within parts that are followed: nobody writes so deep, who does wants to break a reader."""

MOST_PARTS = 2_000
_LARGEST_HEAD = 256 * 1024
_OLE = b"\xd0\xcf\x11\xe0"
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
    """Read the message saved at `path` (EML or MSG), however badly made; nothing is fetched nor run."""
    with path.open("rb") as stream:
        if stream.read(4) == _OLE:
            from consistori.formats import msg

            return msg.read(path)
    return mail_of(parsed(path))


@lru_cache(maxsize=4096)
def _understood(name: str, value: str) -> Any:
    """A header, understood once: the library does it again at each look, and a look at a message has thousands."""
    return _REGISTRY(name, value)


_REGISTRY = HeaderRegistry()
_POLICY = email.policy.EmailPolicy(header_factory=_understood)


def parsed(path: Path) -> EmailMessage:
    """The message with its parts; only its headers if it is made to break who reads it."""
    with path.open("rb") as stream:
        raw = stream.read(LARGEST_MESSAGE)
    try:
        return email.message_from_bytes(without_excess(raw), policy=_POLICY)
    except RecursionError:
        head = raw.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
        plain = b"\n".join(line for line in head.splitlines() if not line.lower().startswith(b"content-"))
        return email.message_from_bytes(plain + b"\n\n", policy=email.policy.default)


def without_excess(raw: bytes) -> bytes:
    """Up to as many parts as anybody would send."""
    if raw.count(b"\n--") <= MOST_PARTS:
        return raw
    return b"\n--".join(raw.split(b"\n--", MOST_PARTS)[:MOST_PARTS])


def mail_of(message: EmailMessage) -> Mail:
    """What one reads of a message already parsed."""
    return Mail(
        subject=_header(message, "subject"),
        sender=_header(message, "from"),
        recipients=_header(message, "to"),
        copies=_header(message, "cc"),
        sent_at=_date(message),
        text=_text(message),
        attachments=tuple(name_of(part) for part in attached(message)),
    )


def all_words(path: Path) -> str:
    """The words of the message and of those attached to it, for the index."""
    mail = read(path)
    pieces = [mail.subject, mail.sender, mail.recipients, mail.copies, mail.text, *mail.attachments]
    with path.open("rb") as stream:
        is_eml = stream.read(4) != _OLE
    if is_eml:
        for part in leaves(parsed(path), into_messages=True):
            if part.get_content_type() == "message/rfc822":
                pieces.extend(_words_of_inner(part))
    return "\n".join(pieces)


def _words_of_inner(part: EmailMessage) -> list[str]:
    inner = part.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], EmailMessage):
        return []
    return [_header(inner[0], "subject"), _header(inner[0], "from"), _text(inner[0])]


def leaves(message: EmailMessage, *, into_messages: bool = False) -> Iterator[EmailMessage]:
    """The parts that hold something, in their order: those of multiparts, not those of attached messages.

    `into_messages`: also those of the messages attached, after each of them.
    """
    waiting: list[tuple[int, EmailMessage]] = [(0, message)]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        depth, part = waiting.pop()
        is_message = part.get_content_type() == "message/rfc822"
        if is_message or not part.is_multipart():
            yield part
        if depth < DEEPEST and part.is_multipart() and (into_messages or not is_message):
            payload = part.get_payload()
            inner = payload if isinstance(payload, list) else []
            waiting.extend((depth + 1, child) for child in reversed(inner) if isinstance(child, EmailMessage))


def attached(message: EmailMessage) -> list[EmailMessage]:
    """The parts that one would open or save by themselves, in their order."""
    found: list[EmailMessage] = []
    for part in leaves(message):
        if part is message and part.get_content_type() != "message/rfc822":
            continue
        kind = part.get_content_type()
        is_body = kind in {"text/plain", "text/html"} and not _filename(part)
        if kind == "message/rfc822" or part.get_content_disposition() == "attachment" or not is_body:
            found.append(part)
    return found


def name_of(part: EmailMessage) -> str:
    """How an attachment is called; a message by its subject."""
    name = _filename(part)
    if name:
        return _SPACES.sub(" ", name)[:255]
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = _header(first, "subject") if isinstance(first, EmailMessage) else ""
        return f"{subject[:120] or 'message'}.eml"
    return f"attachment.{part.get_content_subtype()}"


def bytes_of(part: EmailMessage) -> bytes:
    """The content of an attachment, decoded."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            return inner[0].as_bytes()
        return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _filename(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, AttributeError, TypeError, LookupError):
        return ""


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
    for part in leaves(message):
        if part.is_multipart() or part.get_content_disposition() == "attachment" or _filename(part):
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


def text_of_html(markup: str) -> str:
    """The words of a piece of HTML, one line a block, with nothing else of it."""
    broken = _BREAKS.sub("\n", markup)
    words = html.unescape(_TAGS.sub(" ", broken))
    lines = (_SPACES.sub(" ", line).strip() for line in words.splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
