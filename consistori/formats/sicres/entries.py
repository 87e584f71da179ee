"""An entry of the registry as SICRES says it, whatever its version."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

EXCHANGE = re.compile(r"[A-Z0-9]{1,21}_[0-9]{2}_[0-9]{8}")


class Unwritable(ValueError):
    """What must be in the message is missing or does not fit: `field` is its name in SICRES."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field


class ExchangeKind(StrEnum):
    """Kind of annotation of a data message [Tipo_Anotacion] (eni.md 9.3)."""

    PENDING = "01"
    SENT = "02"
    FORWARDED = "03"
    REJECTED = "04"  # only in SICRES 3: in SICRES 4 it is a control message


class PhysicalPaper(StrEnum):
    """Whether paper travels too [Documentacion_Fisica]. `REQUIRED` holds the acceptance until it comes (N-SIR-04)."""

    REQUIRED = "1"
    BESIDE = "2"
    NONE = "3"


class AnnexKind(StrEnum):
    """What an annex is [Tipo_Anexo]."""

    RECEIPT = "01"
    ATTACHED = "02"
    OTHER = "03"


@dataclass(frozen=True)
class Office:
    """An office of registry and the unit behind it, by their DIR3 codes, with their names."""

    code: str
    name: str = ""
    unit_code: str = ""
    unit_name: str = ""


@dataclass(frozen=True)
class Person:
    """A person or a firm. `document_kind`: N NIF, C that of a firm, P passport, E foreigner, X other, O of origin."""

    document: str = ""
    document_kind: str = "N"
    name: str = ""
    surname1: str = ""
    surname2: str = ""
    firm: str = ""
    email: str = ""
    mobile: str = ""
    phone: str = ""
    country: str = ""
    province: str = ""
    municipality: str = ""
    address: str = ""
    postcode: str = ""

    @property
    def is_firm(self) -> bool:
        return bool(self.firm)

    @property
    def display_name(self) -> str:
        """As one says it."""
        return self.firm or " ".join(part for part in (self.name, self.surname1, self.surname2) if part)


@dataclass(frozen=True)
class Interested:
    """Who asks [De_Interesado], with who comes for them; never a representative alone (N-SIR-01)."""

    person: Person | None = None
    representative: Person | None = None
    notes: str = ""


@dataclass(frozen=True)
class Annex:
    """A document that comes along. In SICRES 4 `reference` names it and its bytes travel as ENI file; in SICRES 3
    `content` are its bytes and `sha256` their fingerprint.
    """

    name: str
    identifier: str
    kind: AnnexKind = AnnexKind.ATTACHED
    media_type: str = ""
    reference: str = ""
    summary: str = ""
    content: bytes | None = None
    sha256: bytes = b""


@dataclass(frozen=True)
class Exchange:
    """A data message. Instants know their zone. `exchange` is its identifier, kept by all the messages (N-SIR-06)."""

    exchange: str
    origin: Office
    destination: Office
    start: Office
    number: str
    summary: str
    registered_at: datetime
    filed_at: datetime
    interested: tuple[Interested, ...] = ()
    annexes: tuple[Annex, ...] = ()
    is_exit: bool = False
    in_person: bool = True
    kind: ExchangeKind = ExchangeKind.SENT
    paper: PhysicalPaper = PhysicalPaper.NONE
    procedure: str = ""
    case: str = ""
    reference: str = ""
    observations: str = ""
    transport: str = ""
    user: str = ""
    is_test: bool = False
    previous: str = ""
    exposes: str = ""
    asks: str = ""
    version: int = field(default=4)


def exchange_identifier(office: str, year: int, number: int) -> str:
    """`<code of the office of origin>_<two figures of the year>_<eight figures>` (N-SIR-06). Raises `Unwritable`."""
    made = f"{office}_{year % 100:02d}_{number:08d}"
    if not EXCHANGE.fullmatch(made):
        raise Unwritable("Identificador_Intercambio", made)
    return made


def file_identifier(exchange: str, number: int, name: str) -> str:
    """`<exchange>_01_<four figures>.<extension>` of an annex, at most fifty letters (N-SIR-07)."""
    extension = re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower())[:8] if "." in name else "bin"
    return f"{exchange}_01_{number:04d}.{extension or 'bin'}"[:50]
