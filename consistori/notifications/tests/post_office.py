"""A mail server on loopback, for tests: it takes, greylists, refuses, or hangs up in the worst moment."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Kept:
    """A letter that it took, with its envelope."""

    sender: str
    to: str
    letter: EmailMessage


class _Receiving(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        office = self.server
        self._say(office.greeting)
        sender = to = ""
        while line := self.rfile.readline(2000).decode("ascii", "replace").strip():
            word = line[:4].upper()
            if word == "MAIL":
                sender = re.findall("<(.*?)>", line)[0]
                self._say("250 2.1.0 Ok")
            elif word == "RCPT":
                to = re.findall("<(.*?)>", line)[0]
                self._say(office.answer_to(to))
            elif word == "DATA":
                self._say("354 go on")
                raw = b""
                while (piece := self.rfile.readline(100_000)) not in (b".\r\n", b""):
                    raw += piece
                if office.before_answering is not None:
                    office.before_answering(to)
                if to in office.hangs_up_after:
                    office.keep(sender, to, raw)
                    return
                answer = office.after_data.get(to, "250 2.0.0 Ok: queued as 4F3A")
                if answer.startswith("2"):
                    office.keep(sender, to, raw)
                self._say(answer)
            elif word == "QUIT":
                self._say("221 2.0.0 bye")
                return
            else:
                self._say("250 2.0.0 Ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class PostOffice(socketserver.ThreadingTCPServer):
    """`answers`: what it says to each addressee, in their order and the last one for ever; unknown ones are taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiving)
        self.greeting = "220 trial"
        self.answers: dict[str, list[str]] = {}
        self.after_data: dict[str, str] = {}
        self.hangs_up_after: set[str] = set()
        self.before_answering = None
        self.kept: list[Kept] = []
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answer_to(self, to: str) -> str:
        self.asked.append(to)
        said = self.answers.get(to)
        if not said:
            return "250 2.1.5 Ok"
        return said.pop(0) if len(said) > 1 else said[0]

    def keep(self, sender: str, to: str, raw: bytes) -> None:
        self.kept.append(Kept(sender, to, message_from_bytes(raw, policy=policy.default)))


@contextmanager
def open_office(settings) -> Iterator[PostOffice]:
    """A mail server that is the one of the settings for as long as this lasts."""
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, args=[0.02], daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
