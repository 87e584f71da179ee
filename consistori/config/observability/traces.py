"""Traces for OpenTelemetry (`OTEL_EXPORTER_OTLP_ENDPOINT`): requests, their jobs, statements, what is asked elsewhere.

They are sent over HTTP by a thread of its own: a collector that does not answer is nobody's delay. The other
variables of OpenTelemetry (sampler, headers, name of the service) are read by its library.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from django.db.backends.signals import connection_created

from consistori.kernel import watching


@functools.cache
def tracer() -> Any:
    """The tracer of this process: made after it was forked, because it has a thread."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": "consistori", "service.version": version("consistori")})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("consistori")


class Tracing:
    """The observer of requests and jobs, and the watcher of their parts."""

    def __init__(self) -> None:
        connection_created.connect(_watch_statements, dispatch_uid="consistori.traces")

    def begin(self, kind: str, name: str, brought: dict[str, str]) -> Any:
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(brought)
        place = SpanKind.SERVER if kind == "request" else SpanKind.CONSUMER
        entered = tracer().start_as_current_span(name, context=context, kind=place)
        return entered, entered.__enter__()

    def end(self, state: Any, kind: str, told: dict[str, Any], seconds: float) -> None:
        from opentelemetry.trace import StatusCode

        entered, span = state
        if kind == "request":
            span.update_name(f"{told['method']} {told['route']}".strip())
            span.set_attribute("http.request.method", told["method"])
            span.set_attribute("http.route", told["route"])
            span.set_attribute("http.response.status_code", told["status"])
            failed = told["status"] >= 500
        else:
            failed = told["outcome"] != "done"
        if told.get("entity"):
            span.set_attribute("consistori.entity", told["entity"])
        span.set_attribute("consistori.request", watching.request_id.get())
        if failed:
            span.set_status(StatusCode.ERROR)
        entered.__exit__(None, None, None)

    @contextmanager
    def part(self, kind: str, name: str) -> Iterator[None]:
        """Around something that is asked elsewhere."""
        with _span(f"{kind}: {name}"):
            yield

    def carried(self) -> dict[str, str]:
        """What a job is told, so that its trace goes on from that of the request."""
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        return carrier


@contextmanager
def _span(name: str) -> Iterator[Any]:
    """A span that says of an error only its kind: the words of one may carry somebody's data."""
    from opentelemetry.trace import StatusCode

    with tracer().start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
        try:
            yield span
        except BaseException as error:
            span.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def _watch_statements(connection: Any, **kwargs: Any) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """The words of a statement, never its values."""
    from opentelemetry import trace

    if not trace.get_current_span().is_recording():
        return execute(sql, params, many, context)
    text = str(sql)
    with _span(text.split(" ", 1)[0][:20].upper() or "SQL") as span:
        span.set_attribute("db.system.name", "postgresql")
        span.set_attribute("db.query.text", text[:2000])
        span.set_attribute("consistori.database", context["connection"].alias)
        return execute(sql, params, many, context)
