"""The messages of e-NOTUM 4.0, the notifier of Catalan administrations (AOC): writing a dispatch and reading its state.

Only the specific data (`http://www.aocat.net/NT/v4.0`): the envelope of the platform is of whoever sends it. Its limits
are those of its schema: a title of 100 characters, four annexes, a hundred addressees a notification.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lxml import etree

SPACE = "http://www.aocat.net/NT/v4.0"
MOST_ANNEXES, MOST_ADDRESSEES, MOST_DAYS = 4, 100, 180
_NIF = re.compile(r"[XYZKLM]?[0-9]{7,8}[A-Z]")
_CIF = re.compile(r"[A-Z][0-9]{7}[A-J0-9]")


class Estat(StrEnum):
    """Where a notification stands for e-NOTUM."""

    PENDING = "PENDENT"
    REGISTERED = "REGISTRADA"
    DEPOSITED = "DIPOSITADA"
    ACCEPTED = "ACCEPTADA"
    REJECTED = "REBUTJADA"
    EXPIRED = "EXPIRADA"
    ERROR = "ERROR"
    ANNULLED = "ANUL·LADA"


class Unwritable(ValueError):
    """Something does not fit in a message: `field` is the name of its element."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field


class Unreadable(ValueError):
    """The answer is not one of e-NOTUM."""


@dataclass(frozen=True)
class Addressee:
    """To whom: a person, with `surname1`, or a firm, without. `emails` and `phones` are for its notices only."""

    identifier: str
    name: str
    surname1: str = ""
    surname2: str = ""
    language: str = ""
    is_obliged: bool = False
    is_holder: bool = True
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool:
        return bool(self.surname1)


@dataclass(frozen=True)
class Paper:
    """A document: its name, its SHA-256 in hexadecimal, its size, and the reference of its file in the platform."""

    name: str
    sha256: str
    size: int
    reference: str


@dataclass(frozen=True)
class Sent:
    """One notification of a dispatch: `number` is ours (`IdNotificacioEmissor`), by which its state comes back."""

    number: str
    title: str
    reference: str
    addressees: tuple[Addressee, ...]
    language: str = "ca"
    is_paper: bool = False
    days: int = 10
    level: str = "SUBSTANCIAL"
    procedure: str = ""
    case: str = ""


@dataclass(frozen=True)
class Dispatch:
    """A dispatch [tramesa]: the body that sends it, its text, its papers and its notifications."""

    organism: str
    department: str
    body: str
    footer: str
    decision: Paper
    annexes: tuple[Paper, ...]
    notifications: tuple[Sent, ...]
    warn_on: tuple[int, ...] = ()
    back_office: str = "Consistori"


@dataclass(frozen=True)
class Told:
    """What e-NOTUM says of a notification; `at` is when it was accepted, rejected or annulled, or put at disposal."""

    id: int
    state: Estat
    number: str = ""
    deposited_at: datetime | None = None
    at: datetime | None = None
    signer: str = ""
    signer_name: str = ""
    reason: str = ""

    @property
    def has_ended(self) -> bool:
        return self.state in {Estat.ACCEPTED, Estat.REJECTED, Estat.EXPIRED, Estat.ANNULLED}


def dispatch_xml(said: Dispatch) -> bytes:
    """`PeticioProcessarTramesa`. Titles are cut to their length. Raises `Unwritable` for what has no place."""
    if len(said.annexes) > MOST_ANNEXES:
        raise Unwritable("Annex", f"{MOST_ANNEXES} at most")
    root = _request("PeticioProcessarTramesa", said.organism, said.department, said.back_office)
    dispatch = _add(root, "Tramesa")
    if said.warn_on:
        days = _add(_add(dispatch, "DadesAvisos"), "DiesAvisos")
        for day in said.warn_on:
            _add(days, "DiaAvis", str(day))
    office = _add(dispatch, "DadesOfici")
    _add(office, "CosNotificacio", _cut("CosNotificacio", said.body, 4000))
    if said.footer:
        _add(office, "PeuRecurs", _cut("PeuRecurs", said.footer, 4000))
    papers = _add(dispatch, "Documents")
    _paper(papers, "Resolucio", said.decision)
    for one in said.annexes:
        _paper(papers, "Annex", one)
    for sent in said.notifications:
        _notification(dispatch, sent)
    return _bytes(root)


def question_xml(organism: str, department: str, number: int, *, back_office: str = "Consistori") -> bytes:
    """`PeticioConsulta` of a notification, by the identifier of e-NOTUM, with who signed its receipt."""
    root = _request("PeticioConsulta", organism, department, back_office)
    _add(root, "IdNotificacio", str(number))
    _add(root, "IncloureDadesSignador", "true")
    return _bytes(root)


def read_created(data: bytes) -> list[int]:
    """The identifiers that `RespostaProcessarTramesa` gives, in the order of the notifications. Raises `Unreadable`."""
    root = _read(data, "RespostaProcessarTramesa")
    found = root.findall(f"{{{SPACE}}}NotificacionsCreades/{{{SPACE}}}IdNotificacio")
    if not found:
        raise Unreadable(_errors(root) or "no notification was created")
    return [int(one.text or "0") for one in found]


