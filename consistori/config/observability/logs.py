"""Lines of the log, for people or for machines (`LOG_FORMAT=json`), each with its request or its job."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from consistori.kernel import watching
from consistori.tenancy.scope import scope_or_none

requests = logging.getLogger("consistori.requests")
jobs = logging.getLogger("consistori.jobs")


class WithRequest(logging.Filter):
    """Puts in each record the request, or the one that left the job, and the entity that is worked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_name = watching.request_id.get() or "-"
        scope = scope_or_none()
        record.entity = scope.writer.slug if scope and scope.writer else ""
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: `at level logger message`, and when there are any `request entity error` and figures."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        name, entity = getattr(record, "request_name", "-"), getattr(record, "entity", "")
        if name != "-":
            said["request"] = name
        if entity:
            said["entity"] = entity
        said |= {key: value for key, value in getattr(record, "told", {}).items() if value != ""}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


class Telling:
    """A line a request and a job: what it was, how it ended, how long it took (`LOG_REQUESTS=1`)."""

    def begin(self, kind: str, name: str, brought: dict[str, str]) -> None:
        return None

    def end(self, state: None, kind: str, told: dict[str, Any], seconds: float) -> None:
        told = told | {"ms": round(seconds * 1000, 1)}
        log = requests if kind == "request" else jobs
        words = " ".join(str(value) for value in told.values() if value != "")
        log.info("%s", words, extra={"told": told})
