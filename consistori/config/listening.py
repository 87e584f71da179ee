"""The door of the web: one socket, opened once and handed to each web server in its turn, so that it never shuts."""

from __future__ import annotations

import os
import select
import socket
import time

from consistori.config import environment as env

BACKLOG = 2048
_FIRST_OF_SYSTEMD = 3


def open_door(host: str, port: int) -> socket.socket:
    """The listening socket: systemd's, if it gives one, or our own. Whoever comes while nobody serves waits in it."""
    if env.number("LISTEN_PID", 0) == os.getpid() and env.number("LISTEN_FDS", 0):
        door = socket.socket(fileno=_FIRST_OF_SYSTEMD)
    else:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
    door.set_inheritable(True)
    return door


class ReadySignal:
    """A pipe by which a new web server says that it can serve."""

    def __init__(self) -> None:
        self._read, self.write = os.pipe()
        os.set_inheritable(self.write, True)

    def handed_over(self) -> None:
        """Our copy of its end is closed: if the server dies, the wait ends."""
        os.close(self.write)

    def wait(self, seconds: float, given_up: object = None) -> bool:
        """Whether it said so in time; False as soon as it is no more, or `given_up()` is true."""
        ends = time.monotonic() + seconds
        try:
            while time.monotonic() < ends:
                if callable(given_up) and given_up():
                    return False
                if select.select([self._read], [], [], 0.1)[0]:
                    return os.read(self._read, 1) != b""
            return False
        finally:
            os.close(self._read)


def tell_systemd(words: str) -> None:
    """`READY=1` and the like, where systemd listens (Type=notify)."""
    address = env.text("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(words.encode(), "\0" + address[1:] if address.startswith("@") else address)
