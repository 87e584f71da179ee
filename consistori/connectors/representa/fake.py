"""A Representa on loopback: it reads the envelope, checks what it must say, and answers as the real one does.

`people` are powers as a list of dicts (`reference`, `kind` A, B or C, `grantor`, `grantor_name`, `proxy`, `proxy_name`,
`body`, `procedure`, `state`, `since`, `until`, `capacity`). It is a WSGI application: the demonstration serves it
beside its authority, and tests by themselves.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from lxml import etree

from consistori.connectors.representa.envelope import (
    ACTION,
    ANSWER,
    ASK,
    DONE,
    INNER,
    MODALITY,
    OPEN,
    PRODUCT,
    REPRESENTA,
    SOAP,
    _bytes,
    _maker,
)

PEOPLE = Path(__file__).parent / "demo.toml"
LONGEST = 256 * 1024
Start = Callable[..., Any]


class FakeRepresenta:
    """`state` and `code` are what the PCI and Representa answer; `fault` makes it fail as SOAP does."""

    def __init__(
        self, people: Sequence[dict[str, str]], *, state: str = DONE, code: str = "0", fault: str = ""
    ) -> None:
        self.people, self.state, self.code, self.fault = people, state, code, fault
        self.asked: list[bytes] = []

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        length = min(int(environ.get("CONTENT_LENGTH") or 0), LONGEST)
        body = environ["wsgi.input"].read(length)
        self.asked.append(body)
        status, answer = self._answer(body, environ.get("HTTP_SOAPACTION", "").strip('"'))
        headers = [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(answer)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [answer]

    def _answer(self, body: bytes, action: str) -> tuple[int, bytes]:
        try:
            root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return 500, _fault("no XML")
        asked = root.find(f".//{{{REPRESENTA}}}{INNER}")
        names = {
            one.tag: one.text for one in root.iter(f"{{{ASK}}}CodigoProducto", f"{{{ASK}}}CodigoCertificado")
        }
        who = (
            asked.findtext(f"{{{REPRESENTA}}}persona/{{{REPRESENTA}}}valorDocumentIdentificatiu")
            if asked is not None
            else ""
        )
        body_code = (
            asked.findtext(f"{{{REPRESENTA}}}solicitant/{{{REPRESENTA}}}administracio/{{{REPRESENTA}}}codi")
            if asked is not None
            else ""
        )
        is_right = (
            action == ACTION
            and names == {f"{{{ASK}}}CodigoProducto": PRODUCT, f"{{{ASK}}}CodigoCertificado": MODALITY}
            and who
            and body_code
        )
        if self.fault or not is_right:
            return 500, _fault(self.fault or "the request is not valid")
        return 200, self._found([one for one in self.people if one["proxy"] == who])

    def _found(self, rows: Sequence[dict[str, str]]) -> bytes:
        soap, opened, res, r = (_maker(one) for one in (SOAP, OPEN, ANSWER, REPRESENTA))
        code = self.code if rows or self.code != "0" else "001"
        result = r.resultat(
            r.resposta(r.codi(code), r.descripcio("-"), r.tipusSolicitud("CONSULTA")),
            r.representacions(*(_power(r, one) for one in rows)),
        )
        return _bytes(
            soap.Envelope(
                soap.Body(
                    opened.procesaResponse(
                        res.Respuesta(
                            res.Atributos(res.Estado(res.CodigoEstado(self.state))),
                            res.Transmisiones(
                                res.TransmisionDatos(
                                    res.DatosEspecificos(
                                        r("consultarRepresentacionsPersonaRepresentantResponse", result)
                                    )
                                )
                            ),
                        )
                    )
                )
            )
        )


def _power(r: Any, one: dict[str, str]) -> Any:
    scope = [r.administracio(r.codi(one.get("body", "")))]
    if one.get("procedure"):
        scope.append(r.tramit(r.codi(one["procedure"])))
    scope.append(r.capacitats(r.capacitat(r.codi(one.get("capacity", "TRAMITAR")))))
    return r.representacio(
        r.identificadorLegal(one["reference"]),
        r.tipusRepresentacio(f"TIPUS_{one['kind']}"),
        r.estat(one.get("state", "VALIDA")),
        _person(r, "poderdant", one["grantor"], one["grantor_name"]),
        _person(r, "representant", one["proxy"], one["proxy_name"]),
        r.ambitRepresentacio(*scope),
        r.dataIniciVigencia(f"{one['since']}T00:00:00"),
        r.dataFiVigencia(f"{one['until']}T00:00:00"),
    )


def _person(r: Any, side: str, number: str, name: str) -> Any:
    return r(
        side, r.tipusDocumentIdentificatiu("NIF"), r.valorDocumentIdentificatiu(number), r.nomRaoSocial(name)
    )


def _fault(words: str) -> bytes:
    soap = _maker(SOAP)
    fault = soap.Fault()
    for name, text in (("faultcode", "Client"), ("faultstring", words)):
        etree.SubElement(fault, name).text = text
    return _bytes(soap.Envelope(soap.Body(fault)))


def from_settings() -> FakeRepresenta:
    """The one of the demonstration, with its invented people."""
    return FakeRepresenta(tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["power"])


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Nothing is written for each question."""


@contextmanager
def answering(fake: FakeRepresenta) -> Iterator[str]:
    """The address where it answers, for as long as this lasts."""
    with make_server("127.0.0.1", 0, fake, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
