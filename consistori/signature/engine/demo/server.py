"""The demonstration authority as a process on loopback: `consistori demo_authority`."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from consistori.signature.engine.demo.answers import LONGEST_REQUEST, answer
from consistori.signature.engine.demo.authority import DemoAuthority

HOST = "127.0.0.1"

log = logging.getLogger("consistori.demo_authority")


def base_url(port: int) -> str:
    """The address written in the certificates."""
    return f"http://{HOST}:{port}"


def application(authority: DemoAuthority) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """A WSGI application that answers for `authority`."""

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
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


def serve(folder: Path, port: int) -> WSGIServer:
    """A server bound to loopback and ready; the caller runs `serve_forever()` and `shutdown()`."""
    authority = DemoAuthority(folder, base_url(port))
    return make_server(HOST, port, application(authority), server_class=_Server, handler_class=_Quiet)
