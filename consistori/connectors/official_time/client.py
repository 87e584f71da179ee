"""One question by SNTP (RFC 4330): how many seconds is our clock behind?"""

from __future__ import annotations

import secrets
import socket
import struct
import time

PORT = 123
_SINCE_1900 = 2_208_988_800
_PACKET = struct.Struct("!BBBb3I4Q")
_CLIENT = 0x23  # version 4, mode 3
_SERVER_MODE = 4


class NoAnswer(Exception):
    """The time server did not answer, or what it said cannot be believed."""


def offset_of(server: str, *, timeout: float = 2.0) -> float:
    """Seconds that this clock is behind the server's (negative: ahead). Raises `NoAnswer`.

    `server` is a host, or `host:port`.
    """
    host, _, port = server.partition(":")
    nonce = secrets.randbits(64) or 1
    sent = _PACKET.pack(_CLIENT, 0, 0, 0, 0, 0, 0, 0, 0, 0, nonce)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(timeout)
            asking.connect((host, int(port or PORT)))
            left = time.time()
            asking.send(sent)
            data = asking.recv(512)
            back = time.time()
    except (OSError, ValueError) as error:
        raise NoAnswer(f"{server}: {error}") from error
    return _offset(data, nonce, left, back, server)


def _offset(data: bytes, nonce: int, left: float, back: float, server: str) -> float:
    if len(data) < _PACKET.size:
        raise NoAnswer(f"{server}: the answer is too short")
    first, stratum, *_, echoed, received, transmitted = _PACKET.unpack(data[: _PACKET.size])
    if first & 0x7 != _SERVER_MODE or echoed != nonce or not 0 < stratum < 16 or not transmitted:
        raise NoAnswer(f"{server}: the answer is not to our question, or its clock is not set")
    return ((_seconds(received) - left) + (_seconds(transmitted) - back)) / 2


def _seconds(timestamp: int) -> float:
    return timestamp / 2**32 - _SINCE_1900
