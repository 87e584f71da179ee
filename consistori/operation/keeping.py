"""The logging handler that keeps errors for the console. It never fails, and never keeps a process busy with errors."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

PER_MINUTE = 30


class KeepFaults(logging.Handler):
    """Keeps each error once, with how often it happens; at most thirty writes a minute and process."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self._busy = threading.local()
        self._minute, self._written = 0, 0

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(self._busy, "now", False) or not self._may_write():
            return
        self._busy.now = True
        try:
            self._keep(record)
        except Exception:  # noqa: S110 - the console handler has said it already; nothing else may break
            pass
        finally:
            self._busy.now = False

    def _may_write(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            self._minute, self._written = minute, 0
        self._written += 1
        return self._written <= PER_MINUTE

    def _keep(self, record: logging.LogRecord) -> None:
        from django.apps import apps

        if not apps.ready:
            return
        from consistori.kernel import watching
        from consistori.operation import faults

        request: Any = getattr(record, "request", None)
        entity = getattr(request, "entity", None)
        match = getattr(request, "resolver_match", None)
        told = {
            # The route and not the address: that of an invitation opens an account, that of a case is its number.
            "path": str(match.route)[:200] if match else "",
            "request_id": watching.request_id.get(),
            "entity_slug": str(getattr(entity, "slug", "") or ""),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            faults.keep_apart(faults.seen(error, logger=record.name, **told))
            return
        # Without an exception: the words of the program, not the values put in them.
        place = f"{record.module}:{record.lineno} {record.funcName}"
        said = faults.without_values(str(record.msg))
        faults.keep_apart(faults.FaultSeen(record.levelname.lower(), place, said, "", record.name, **told))
