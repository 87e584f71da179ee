"""The demonstration authority as a process on loopback: `consistori demo_authority`."""

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.util import shift_path_info

from consistori.signature.engine.demo.answers import LONGEST_REQUEST, answer
from consistori.signature.engine.demo.authority import DemoAuthority

HOST = "127.0.0.1"

log = logging.getLogger("consistori.demo_authority")


def base_url(port: int) -> str:
    """The address written in the certificates."""
    return f"http://{HOST}:{port}"


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application(authority: DemoAuthority, beside: Mapping[str, Application] | None = None) -> Application:
    """A WSGI application that answers for `authority`; `beside`: what else stands at this door, by its first word."""
    others = beside or {}

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if other := others.get(environ.get("PATH_INFO", "/").split("/")[1]):
            shift_path_info(environ)
            return other(environ, start_response)
        length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST_REQUEST)
        body = environ["wsgi.input"].read(length) if length else b""
        said = answer(authority, environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/"), body)
        status = f"{said.status} {HTTPStatus(said.status).phrase}"
        start_response(status, [("Content-Type", said.kind), ("Content-Length", str(len(said.body)))])
        return [said.body]

    return respond


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)


def serve(folder: Path, port: int, beside: Mapping[str, Application] | None = None) -> WSGIServer:
    """A server bound to loopback and ready; the caller runs `serve_forever()` and `shutdown()`."""
    authority = DemoAuthority(folder, base_url(port))
    return make_server(HOST, port, application(authority, beside), server_class=_Server, handler_class=_Quiet)
