"""Mail that comes back [correu retornat / correo devuelto]: what a mail server tells of a letter of ours.

Delivery status notifications (RFC 3464 in a `multipart/report` of RFC 6522) are read whole; the bounces of servers that
write none, by their words. Whatever comes is hostile until it is read: nothing is fetched nor run, and its size and its
parts are cut (`formats.mail`).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from enum import StrEnum

from consistori.formats import mail

LARGEST = 1_000_000
"""What is read of each, in bytes: a report is short, and only what it brings back is long."""
LONGEST_SAID = 400
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BASIC = re.compile(r"\b([45])[0-7]\d[\s-]")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_ADDRESS = re.compile(r"[^\s<>;,\"()]+@[^\s<>;,\"()]+")
_BOUNCERS = ("mailer-daemon@", "postmaster@", "mail-daemon@")
_HOW_TOLD = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


class Fate(StrEnum):
    """What became of a letter (RFC 3464, 2.3.3), or what else came to the same mailbox."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    """A machine answered that somebody is away (RFC 3834): the letter arrived."""
    OTHER = "other"
    """A letter that somebody wrote, or something that is not understood."""


@dataclass(frozen=True)
class Returned:
    """What one message tells. `told_to` are the addresses where it came, `message_ids` those of ours that it names.

    `status` is the code of RFC 3463 («5.1.1»), empty if it says none; `said`, the words of the server.
    """

    fate: Fate
    told_to: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    recipient: str = ""
    status: str = ""
    said: str = ""


def read(raw: bytes) -> Returned:
    """What a message that came to the mailbox of returns tells, however badly made. It raises nothing."""
    try:
        message = email.message_from_bytes(mail.without_excess(raw[:LARGEST]), policy=email.policy.default)
        told_to = tuple(_addresses(_values(message, _HOW_TOLD)))
        ids = tuple(_ids_of_ours(message))
        return _read(message, told_to, ids)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # The library trips over headers that nobody would write: what it cannot read tells nothing.
        return Returned(Fate.OTHER)


def _read(message: EmailMessage, told_to: tuple[str, ...], ids: tuple[str, ...]) -> Returned:
    for block in _status_blocks(message):
        action = _value(block, "action").split(" ")[0].lower()
        fate = _FATES.get(action)
        if fate is not None:
            whose = _value(block, "final-recipient") or _value(block, "original-recipient")
            return Returned(
                fate, told_to, ids, _typed(whose),
                _status(_value(block, "status"), _value(block, "diagnostic-code")),
                _typed(_value(block, "diagnostic-code"))[:LONGEST_SAID],
            )  # fmt: skip
    if _is_answer(message):
        return Returned(Fate.ANSWERED, told_to, ids)
    if _is_bounce(message):
        words = mail.mail_of(message).text
        status = _status("", words)
        fate = Fate.DELAYED if status.startswith("4") else Fate.FAILED
        line = next(
            (one.strip() for one in words.splitlines() if _STATUS.search(one) or _BASIC.search(one)), ""
        )
        return Returned(fate, told_to, ids, next(_addresses([words]), ""), status, line[:LONGEST_SAID])
    return Returned(Fate.OTHER, told_to, ids)


_FATES = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "delivered": Fate.DELIVERED,
    "relayed": Fate.DELIVERED,
    "expanded": Fate.DELIVERED,
}


def _status_blocks(message: EmailMessage) -> Iterator[Message]:
    """The fields of each recipient of the report; the first block, of the message, says no `Action`."""
    for part in message.walk():
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            blocks = part.get_payload()
            if isinstance(blocks, list):
                yield from (one for one in blocks if isinstance(one, Message))


def _ids_of_ours(message: EmailMessage) -> Iterator[str]:
    """The Message-ID of whatever it brings back, and of what it answers."""
    found: dict[str, None] = {}
    for name in ("in-reply-to", "references", "x-original-message-id"):
        found.update(dict.fromkeys(_MESSAGE_ID.findall(_value(message, name))))
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                found.update(dict.fromkeys(_MESSAGE_ID.findall(_value(inner[0], "message-id"))))
        elif part.get_content_type() in ("text/rfc822-headers", "message/global-headers"):
            for line in _text(part).splitlines():
                if line.lower().startswith("message-id:"):
                    found.update(dict.fromkeys(_MESSAGE_ID.findall(line)))
    yield from list(found)[:20]


def _is_answer(message: EmailMessage) -> bool:
    """RFC 3834: a machine that answers says so; some say it with words of their own."""
    said = _value(message, "auto-submitted").lower()
    precedence = _value(message, "precedence").lower()
    return (
        said.startswith("auto-replied") or bool(_value(message, "x-autoreply")) or precedence == "auto_reply"
    )


def _is_bounce(message: EmailMessage) -> bool:
    """A machine that writes from no address (RFC 5321, 4.5.5), or from that of those who bounce."""
    sender = _value(message, "from").lower()
    return _value(message, "return-path").strip() == "<>" or any(word in sender for word in _BOUNCERS)


def _status(said: str, words: str) -> str:
    """The enhanced code; where only the basic one is said («550 …»), its class."""
    for text in (said, words):
        if found := _STATUS.search(text):
            return found.group(0)
    if found := _BASIC.search(words + " "):
        return f"{found.group(1)}.0.0"
    return ""


def _typed(value: str) -> str:
    """«rfc822; maria@example.org» without its type."""
    kind, parted, rest = value.partition(";")
    return rest.strip() if parted and " " not in kind.strip() else value.strip()


def _addresses(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for found in _ADDRESS.findall(text)[:50]:
            yield found.rstrip(".:").lower()


def _values(message: Message, names: Iterable[str]) -> list[str]:
    return [str(value)[:2_000] for name in names for value in message.get_all(name, [])]


def _value(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())[:2_000]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace")[:50_000] if isinstance(payload, bytes) else ""
