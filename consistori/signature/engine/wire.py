"""The words between the program and its signer process: a JSON head and pieces of bytes, with lengths."""

import json
import os
import socket
import struct
from pathlib import Path
from typing import Any

LARGEST_HEAD = 16 * 1024
LARGEST_BODY = 1024 * 1024
LONGEST_ADDRESS = 100


class Closed(Exception):
    """The other side is gone, or said something out of measure."""


def send(connection: socket.socket, head: dict[str, Any], *pieces: bytes | bytearray) -> None:
    """Send a head and its pieces of bytes; their lengths go in the head."""
    said = json.dumps({**head, "sizes": [len(piece) for piece in pieces]}).encode()
    connection.sendall(struct.pack(">I", len(said)) + said)
    for piece in pieces:
        connection.sendall(piece)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[bytearray]]:
    """The next head and its pieces; the pieces can be wiped by who receives them. Raises `Closed`."""
    (length,) = struct.unpack(">I", _exactly(connection, 4))
    if length > LARGEST_HEAD:
        raise Closed("the head is too large")
    try:
        head = json.loads(_exactly(connection, length))
        sizes = [int(size) for size in head["sizes"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Closed("the head cannot be read") from error
    if any(size < 0 for size in sizes) or sum(sizes) > LARGEST_BODY:
        raise Closed("too many bytes")
    return head, [_exactly(connection, size) for size in sizes]


def wipe(*pieces: bytearray) -> None:
    """Overwrite with zeros, as far as Python lets: copies made by libraries are theirs."""
    for piece in pieces:
        piece[:] = bytes(len(piece))


def address(path: Path) -> tuple[str, int | None]:
    """The address of the socket at `path`, and a descriptor to close after use when the path is too long.

    A Unix address holds about 107 bytes; a longer folder is reached through its open descriptor.
    """
    plain = str(path)
    if len(plain.encode()) <= LONGEST_ADDRESS:
        return plain, None
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    return f"/proc/self/fd/{descriptor}/{path.name}", descriptor


def _exactly(connection: socket.socket, length: int) -> bytearray:
    data = bytearray(length)
    view, done = memoryview(data), 0
    while done < length:
        got = connection.recv_into(view[done:])
        if not got:
            raise Closed("the other side is gone")
        done += got
    return data
