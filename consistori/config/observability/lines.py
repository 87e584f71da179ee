"""What Django and gunicorn are told about logs; read by the settings, so it needs nothing else."""

from __future__ import annotations

from typing import Any


def configuration(form: str, level: str, *, tells_requests: bool) -> dict[str, Any]:
    """What Django and gunicorn are told about logs. `form` is `line` or `json`."""
    formatter: dict[str, Any] = {
        "format": "%(asctime)s %(levelname)s %(name)s [%(request_name)s] %(message)s"
    }
    if form == "json":
        formatter = {"()": "consistori.config.observability.logs.JsonLines"}
    talking = {"level": "INFO"} if tells_requests else {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"with_request": {"()": "consistori.config.observability.logs.WithRequest"}},
        "formatters": {"chosen": formatter},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["with_request"]}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "consistori.requests": talking,
            "consistori.jobs": talking,
            "gunicorn.error": {"handlers": [], "propagate": True},
        },
    }
