"""Asking Representa: one question, with the certificate of the town hall, a short patience, no redirections."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from lxml import etree

from consistori.connectors.representa.envelope import (
    ACTION,
    NotUnderstood,
    powers_in,
    question,
    text_of,
)
from consistori.eoffice.identity.powers import PowerKind
from consistori.eoffice.powers.ports import Asker, OutsidePower, RegisterSilent
from consistori.parties.rules.identifiers import compact

log = logging.getLogger(__name__)

TIMEOUT = 8.0
LARGEST = 2 * 1024 * 1024
KINDS = {"TIPUS_A": PowerKind.EVERYWHERE, "TIPUS_B": PowerKind.ONE_BODY, "TIPUS_C": PowerKind.PROCEDURES}
ACTS = {"TRAMITAR", "GENERAL"}
"""Capacities with which one may file; with the others one only looks or is notified."""


@dataclass(frozen=True)
class Representa:
    """Representa as it knows us: `certificate` is the PEM with its key, `purpose` what it is asked for."""

    url: str
    certificate: str = ""
    purpose: str = "REPRESENTA"
    key: str = "representa"

    @property
    def name(self) -> Any:
        """How people call it."""
        return _("Register of powers of Catalonia (Representa)")

    def powers_of(self, proxy: str, *, asker: Asker) -> list[OutsidePower]:
        """The powers in force by which somebody may file before this body. Raises `RegisterSilent`."""
        if not asker.ine10:
            return []
        number = f"{asker.ine10}{secrets.token_hex(3)}"[:16]
        asked = question(
            proxy=compact(proxy), code=asker.ine10, name=asker.name, purpose=self.purpose, number=number,
            at=timezone.localtime(),
        )  # fmt: skip
        data = self._send(asked)
        try:
            rows = powers_in(data)
        except NotUnderstood as fault:
            log.warning("Representa did not answer the question: %s", fault)
            raise RegisterSilent from fault
        found = (_power(row, data) for row in rows)
        return [one for one in found if one is not None and _is_theirs(one, proxy, asker)]

    def _send(self, asked: bytes) -> bytes:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTION}"'}
        try:
            with httpx.Client(
                timeout=TIMEOUT, trust_env=False, follow_redirects=False, cert=self.certificate or None
            ) as client:
                answer = client.post(self.url, content=asked, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as fault:
            raise RegisterSilent from fault
        # A SOAP fault comes with a 500, and its words are worth reading.
        if answer.status_code not in (200, 500) or len(answer.content) > LARGEST:
            raise RegisterSilent
        return answer.content


def _power(row: Any, data: bytes) -> OutsidePower | None:
    """A `representacio` as it counts here; None for what is not in force, or does not let one file."""
    kind = KINDS.get(text_of(row, "tipusRepresentacio"))
    since = _day(text_of(row, "dataIniciVigencia")) or _day(text_of(row, "dataCreacio"))
    if kind is None or since is None or text_of(row, "estat") != "VALIDA" or not _may_file(row):
        return None
    procedure = text_of(row, "ambitRepresentacio/tramit/codi")
    return OutsidePower(
        reference=text_of(row, "identificadorLegal"),
        grantor=compact(text_of(row, "poderdant/valorDocumentIdentificatiu")),
        grantor_name=_name(row, "poderdant"),
        proxy=compact(text_of(row, "representant/valorDocumentIdentificatiu")),
        proxy_name=_name(row, "representant"),
        kind=kind,
        since=since,
        until=_day(text_of(row, "dataFiVigencia")) or _day(text_of(row, "dataMaxVigencia")),
        body=text_of(row, "ambitRepresentacio/administracio/codi"),
        procedures=(procedure,) if kind is PowerKind.PROCEDURES and procedure else (),
        said=bytes(etree.tostring(row)) if len(data) > 200_000 else data,
    )


def _is_theirs(power: OutsidePower, proxy: str, asker: Asker) -> bool:
    if power.proxy != compact(proxy) or not power.grantor:
        return False
    if power.kind == PowerKind.EVERYWHERE:
        return True
    if power.kind == PowerKind.PROCEDURES and not power.procedures:
        return False
    # Codes lose their first zero in some programs: they are compared as numbers of ten figures.
    return power.body.zfill(10) == asker.ine10.zfill(10)


def _may_file(row: Any) -> bool:
    scope = row.find("{*}ambitRepresentacio/{*}capacitats")
    if scope is None:
        return True
    return bool({text_of(one, "codi") for one in scope} & ACTS)


def _name(row: Any, side: str) -> str:
    name, surnames = text_of(row, f"{side}/nomRaoSocial"), text_of(row, f"{side}/cognoms")
    surnames = surnames or f"{text_of(row, f'{side}/cognom1')} {text_of(row, f'{side}/cognom2')}".strip()
    return f"{name} {surnames}".strip() or text_of(row, f"{side}/valorDocumentIdentificatiu")


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        return None
