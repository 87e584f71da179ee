"""Reading the mailbox of returned mail: `file:///folder` is a Maildir, `imaps://user@host/INBOX` is read over IMAP."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from consistori.notifications.notices.ports import MailboxSilent, Opened

LARGEST = 1_000_000
"""Bytes that are asked of each message: a report is at its beginning."""


@dataclass(frozen=True)
class Mailbox:
    """The one of `address`; `timeout`, in seconds, is of each answer. What was read is marked, never deleted."""

    address: str
    password: str = ""
    timeout: float = 20.0

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """Enter it. Raises `MailboxSilent`, also from whatever is asked of it inside."""
        parts = urlsplit(self.address)
        if parts.scheme == "file":
            yield Maildir(Path(unquote(parts.path)))
        elif parts.scheme in ("imap", "imaps") and parts.hostname and parts.username:
            with _answering():
                server = self._entered(parts)
            try:
                yield Imap(server)
            finally:
                _left(server)
        else:
            raise MailboxSilent(f"BOUNCES_URL is not understood: {parts.scheme}://{parts.hostname or ''}")

    def _entered(self, parts: Any) -> imaplib.IMAP4:
        server: imaplib.IMAP4
        if parts.scheme == "imaps":
            server = imaplib.IMAP4_SSL(
                parts.hostname,
                parts.port or 993,
                ssl_context=ssl.create_default_context(),
                timeout=self.timeout,
            )
        else:
            server = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=self.timeout)
        try:
            server.login(unquote(parts.username), self.password)
            answer, said = server.select(unquote(parts.path.strip("/")) or "INBOX")
            if answer != "OK":
                raise MailboxSilent(f"SELECT: {said!r}")
        except BaseException:
            _left(server)
            raise
        return server


@dataclass(frozen=True)
class Maildir:
    """A folder where the mail server leaves each message in a file (`new`, `cur`, `tmp`)."""

    path: Path

    def waiting(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Those of `new`, by the hour of their names."""
        if not self.path.is_dir():
            raise MailboxSilent(f"There is no such folder: {self.path}")
        box = mailbox.Maildir(self.path, create=True)
        for name in sorted(name for name in box.keys() if box.get_message(name).get_subdir() == "new")[:most]:  # noqa: SIM118
            with box.get_file(name) as stream:
                yield name, stream.read(LARGEST)

    def put_away(self, name: str) -> None:
        """To `cur`, marked as seen."""
        box = mailbox.Maildir(self.path, create=True)
        message = box.get_message(name)
        message.set_subdir("cur")
        message.add_flag("S")
        box[name] = message


@dataclass(frozen=True)
class Imap:
    """A mailbox that another server keeps."""

    server: imaplib.IMAP4

    def waiting(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Those that are not marked as seen; to look at one does not mark it."""
        with _answering():
            _ok, found = self.server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:most]:
            with _answering():
                _ok, parts = self.server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LARGEST}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield uid.decode(), raw

    def put_away(self, name: str) -> None:
        """Mark it as seen."""
        with _answering():
            self.server.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)")


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise MailboxSilent(f"{type(error).__name__}: {error}") from error


def _left(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()
