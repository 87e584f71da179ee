"""What is asked and what is answered: the envelope of the PCI with a question of Representa v2 inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
OPEN = "http://www.openuri.org/"
ASK = "http://gencat.net/scsp/esquemes/peticion"
ANSWER = "http://gencat.net/scsp/esquemes/respuesta"
REPRESENTA = "http://www.aoc.cat/representa/v2"
ACTION = "http://www.openuri.org/procesa"
PRODUCT, MODALITY = "REPRESENTA", "REPRESENTA_CONSULTA"
QUESTION = "consultarRepresentacionsPersonaRepresentant"
INNER = "ConsultaRepresentacionsPersonaRepresentant"
DONE = "0003"
PAGE = 100


class NotUnderstood(ValueError):
    """The answer is not one of Representa, or it says that it failed."""


def question(*, proxy: str, code: str, name: str, purpose: str, number: str, at: datetime) -> bytes:
    """Which powers in force somebody has: `code` is the INE10 of the body that asks, `number` a number of ours.

    Valid against both official schemas of the request (the one of the PCI 3 and that of its client).
    """
    soap, opened, ask = (_maker(one) for one in (SOAP, OPEN, ASK))
    return _bytes(
        soap.Envelope(
            soap.Header(),
            soap.Body(
                opened.procesa(
                    ask.Peticion(
                        ask.Atributos(
                            ask.IdPeticion(number),
                            ask.NumElementos("1"),
                            ask.TimeStamp(at.isoformat(timespec="milliseconds")),
                            ask.CodigoCertificado(MODALITY),
                            ask.CodigoProducto(PRODUCT),
                            ask.DatosAutorizacion(
                                ask.IdentificadorSolicitante(code),
                                ask.NombreSolicitante(name[:100]),
                                ask.Finalidad(purpose),
                            ),
                            _issuer(ask),
                        ),
                        ask.Solicitudes(
                            ask.SolicitudTransmision(
                                ask.DatosGenericos(
                                    _issuer(ask),
                                    ask.Solicitante(
                                        ask.IdentificadorSolicitante(code),
                                        ask.NombreSolicitante(name[:100]),
                                        ask.Finalidad(purpose),
                                        ask.Consentimiento("Ley"),
                                    ),
                                    ask.Transmision(
                                        ask.CodigoCertificado(MODALITY),
                                        ask.IdSolicitud(number),
                                        ask.IdTransmision(number[:26]),
                                    ),
                                ),
                                ask.DatosEspecificos(_specific(proxy, code)),
                            )
                        ),
                    )
                )
            ),
        )
    )


def _issuer(ask: _Maker) -> Any:
    return ask.Emisor(ask.NifEmisor("Q0801175A"), ask.NombreEmisor("CAOC"))


def _specific(proxy: str, code: str) -> Any:
    r = _maker(REPRESENTA)

    def who() -> Any:
        return [r.tipusDocumentIdentificatiu("NIF"), r.valorDocumentIdentificatiu(proxy)]

    return r(
        QUESTION,
        r(
            INNER,
            r.mida(str(PAGE)),
            r.pagina("0"),
            r.persona(*who()),
            r.actives("true"),
            r.vigent("true"),
            r.solicitant(r.persona(*who()), r.administracio(r.codi(code))),
        ),
    )


def powers_in(data: bytes) -> list[Any]:
    """The `representacio` of an answer; none when it says that there are none (001). Raises `NotUnderstood`.

    A failure may come in three places, all with a 200: a SOAP fault, the state of the PCI, the result of Representa.
    """
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as fault:
        raise NotUnderstood("it is no XML") from fault
    if (soap_fault := root.find(f".//{{{SOAP}}}Fault")) is not None:
        raise NotUnderstood(f"SOAP: {soap_fault.findtext('faultstring', '')}")
    state = root.findtext(f".//{{{ANSWER}}}Atributos/{{{ANSWER}}}Estado/{{{ANSWER}}}CodigoEstado", "")
    if state != DONE:
        raise NotUnderstood(f"PCI: {state or 'without state'}")
    result = root.find(f".//{{{ANSWER}}}DatosEspecificos//{{{REPRESENTA}}}resultat")
    if result is None:
        raise NotUnderstood("it has no result")
    code = result.findtext(f"{{{REPRESENTA}}}resposta/{{{REPRESENTA}}}codi", "").lstrip("0")
    if code == "1":  # 001: not found, which is an answer
        return []
    if code:
        raise NotUnderstood(f"Representa: {code}")
    return list(result.iter(f"{{{REPRESENTA}}}representacio"))


def text_of(row: Any, path: str) -> str:
    """The text of a path inside a `representacio`, without spaces around; empty if it is not there."""
    found = row.findtext("/".join(f"{{{REPRESENTA}}}{step}" for step in path.split("/")))
    return str(found or "").strip()


class _Maker:
    """`_Maker(namespace).name(text, child…)` makes an element of that namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def __call__(self, name: str, *inside: Any) -> Any:
        own: Any = {None: self._namespace}
        made = etree.Element(f"{{{self._namespace}}}{name}", nsmap=own)
        for one in inside:
            if isinstance(one, str):
                made.text = one
            else:
                made.append(one)
        return made

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self, name)


def _maker(namespace: str) -> _Maker:
    return _Maker(namespace)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
