"""Identifiers, lines of the log and guarded figures, without starting anything."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from logging.config import DictConfigurator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from consistori.config.observability.lines import configuration
from consistori.config.observability.logs import JsonLines, WithRequest
from consistori.kernel import watching


def line_of(message: str, **more: Any) -> dict[str, Any]:
    record = logging.makeLogRecord({"msg": message, "levelname": "WARNING", "name": "consistori.x", **more})
    assert WithRequest().filter(record)
    return json.loads(JsonLines().format(record))


def test_a_line_says_its_request_and_its_town(at_work: Any) -> None:
    token = watching.request_id.set("0123456789abcdef")
    try:
        told = line_of("L’acta és a punt\nd’imprimir")
    finally:
        watching.request_id.reset(token)
    assert told["message"] == "L’acta és a punt\nd’imprimir"
    assert told["request"] == "0123456789abcdef"
    assert told["entity"] == at_work.slug
    assert "\n" not in JsonLines().format(logging.makeLogRecord({"msg": "one\ntwo"}))


def test_a_line_outside_every_request_says_none() -> None:
    assert "request" not in line_of("It starts")


def test_both_forms_can_be_read_by_the_standard_library() -> None:
    for form in ("line", "json"):
        DictConfigurator(configuration(form, "WARNING", tells_requests=True))


def test_every_answer_says_its_identifier(client: Any, db: None) -> None:
    one, other = client.get("/healthz"), client.get("/healthz")
    assert re.fullmatch(r"[0-9a-f]{16}", one["X-Request-Id"])
    assert one["X-Request-Id"] != other["X-Request-Id"]


def test_that_of_the_proxy_is_kept_if_it_is_one(client: Any, db: None) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "a-b.c_12345"})["X-Request-Id"] == "a-b.c_12345"
    for junk in ("short", "x" * 65, "with spaces in it", "<script>alert(1)</script>"):
        assert client.get("/healthz", headers={"X-Request-Id": junk})["X-Request-Id"] != junk


def test_a_job_brings_the_request_that_left_it(at_work: Any, run_jobs: Any) -> None:
    from consistori.tenancy import jobs

    seen = []

    @jobs.entity_job(name="tests.follow")
    def follow(*, entity: Any) -> None:
        seen.append(watching.request_id.get())

    token = watching.request_id.set("of-a-request")
    jobs.defer(follow)
    watching.request_id.reset(token)
    jobs.defer(follow)
    run_jobs()

    assert seen == ["of-a-request", ""]


def test_who_watches_hears_of_a_job_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []

    class Ear:
        def begin(self, kind: str, name: str, brought: dict[str, str]) -> str:
            return name

        def end(self, state: str, kind: str, told: dict[str, Any], seconds: float) -> None:
            heard.append((state, kind, told["outcome"]))

    monkeypatch.setattr(watching, "observers", [Ear()])
    with pytest.raises(ZeroDivisionError), watching.job("divide", {}):
        1 / 0  # noqa: B018
    assert heard == [("divide", "job", "failed")]


def test_figures_are_not_there_unless_they_are_asked_for(client: Any, db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "secret"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer secretx"}).status_code == 401


def test_outsiders_and_staff_without_the_token_see_no_figures(
    client: Any, outsider: Any, administrator: Any, sign_in: Any, settings: Any
) -> None:
    settings.METRICS_TOKEN = "secret"
    for actor in (outsider, administrator):
        assert sign_in(actor).get(reverse("metrics")).status_code == 401


def test_nothing_of_it_is_loaded_where_it_is_not_asked_for(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); import consistori.config.urls, sys;"
        "print([n for n in ('prometheus_client', 'opentelemetry', 'consistori.config.replica',"
        " 'consistori.documents.blobs.bucket') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "DJANGO_SETTINGS_MODULE": "consistori.config.settings",
            "DATABASE_URL": "postgresql://x@/x",
            "CONSISTORI_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_of_a_statement_that_fails_only_its_kind_is_told(db: None, monkeypatch: Any) -> None:
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    from consistori.config.observability import traces

    kept, provider = InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(traces, "tracer", lambda: provider.get_tracer("tests"))

    def fails(*_words: Any) -> Any:
        raise ValueError("Key (email)=(maria@vall.example) already exists")

    with traces._span("request"), pytest.raises(ValueError):
        traces._statement(fails, "INSERT INTO x VALUES (%s)", ["maria"], False, {"connection": connection})

    [told, _request] = kept.get_finished_spans()
    assert told.name == "INSERT"
    assert told.status.description == "ValueError"
    assert "maria" not in told.to_json()
