"""Handing a letter over to the mail server, word by word, so that one knows when it could have gone and when not.

Nothing has gone until the server is told `DATA`: refusals and greylists come before. Then `before_data` is called,
where whoever sends writes down that it may be going; only what happens after that leaves a doubt (RFC 5321, 4.5.4.1).
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

LONGEST_SAID = 300


@dataclass(frozen=True)
class Taken:
    """The server took it; `said` is its last word («250 2.0.0 Ok: queued as 4F3A»)."""

    said: str


class NotTaken(Exception):
    """It has not gone. `is_for_ever`: the server will never take it; otherwise it is tried later."""

    def __init__(self, code: int, said: str, *, is_for_ever: bool) -> None:
        super().__init__(f"{code} {said}")
        self.code, self.said, self.is_for_ever = code, said, is_for_ever


class MayHaveGone(Exception):
    """It was cut after the whole letter was said and before the answer: nobody knows."""


class Another(Exception):
    """What `before_data` raises when somebody else is sending it: the server is told to forget it."""


class Server:
    """The mail server that the settings name, entered for several letters."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def hand_over(self, letter: EmailMessage, *, before_data: Callable[[], None]) -> Taken:
        """Hand over a letter to its only addressee. Raises `NotTaken`, `MayHaveGone`, and `Another` from
        `before_data`.
        """
        if isinstance(self._connection, EmailBackend):
            return self._by_smtp(letter, before_data)
        before_data()  # a folder of trials: it takes everything
        self._connection.send_messages([letter])
        return Taken("")

    def _by_smtp(self, letter: EmailMessage, before_data: Callable[[], None]) -> Taken:
        data = letter.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        smtp = self._entered()
        try:
            _ensure(smtp.mail(letter.from_email))
            _ensure(smtp.rcpt(_plain(letter.to[0])))
        except (OSError, smtplib.SMTPException) as error:
            self._leave()
            raise _not_now(error) from error
        except NotTaken:
            self._forget(smtp)
            raise
        try:
            before_data()
        except Another:
            self._forget(smtp)
            raise
        return self._said(smtp, data)

    def _said(self, smtp: smtplib.SMTP, data: bytes) -> Taken:
        try:
            answer = smtp.data(data)
        except smtplib.SMTPDataError as error:  # it did not even want to hear it
            self._forget(smtp)
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._leave()
            raise MayHaveGone(f"{type(error).__name__}: {error}") from error
        if not 200 <= answer[0] < 300:
            self._forget(smtp)
            raise _refusal(*answer)
        return Taken(_words(*answer))

    def _entered(self) -> smtplib.SMTP:
        try:
            self._connection.open()
            smtp: smtplib.SMTP = self._connection.connection
            smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            self._leave()
            raise _not_now(error) from error
        return smtp

    def _forget(self, smtp: smtplib.SMTP) -> None:
        """Let the server forget the letter that was begun, and be ready for the next one."""
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._leave()

    def _leave(self) -> None:
        connection, self._connection.connection = self._connection.connection, None
        if connection is not None:
            connection.close()


@contextmanager
def mail_server() -> Iterator[Server]:
    """Enter the server of the settings, when there is a letter to hand over, and leave it at the end."""
    connection = get_connection(fail_silently=False)
    try:
        yield Server(connection)
    finally:
        connection.close()


def _plain(address: str) -> str:
    """The address as the server hears it: the domain in ASCII (RFC 5890). One with other letters before is refused."""
    try:
        said = sanitize_address(address, "utf-8")
        said.encode("ascii")
    except (ValueError, UnicodeError) as error:
        raise NotTaken(553, f"{type(error).__name__}: {error}"[:LONGEST_SAID], is_for_ever=True) from error
    return str(said)


def _ensure(answer: tuple[int, bytes]) -> None:
    if not 200 <= answer[0] < 300:
        raise _refusal(*answer)


def _refusal(code: int, said: bytes | str) -> NotTaken:
    return NotTaken(code, _words(code, said), is_for_ever=500 <= code < 600)


def _not_now(error: Exception) -> NotTaken:
    """Nobody answered, or hung up before the letter was said. A 5xx at the door is of the server, not of the letter."""
    code = getattr(error, "smtp_code", 0)
    return NotTaken(code, f"{type(error).__name__}: {error}"[:LONGEST_SAID], is_for_ever=False)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:LONGEST_SAID]
