"""Whoever has come in at the electronic office, as the session keeps it: never more than what was asserted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from consistori.kernel.clock import now

KEY = "citizen"
LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Citizen:
    """A person who has identified themselves [persona identificada] (Llei 39/2015, art. 9).

    `method` is how (`valid`, `certificate`, `demo`), `level` the assurance (`low`, `substantial`, `high`), `evidence`
    the hash of the assertion, kept whole elsewhere. `firm` and `firm_identifier` are of whoever they act for, a firm or
    a person, if any; `basis` says why: empty by their own certificate, else `power`, `representa` or `declared` (they
    say so, and it is not proved). `power` is its key, `power_kind` its type, and `asserted_firm` whom the certificate
    says, while they act for another.
    """

    method: str
    level: str
    identifier: str
    name: str
    surname1: str = ""
    surname2: str = ""
    email: str = ""
    phone: str = ""
    firm: str = ""
    firm_identifier: str = ""
    evidence: str = ""
    entered_at: str = ""
    basis: str = ""
    power: str = ""
    power_kind: str = ""
    asserted_firm: str = ""
    asserted_firm_identifier: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.name, self.surname1, self.surname2) if part)

    @property
    def represents_firm(self) -> bool:
        return bool(self.firm_identifier)

    @property
    def reached_as(self) -> str:
        """The number of whom notices reach: themselves, or the firm of their certificate; never whom they act for."""
        return self.identifier if self.basis else self.firm_identifier or self.identifier


def citizen_of(request: Any) -> Citizen | None:
    """Who has come in at the town of this request; None when nobody has, or it was too long ago."""
    kept = request.session.get(KEY, {}).get(str(request.entity.pk)) if request.entity else None
    if not kept:
        return None
    known = {field.name for field in fields(Citizen)}
    citizen = Citizen(**{name: value for name, value in kept.items() if name in known})
    if now() - datetime.fromisoformat(citizen.entered_at) > LASTS:
        return None
    return citizen


def come_in(request: Any, citizen: Citizen) -> None:
    """Let somebody in at the town of this request; the key of the session changes."""
    request.session.cycle_key()
    said = asdict(citizen) | {"entered_at": now().isoformat()}
    request.session[KEY] = request.session.get(KEY, {}) | {str(request.entity.pk): said}


def act_as(request: Any, citizen: Citizen) -> None:
    """Go on as somebody who acts for another, or for themselves again; their two hours go on counting."""
    request.session[KEY] = request.session.get(KEY, {}) | {str(request.entity.pk): asdict(citizen)}


def go_out(request: Any) -> None:
    """Forget whoever had come in at this town."""
    kept = dict(request.session.get(KEY, {}))
    kept.pop(str(request.entity.pk), None)
    request.session[KEY] = kept
