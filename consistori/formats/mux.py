"""The unified registry of the AOC [Mòdul Unificat de Registre, MUX V3], as its guide of external registries says it.

Whoever asks for a number sends a whole transaction; whoever keeps the books answers with the number and its hours, and
with the same one when it is asked again: the transaction and its sense are the key. Unknown members and keys are
ignored, for the master tables change.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

ENTRY, EXIT, BOTH = "E", "S", "ES"
LARGEST = 1024 * 1024
AUDIENCE = "mux_v3"
TOKEN_SECONDS = 30
IN_PROGRESS, REFUSED, UNREADABLE = 1, 2, 3
"""Our own numbers of errors: it is being done, it cannot be entered, it cannot be read."""
_IDENTIFIER = re.compile(r"[0-9a-fA-F]{4}(-[0-9a-fA-F]{4}){3}")
_MOMENT = "%d/%m/%YT%H:%M:%S.%f%z"
_TEST = "1"


class Unreadable(ValueError):
    """It is not a transaction, or an answer, of MUX."""


@dataclass(frozen=True)
class MuxPerson:
    """Somebody of a transaction: a person by her names, or a firm by its `firm`; whom represents her, if anybody."""

    identifier: str = ""
    name: str = ""
    surname1: str = ""
    surname2: str = ""
    firm: str = ""
    representative: MuxPerson | None = None

    @property
    def display_name(self) -> str:
        """As one says it."""
        own = " ".join(part for part in (self.name, self.surname1, self.surname2) if part)
        return own or self.firm


@dataclass(frozen=True)
class Transaction:
    """What asks for a number. `identifier` is `xxxx-xxxx-xxxx-xxxx` in hexadecimal; hours carry their zone."""

    identifier: str
    sense: str
    summary: str
    created_at: datetime
    filed_at: datetime | None = None
    people: tuple[MuxPerson, ...] = ()
    reference: str = ""
    observations: str = ""
    procedure: str = ""
    exposes: str = ""
    asks: str = ""
    application: str = ""
    origin_code: str = ""
    origin_name: str = ""
    is_test: bool = False


@dataclass(frozen=True)
class MuxAnswer:
    """The number with its hours; or `error` and `message`, and the transaction stands open."""

    transaction: str
    sense: str
    number: str = ""
    entered_at: datetime | None = None
    filed_at: datetime | None = None
    error: int = 0
    message: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.number)


def transaction_of(number: int) -> str:
    """The identifier of 64 bits, in its four groups."""
    text = f"{number % 2**64:016x}"
    return "-".join(text[n : n + 4] for n in range(0, 16, 4))


def read_transaction(data: bytes) -> Transaction:
    """Raises `Unreadable`."""
    said = _loaded(data)
    identifier, sense = str(said.get("idTransaccio", "")), str(said.get("tipus", ""))
    if not _IDENTIFIER.fullmatch(identifier) or sense not in (ENTRY, EXIT, BOTH):
        raise Unreadable("idTransaccio, tipus")
    matter, control = _part(said, "assumpte"), _part(said, "control")
    generic = _part(said, "instanciaGenerica")
    origin = _part(_part(_part(said, "registres"), "origen"), "unitatOrganica")
    return Transaction(
        identifier=identifier.lower(), sense=sense, summary=_text(matter, "resum"),
        created_at=_instant(said.get("dataCreacio")) or datetime.now(UTC),
        filed_at=_instant(matter.get("dataPresentacio")),
        people=tuple(_person(one) for one in _list(said, "interessats") if isinstance(one, dict)),
        reference=_text(matter, "referenciaExterna"), observations=_text(matter, "observacions"),
        procedure=_text(matter, "nomProcediment"), exposes=_text(generic, "exposa"),
        asks=_text(generic, "solicita"), application=_text(control, "aplicacio"),
        origin_code=_text(origin, "dir3"), origin_name=_text(origin, "nom"),
        is_test=_text(_part(control, "indicadorProva"), "clau") == _TEST,
    )  # fmt: skip


def _list(said: dict[str, Any], name: str) -> list[Any]:
    found = said.get(name) or []
    if not isinstance(found, list):
        raise Unreadable(name)
    return found


def write_transaction(said: Transaction) -> bytes:
    """As the guide has it; what is empty is left out."""
    body = {
        "idTransaccio": said.identifier, "execucions": 0, "tipus": said.sense,
        "dataCreacio": _millis(said.created_at),
        "control": _full(
            aplicacio=said.application, indicadorProva={"clau": _TEST if said.is_test else "0"}
        ),
        "assumpte": _full(
            resum=said.summary, observacions=said.observations, referenciaExterna=said.reference,
            nomProcediment=said.procedure, dataPresentacio=_millis(said.filed_at or said.created_at),
        ),
        "instanciaGenerica": _full(exposa=said.exposes, solicita=said.asks),
        "interessats": [_written(one) for one in said.people],
        "registres": {"origen": {"unitatOrganica": _full(dir3=said.origin_code, nom=said.origin_name)}},
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False).encode()


def write_answer(said: MuxAnswer) -> bytes:
    """Hours go as day/month/year with three decimals, which is not ISO 8601."""
    body: dict[str, Any] = {
        "resultat": said.is_done, "idTransaccio": said.transaction, "tipus": said.sense,
    }  # fmt: skip
    if said.is_done:
        body |= {"numeroAssentament": said.number, "dataAssentament": _moment(said.entered_at)}
        body["dataPresentacio"] = _moment(said.filed_at or said.entered_at)
    else:
        body |= {"codiError": said.error or REFUSED, "missatgeError": said.message}
    return json.dumps(body, ensure_ascii=False).encode()


def read_answer(data: bytes) -> MuxAnswer:
    """Raises `Unreadable`, also for a number without its hour."""
    said = _loaded(data)
    transaction, sense = str(said.get("idTransaccio", "")).lower(), str(said.get("tipus", ""))
    if said.get("resultat") is not True:
        code = said.get("codiError")
        return MuxAnswer(
            transaction, sense, error=code if isinstance(code, int) else REFUSED,
            message=str(said.get("missatgeError") or ""),
        )  # fmt: skip
    try:
        entered, filed = (
            datetime.strptime(str(said[name]), _MOMENT) for name in ("dataAssentament", "dataPresentacio")
        )
        return MuxAnswer(transaction, sense, str(said["numeroAssentament"]), entered, filed)
    except (KeyError, ValueError) as error:
        raise Unreadable("numeroAssentament, dataAssentament, dataPresentacio") from error


def token(key: str, *, issuer: str, subject: str, at: datetime) -> str:
    """The bearer of a call: HS256, good for a few seconds."""
    import jwt

    said = {
        "iss": issuer, "sub": subject, "aud": AUDIENCE, "nbf": at, "iat": at,
        "exp": at + timedelta(seconds=TOKEN_SECONDS),
    }  # fmt: skip
    return str(jwt.encode(said, key, algorithm="HS256"))


def is_token(text: str, key: str) -> bool:
    """Whether the bearer is signed with this key and has not ended; its other claims are agreed apart."""
    import jwt

    try:
        jwt.decode(
            text, key, algorithms=["HS256"], options={"verify_aud": False, "require": ["exp"]}, leeway=60
        )
    except jwt.InvalidTokenError:
        return False
    return True


def _loaded(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data) if len(data) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise Unreadable("JSON") from error
    if not isinstance(said, dict):
        raise Unreadable("JSON")
    return said


def _part(said: dict[str, Any], name: str) -> dict[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _text(said: dict[str, Any], name: str) -> str:
    found = said.get(name)
    return " ".join(found.replace("\0", "").split()) if isinstance(found, str) else ""


def _person(said: dict[str, Any]) -> MuxPerson:
    agent = said.get("representant")
    return MuxPerson(
        _text(said, "identificador"), _text(said, "nom"), _text(said, "cognom1"), _text(said, "cognom2"),
        _text(said, "raoSocial"), _person(agent) if isinstance(agent, dict) else None,
    )  # fmt: skip


def _written(said: MuxPerson) -> dict[str, Any]:
    agent = _written(said.representative) if said.representative else None
    return _full(
        identificador=said.identifier, nom=said.name, cognom1=said.surname1, cognom2=said.surname2,
        raoSocial=said.firm, representant=agent,
    )  # fmt: skip


def _full(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in ("", None)}


def _instant(millis: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(millis) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = moment.strftime("%z")
    return f"{moment:%d/%m/%YT%H:%M:%S}.{moment.microsecond // 1000:03d}{zone[:3]}:{zone[3:]}"
