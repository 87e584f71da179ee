"""What gunicorn calls while it starts (`--config python:consistori.config.gunicorn_hooks`)."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from consistori.config import environment as env


def post_worker_init(worker: Any) -> None:
    """The first worker that has the program loaded and the database answering says so to its parent."""
    handle = env.number("CONSISTORI_READY_FD", 0)
    if not handle:
        return
    from django.db import Error, connection

    try:
        connection.ensure_connection()
        connection.close()
    except Error as error:
        worker.log.error("the database does not answer: %s", error)
        return
    with contextlib.suppress(OSError):
        os.write(handle, b"1")
