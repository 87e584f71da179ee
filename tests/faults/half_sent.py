"""Half of a file on its way in: what is killed, or told to leave, meanwhile must lose nothing and keep no half."""

from __future__ import annotations

import socket
from typing import Any

END = "end-of-part"
"""No byte of what is sent may look like it: random bytes found a shorter one now and then."""


def half_sent(installation: Any, path: str, *, size: int) -> tuple[socket.socket, bytes]:
    """A connection over which half of a file has gone, and the rest."""
    host, port = installation.url.removeprefix("http://").split(":")
    head = f'--{END}\r\nContent-Disposition: form-data; name="file"; filename="gran.bin"\r\n\r\n'.encode()
    body = head + bytes(range(256)) * (size // 256) + f"\r\n--{END}--\r\n".encode()
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}:{port}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: multipart/form-data; boundary={END}"]
    lines += [f"{name}: {value}" for name, value in installation.headers.items()]
    connected = socket.create_connection((host, int(port)))
    connected.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])
    return connected, body[len(body) // 2 :]
