"""A mailbox that speaks IMAP on loopback, for trials: as little of it as reading what is new needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

USER, PASSWORD = "retorns", "trial-password"


class _Answering(socketserver.StreamRequestHandler):
    server: FakeMailbox

    def handle(self) -> None:
        self._say("* OK trial")
        while line := self.rfile.readline(8000).decode("ascii", "replace").strip():
            tag, _space, rest = line.partition(" ")
            word = rest.upper()
            if word.startswith("LOGIN"):
                known = USER in rest and PASSWORD in rest
                self._say(f"{tag} OK done" if known else f"{tag} NO who are you")
            elif word.startswith("SELECT"):
                self._say(f"* {len(self.server.messages)} EXISTS")
                self._say(f"{tag} OK [READ-WRITE]")
            elif word.startswith("UID"):
                self._uid(rest[4:])
                self._say(f"{tag} OK done")
            elif word.startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4REV1")
                self._say(f"{tag} OK done")
            else:
                self._say(f"{tag} OK done")
                if word.startswith("LOGOUT"):
                    return

    def _uid(self, rest: str) -> None:
        messages, seen = self.server.messages, self.server.seen
        if rest.startswith("SEARCH"):
            unseen = [str(uid) for uid in sorted(messages) if uid not in seen]
            self._say("* SEARCH " + " ".join(unseen))
            return
        uid = int(re.findall(r"\d+", rest)[0])
        if rest.startswith("STORE"):
            seen.add(uid)
        elif uid in messages:
            raw = messages[uid]
            self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode())
            self.wfile.write(raw)
            self.wfile.write(b")\r\n")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class FakeMailbox(socketserver.ThreadingTCPServer):
    """Answers on a free port of loopback; `url` is for `BOUNCES_URL`. What is in `seen` was read."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *messages: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.messages = dict(enumerate(messages, start=1))
        self.seen: set[int] = set()

    @property
    def url(self) -> str:
        return f"imap://{USER}@127.0.0.1:{self.server_address[1]}/INBOX"


@contextmanager
def answering(*messages: bytes) -> Iterator[FakeMailbox]:
    """A mailbox with these messages, for as long as this lasts."""
    with FakeMailbox(*messages) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
