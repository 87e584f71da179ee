"""What is seen of the program from outside: one identifier through request and job, figures, traces; nobody's data."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import psycopg
import pytest

from .buckets import free_port
from .conftest import Installation, wait_until

pytestmark = pytest.mark.slow

SECRET_TITLE = "Ajut d’urgència a Maria Puig"
TOKEN = "only for the one who gathers figures"


class Collector:
    """A small receiver of OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.raw: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                collector.raw.append(body)
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    for scope in resource.scope_spans:
                        collector.spans.extend(scope.spans)
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def named(self, name: str) -> list[Any]:
        return [span for span in list(self.spans) if span.name == name]


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.server.shutdown()


def watch(installation: Installation, traces_to: str) -> None:
    installation.log = installation.data / "log"
    installation.environment |= {
        "LOG_FORMAT": "json",
        "LOG_REQUESTS": "1",
        "METRICS_TOKEN": TOKEN,
        "OTEL_EXPORTER_OTLP_ENDPOINT": traces_to,
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }


def lines(installation: Installation) -> list[dict[str, Any]]:
    """Every line of the log, each of which must be JSON."""
    assert installation.log is not None
    return [json.loads(line) for line in installation.log.read_text().splitlines() if line.strip()]


def figures(installation: Installation) -> dict[str, float]:
    answer = httpx.get(
        f"{installation.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    rows = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


def test_a_case_is_followed_from_the_request_to_its_job(
    installation: Installation, collector: Collector
) -> None:
    watch(installation, collector.url)
    installation.start_web()
    made = installation.api(
        "POST", "cases", json={"title": SECRET_TITLE}, headers={"X-Request-Id": "of-the-proxy-1234"}
    )
    assert made.status_code == 201, made.text
    assert made.headers["X-Request-Id"] == "of-the-proxy-1234"
    assert installation.start_worker("--until-empty").wait(120) == 0

    # The log: one identifier through both processes.
    mine = [line for line in lines(installation) if line.get("request") == "of-the-proxy-1234"]
    [request] = [line for line in mine if line["logger"] == "consistori.requests"]
    assert request["route"] == "api/v1/cases"
    assert request["status"] == 201
    assert request["ms"] > 0
    jobs = [line for line in mine if line["logger"] == "consistori.jobs"]
    assert jobs
    assert {job["outcome"] for job in jobs} == {"done"}
    assert {job["entity"] for job in jobs} == {installation.town.slug}
    assert {job["process"] for job in jobs} != {request["process"]}

    # The figures: guarded, and of both processes.
    for brought in ({}, {"Authorization": "Bearer another"}):
        assert httpx.get(f"{installation.url}/metrics", headers=brought, timeout=30).status_code == 401
    told = figures(installation)
    assert told['consistori_requests_total{method="POST",route="api/v1/cases",status="201"}'] == 1
    assert any(name.startswith("consistori_jobs_total{") and value >= 1 for name, value in told.items())
    assert told['consistori_database_up{database="main"}'] == 1

    # The traces: the job goes on from the request, and the statements are inside.
    [root] = wait_until(lambda: collector.named("POST api/v1/cases"))
    inside = wait_until(lambda: [s for s in collector.named("INSERT") if s.trace_id == root.trace_id])
    assert inside
    done = {job["job"] for job in jobs}
    followed = wait_until(lambda: [s for s in list(collector.spans) if s.name in done])
    assert {span.trace_id for span in followed} == {root.trace_id}

    # Nobody's data anywhere.
    assert installation.log is not None
    everything = installation.log.read_bytes() + b"".join(collector.raw) + "".join(told).encode()
    for word in ("Maria", "urg", installation.secret):
        assert word.encode() not in everything.replace(b"urgent", b"")


def test_a_collector_that_is_gone_is_nobody_s_delay(installation: Installation) -> None:
    watch(installation, f"http://127.0.0.1:{free_port()}")
    installation.start_web()
    assert installation.api("POST", "cases", json={"title": "Gual"}).status_code == 201
    assert installation.api("GET", "cases").status_code == 200
    assert all(line["level"] for line in lines(installation))


def test_an_error_is_one_line_with_its_request(installation: Installation) -> None:
    watch(installation, "")
    installation.start_web()
    owner = installation.environment["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as broken:
        broken.execute("ALTER TABLE cases_casefile RENAME COLUMN title TO titol")
    answer = installation.api("GET", "cases")
    assert answer.status_code == 500
    [told] = [line for line in lines(installation) if line.get("error")]
    assert told["request"] == answer.headers["X-Request-Id"]
    about = [line for line in lines(installation) if line["logger"] == "django.request"]
    assert {line.get("request") for line in about} == {answer.headers["X-Request-Id"]}
    assert "Traceback" in told["error"]
    assert "consistori/cases" in told["error"]
