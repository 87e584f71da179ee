"""A message of Outlook [MSG], read as any other message; those inside it are given as EML."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from consistori.formats.mail import DEEPEST, LARGEST_TEXT, Mail, text_of_html

_INNER_HEAD = 24
_SHORT_NAME, _DISPLAY_NAME, _INNER = 0x3704, 0x3001, "__substg1.0_3701000D"
_TO, _CC = 0x0E04, 0x0E03


@dataclass(frozen=True)
class Attached:
    """An attachment with its bytes."""

    name: str
    data: bytes


def read(path: Path) -> Mail:
    """Read the message at `path`; what cannot be read of it is empty, never an error."""
    message = _loaded(path)
    if message is None:
        return Mail("", "", "", "", None, "", ())
    return _mail_of(message)


def attachments(path: Path) -> list[Attached]:
    """Its attachments in their order, with their bytes."""
    message = _loaded(path)
    return list(_attached(message, 0)) if message is not None else []


def _loaded(path: Path) -> Any:
    # Loaded when first needed.
    from oxmsg import Message

    try:
        return Message.load(str(path))
    except (OSError, ValueError, KeyError, IndexError, RecursionError, MemoryError, TypeError):
        return None


def _mail_of(message: Any) -> Mail:
    return Mail(
        subject=_asked(lambda: message.subject)[:1000],
        sender=_asked(lambda: message.sender or "")[:1000],
        recipients=_people(message, _TO),
        copies=_people(message, _CC),
        sent_at=_sent(message),
        text=_text(message),
        attachments=tuple(_names(message)),
    )


def _people(message: Any, kind: int) -> str:
    shown = _asked(lambda: message.properties.str_prop_value(kind) or "")
    if shown or kind != _TO:
        return shown[:1000]
    return ", ".join(
        _asked(lambda each=each: each.name or each.email_address) for each in message.recipients
    )[:1000]


def _text(message: Any) -> str:
    plain = _asked(lambda: message.body or "")
    if not plain.strip():
        plain = text_of_html(_asked(lambda: message.html_body or ""))
    return plain.replace("\r\n", "\n").replace("\x00", "")[:LARGEST_TEXT].strip()


def _sent(message: Any) -> datetime | None:
    try:
        sent: datetime | None = message.sent_date
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return None
    return sent


def _names(message: Any) -> Iterator[str]:
    for attachment in message.attachments:
        yield _name(attachment)


def _name(attachment: Any) -> str:
    for asked in (
        lambda: attachment.file_name,
        lambda: attachment.properties.str_prop_value(_SHORT_NAME),
        lambda: attachment.properties.str_prop_value(_DISPLAY_NAME),
    ):
        if name := _asked(asked):
            return (
                f"{name[:250]}.eml" if _inner(attachment) is not None and "." not in name[-5:] else name[:255]
            )
    return "attachment.bin"


def _attached(message: Any, depth: int) -> Iterator[Attached]:
    for attachment in message.attachments:
        inner = _inner(attachment)
        if inner is not None and depth < DEEPEST:
            yield Attached(_as_eml_name(_name(attachment)), _as_eml(inner, depth + 1))
            continue
        try:
            data = attachment.file_bytes or b""
        except (KeyError, ValueError, TypeError):
            data = b""
        yield Attached(_name(attachment), data)


def _inner(attachment: Any) -> Any:
    """The message that an attachment is, if it is one."""
    from oxmsg import Message
    from oxmsg.properties import Properties

    storages = getattr(attachment._storage, "storages", ())
    found = next((storage for storage in storages if storage.name == _INNER), None)
    if found is None:
        return None
    message: Any = Message(found)
    # The head of the properties of a message inside another is shorter than that of a file ([MS-OXMSG] 2.4.1).
    message.__dict__["_properties"] = Properties(found, properties_header_offset=_INNER_HEAD)
    return message


def _as_eml_name(name: str) -> str:
    return name if name.lower().endswith(".eml") else f"{name.removesuffix('.msg')}.eml"


def _as_eml(message: Any, depth: int) -> bytes:
    """The message as the mail it was, with its attachments."""
    read_ = _mail_of(message)
    made = EmailMessage(policy=email.policy.SMTP)
    for header, value in (
        ("Subject", read_.subject),
        ("From", read_.sender),
        ("To", read_.recipients),
        ("Cc", read_.copies),
    ):
        if value:
            made[header] = " ".join(value.split())
    if read_.sent_at is not None:
        made["Date"] = read_.sent_at
    made.set_content(read_.text or "\n")
    for each in _attached(message, depth):
        made.add_attachment(each.data, maintype="application", subtype="octet-stream", filename=each.name)
    if made.is_multipart():
        # The same message is always the same bytes, so that who takes it out twice is told.
        made.set_boundary(f"piece-{depth}-{len(read_.text)}-{len(read_.attachments)}")
    return made.as_bytes()


def _asked(question: Any) -> str:
    """An answer of a library that believes its files; empty if the file lies."""
    try:
        return str(question() or "").replace("\x00", "").strip()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, UnicodeError):
        return ""