def read_state(data: bytes) -> Told:
    """What `RespostaConsulta` says. Raises `Unreadable`."""
    root = _read(data, "RespostaConsulta")
    state = _text(root, "DadesEstat", "Estat")
    if state not in set(Estat):
        raise Unreadable(_errors(root) or f"state {state!r}")
    signer = root.find(f"{{{SPACE}}}DadesSignador")
    return Told(
        id=int(_text(root, "IdNotificacio") or "0"),
        state=Estat(state),
        number=_text(root, "DadesNotificacio", "IdNotificacioEmissor"),
        deposited_at=_moment(_text(root, "DadesEstat", "DataPublicacio")),
        at=_moment(
            _text(root, "DadesEstat", "DataAnullacio") or _text(root, "DadesEstat", "DataAcceptacioRebuig")
        ),
        signer=_first(signer, "NIF", "CIF", "Passaport", "IDC", "VAT"),
        signer_name=_first(signer, "NomComplet", "RaoSocial"),
        reason=_text(root, "DadesEstat", "MotiuAnullacio"),
    )


def _request(name: str, organism: str, department: str, back_office: str) -> etree._Element:
    root = etree.Element(f"{{{SPACE}}}{name}", nsmap={None: SPACE})  # type: ignore[dict-item]
    if back_office:
        _add(root, "BackOffice", back_office)
    employee = _add(_add(root, "Usuari"), "Empleat")
    _add(employee, "CodiOrganisme", organism)
    _add(employee, "CodiDepartament", department)
    return root


def _notification(dispatch: etree._Element, said: Sent) -> None:
    if not 1 <= len(said.addressees) <= MOST_ADDRESSEES:
        raise Unwritable("Destinatari", f"from 1 to {MOST_ADDRESSEES}")
    if not 1 <= said.days <= MOST_DAYS:
        raise Unwritable("DiesExpiracio", f"from 1 to {MOST_DAYS}")
    row = _add(dispatch, "Notificacio")
    _add(row, "Titol", _cut("Titol", said.title, 100))
    _add(row, "Referencia", _cut("Referencia", said.reference or said.number, 255))
    _add(row, "IdNotificacioEmissor", _cut("IdNotificacioEmissor", said.number, 255))
    _add(row, "SenseRegistre", "")
    _add(row, "TipusObjecte", "NOTIFICACIO")
    _add(row, "TipusAcces", said.level)
    _add(row, "DiesExpiracio", str(said.days))
    if said.language:
        _add(row, "Idioma", said.language)
    _add(row, "Canal", "PAPER" if said.is_paper else "DIGITAL")
    if said.procedure:
        _add(row, "ProcedimentSIA", _cut("ProcedimentSIA", said.procedure, 50))
    if said.case:
        _add(row, "Expedient", _cut("Expedient", said.case, 50))
    people = _add(row, "Destinataris")
    for one in said.addressees:
        _addressee(people, one)


def _addressee(people: etree._Element, said: Addressee) -> None:
    row = _add(people, "Destinatari")
    person = _add(row, "PersonaFisica" if said.is_person else "PersonaJuridica")
    _lines(person, "BustiesCorreu", "BustiaCorreu", said.emails)
    _lines(person, "Telefons", "Telefon", said.phones)
    number = _add(person, "DocumentIdentificatiu")
    if said.is_person:
        _add(number, "NIF" if _NIF.fullmatch(said.identifier) else "Passaport", _number(said.identifier))
        _add(person, "Nom", _cut("Nom", said.name, 255))
        _add(person, "PrimerCognom", _cut("PrimerCognom", said.surname1, 255))
        if said.surname2:
            _add(person, "SegonCognom", _cut("SegonCognom", said.surname2, 255))
    else:
        _add(number, "CIF" if _CIF.fullmatch(said.identifier) else "VAT", _number(said.identifier))
        _add(person, "RaoSocial", _cut("RaoSocial", said.name, 255))
    _add(row, "Titular", "true" if said.is_holder else "false")
    if said.language:
        _add(row, "Idioma", said.language)
    _add(row, "Obligat", "true" if said.is_obliged else "false")


def _number(identifier: str) -> str:
    if not re.fullmatch(r"[A-Z0-9]{1,20}", identifier):
        raise Unwritable("DocumentIdentificatiu", "capital letters and figures, twenty at most")
    return identifier


def _lines(person: etree._Element, group: str, name: str, values: Sequence[str]) -> None:
    if values:
        rows = _add(person, group)
        for one in values:
            _add(rows, name, one)


def _paper(papers: etree._Element, name: str, said: Paper) -> None:
    row = _add(papers, name)
    _add(row, "Nom", _cut("Nom", said.name, 100))
    digest = _add(row, "Hash", base64.b64encode(bytes.fromhex(said.sha256)).decode())
    digest.set("Algoritme", "SHA-256")
    _add(row, "Mida", str(said.size))
    _add(row, "IdFicheroPCI", said.reference)


def _add(above: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(above, f"{{{SPACE}}}{name}")
    made.text = text
    return made


def _cut(field: str, text: str, most: int) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise Unwritable(field, "it may not be empty")
    return clean[:most]


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _read(data: bytes, name: str) -> etree._Element:
    """The element of that name, wherever it is inside its envelope. No entity is resolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error)) from error
    found = root if root.tag == f"{{{SPACE}}}{name}" else root.find(f".//{{{SPACE}}}{name}")
    if found is None:
        raise Unreadable(f"there is no {name}")
    return found


def _text(above: etree._Element, *path: str) -> str:
    found = above.find("/".join(f"{{{SPACE}}}{name}" for name in path))
    return (found.text or "").strip() if found is not None else ""


def _first(above: etree._Element | None, *names: str) -> str:
    """The text of the first element of one of these names, in the order of the document: of whoever signed."""
    if above is None:
        return ""
    wanted = {f"{{{SPACE}}}{name}" for name in names}
    return next(((one.text or "").strip() for one in above.iter() if one.tag in wanted), "")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Unreadable(f"instant {text!r}") from error


def _errors(root: etree._Element) -> str:
    found = root.find(f"{{{SPACE}}}Errors")
    return " ".join("".join(str(one) for one in found.itertext()).split()) if found is not None else ""
