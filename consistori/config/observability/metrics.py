"""Figures for Prometheus at `/metrics`, of all the processes of this machine together; only with `METRICS_TOKEN`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, connection, connections
from django.http import Http404, HttpRequest, HttpResponse

FOLDER = "metrics"
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUEUE = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2
"""
_LAG = """
SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
       ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
"""


class Figures:
    """What is counted as it happens. Kept in files of `<data>/metrics`, one set a process."""

    def __init__(self) -> None:
        folder = Path(settings.DATA_DIR) / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))  # read by the library as it is loaded
        from prometheus_client import Counter, Histogram

        self.requests = Counter(
            "consistori_requests", "Requests answered", ["method", "route", "status"], registry=None
        )
        self.request_seconds = Histogram(
            "consistori_request_seconds", "Time to answer", ["route"], buckets=_SECONDS, registry=None
        )
        self.jobs = Counter("consistori_jobs", "Jobs done", ["job", "outcome"], registry=None)
        self.job_seconds = Histogram(
            "consistori_job_seconds", "Time of a job", ["job"], buckets=_SECONDS, registry=None
        )
        self.part_seconds = Histogram(
            "consistori_part_seconds",
            "Time of what is asked elsewhere",
            ["kind", "part", "outcome"],
            buckets=_SECONDS,
            registry=None,
        )

    def begin(self, kind: str, name: str, brought: dict[str, str]) -> None:
        return None

    def end(self, state: None, kind: str, told: dict[str, Any], seconds: float) -> None:
        if kind == "request":
            method = told["method"] if told["method"] in _METHODS else "other"
            self.requests.labels(method, told["route"], told["status"]).inc()
            self.request_seconds.labels(told["route"]).observe(seconds)
        else:
            self.jobs.labels(told["job"], told["outcome"]).inc()
            self.job_seconds.labels(told["job"]).observe(seconds)


_figures: Figures | None = None


def start() -> Figures:
    """The figures of this process, made once."""
    global _figures
    if _figures is None:
        _figures = Figures()
    return _figures


@contextmanager
def part(kind: str, name: str) -> Iterator[None]:
    """Around something that is asked elsewhere."""
    began, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        start().part_seconds.labels(kind, name, outcome).observe(time.perf_counter() - began)


def page(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever brings `Authorization: Bearer <METRICS_TOKEN>`."""
    if not settings.METRICS_TOKEN:
        raise Http404
    brought = request.headers.get("Authorization", "")
    if not compare_digest(brought.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    start()
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_Now())
    answer = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    answer["Cache-Control"] = "no-store"
    return answer


class _Now:
    """What is looked at when it is asked: the queue, the database, its copy."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        queue = GaugeMetricFamily("consistori_queue_jobs", "Jobs by state", labels=["queue", "state"])
        up = GaugeMetricFamily("consistori_database_up", "Whether the database answers", labels=["database"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(_QUEUE)
                for name, state, count in cursor.fetchall():
                    queue.add_metric([name, state], count)
            up.add_metric(["main"], 1)
        except Error:
            up.add_metric(["main"], 0)
        if "replica" in settings.DATABASES:
            lag = GaugeMetricFamily("consistori_replica_lag_seconds", "How far the replica is behind")
            try:
                with connections["replica"].cursor() as cursor:
                    cursor.execute(_LAG)
                    lag.add_metric([], float(cursor.fetchone()[0] or 0))
                up.add_metric(["replica"], 1)
                yield lag
            except Error:
                up.add_metric(["replica"], 0)
        yield queue
        yield up
