"""What `make demo` tells: addresses and logins, which the data folder keeps for its owner's eyes only."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from django.conf import settings

LOGINS = "demo-logins.json"
SHOWN = (
    "nuria.camps@vall-llobera.example",
    "merce.soldevila@vall-llobera.example",
    "rosa.bassols@vall-llobera.example",
    "lluis.bofill@castellroc.example",
)


@dataclass
class Login:
    """One person's way in. `signing_passphrase` opens her demonstration key, if she has one.

    `role` and `town` are those of her first post.
    """

    name: str
    email: str
    password: str
    totp_secret: str
    role: str = ""
    town: str = ""
    posts: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    signing_passphrase: str = ""
    otpauth: str = ""

    def __post_init__(self) -> None:
        issuer = quote(settings.MFA_TOTP_ISSUER)
        label = f"{issuer}:{quote(self.email)}"
        self.otpauth = f"otpauth://totp/{label}?secret={self.totp_secret}&issuer={issuer}"


@dataclass
class DemoSummary:
    """What there is in the demo: how many of each, and how to enter. `is_new` when this run made it."""

    data_dir: Path
    logins: list[Login]
    is_new: bool = False
    entities: int = 0
    cases: int = 0
    documents: int = 0
    signed: int = 0
    seconds: float = 0.0
    troubles: list[str] = field(default_factory=list)

    @property
    def logins_path(self) -> Path:
        return self.data_dir / LOGINS


def write_logins(data_dir: Path, logins: list[Login]) -> None:
    """Keep the logins in the data folder, readable by its owner only, whole or not at all."""
    path, part = data_dir / LOGINS, data_dir / f"{LOGINS}.part"
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([asdict(login) for login in logins], file, ensure_ascii=False, indent=2)
    part.replace(path)


def read_logins(data_dir: Path) -> list[Login]:
    """The logins that were kept; none when there is no demo here."""
    path = data_dir / LOGINS
    return [Login(**said) for said in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


def print_summary(summary: DemoSummary, to: TextIO | None = None) -> None:
    """Say where the demo is and how to enter."""
    out = to or sys.stdout
    if summary.is_new:
        out.write(
            f"\nThe demo province is ready ({summary.seconds:.0f} s): {summary.entities} entities,"
            f" {summary.cases} cases, {summary.documents} documents, {summary.signed} signed.\n"
        )
    for trouble in summary.troubles:
        out.write(f"  could not: {trouble}\n")
    out.write("\nTowns\n")
    for slug in ("vall-llobera", "els-molinars", "serradoix", "castellroc", "les-cases-noves"):
        out.write(f"  {settings.PUBLIC_URL}/e/{slug}/desk/\n")
    out.write("\nLogins: password, then the six figures of «consistori demo code E-MAIL»\n")
    by_email = {login.email: login for login in summary.logins}
    for email in SHOWN:
        if login := by_email.get(email):
            signs = f"   signs with {login.signing_passphrase}" if login.signing_passphrase else ""
            out.write(f"  {login.email:38} {login.password}{signs}\n")
            out.write(f"      {login.name}: {' · '.join(login.posts[:3])}\n")
    out.write(f"  all {len(summary.logins)}, with their authenticator keys: {summary.logins_path}\n\n")
    out.flush()
