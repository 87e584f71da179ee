"""What a town and its programs ask, each with the figure that the design sets for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from consistori.cases.models import CaseFile
from consistori.catalogue.selectors import openable_series
from consistori.config.bench.client import Client
from consistori.directory.models import Person
from consistori.directory.services import SCOPES, create_token
from consistori.kernel.actor import Actor
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

SMALL = 100 * 1024
SECRETARY = "secretaria@bench.example"
Do = Callable[[Client, int], Any]


@dataclass(frozen=True)
class Operation:
    """Something asked, and its limits: p50 in ms with one client, rate with four, statements."""

    name: str
    do: Do
    p50: float = 0
    rate: float = 0
    statements: int = 0
    is_page: bool = False


@dataclass
class Town:
    """A town as the bench asks it: a program with its key, a case to read and one to fill, who is in it."""

    entity: Entity
    secret: str
    case: CaseFile
    filled: CaseFile
    person: str
    series: str
    party: str = ""

    @classmethod
    def of(cls, slug: str) -> Town:
        entity = Entity.objects.get(slug=slug)
        with working_for(entity):
            by = Actor.system("bench", entity.pk)
            _, secret = create_token(by=by, name="bench", scopes=sorted(SCOPES), roles=["secretary"])
            rows = CaseFile.objects.filter(situation="open", reserved=False, parties__party__kind="natural")
            case, filled = rows.select_related("series").order_by("-id")[:2]
            joined = case.parties.select_related("party")[0]
            return cls(
                entity,
                secret,
                case,
                filled,
                joined.party.identifier,
                openable_series()[0].code,
                str(joined.party_id),
            )

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "X-Entity": self.entity.slug}

    def program(self, url: str) -> Client:
        return Client(url, self.headers)

    def browser(self, url: str) -> Client:
        return Client(
            url,
            {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(SECRETARY)}", "Accept-Language": "ca"},
        )


def session_of(email: str) -> str:
    """A session of a person, as the secretary of three towns is, second factor passed."""
    person = Person.objects.get(email=email)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.create()
    return str(session.session_key)


def operations(town: Town, cursor: str) -> list[Operation]:
    """The table of the design. `cursor` is the mark of a page far from the first."""
    case, series = town.case, town.series
    words = "terrassa+carrer"
    year = case.opened_on.year
    small = secrets.token_bytes(SMALL)

    def create(client: Client, place: int) -> None:
        client.send("/api/v1/cases", {"title": "Terrassa al carrer Nou, 12", "series": series})

    def with_party(client: Client, place: int) -> None:
        client.send("/api/v1/cases", _with_party(series))

    def with_document(client: Client, place: int) -> None:
        client.bring("/api/v1/cases", _unlike(small), sent=_with_party(series))

    def upload(client: Client, place: int) -> None:
        client.bring(f"/api/v1/cases/{town.filled.pk}/documents", _unlike(small))

    desk = town.entity.staff_url()
    return [
        Operation("create a case", create, 10, 100, 10),
        Operation("create with party, one request", with_party, 15, 90, 14),
        Operation("the same with a 100 KB document", with_document, 30, 45, 24),
        Operation("read a case", _get(f"/api/v1/cases/{case.pk}"), 7, 250, 5),
        Operation("list of 100", _get("/api/v1/cases?limit=100"), 20, 60, 5),
        Operation("a deep page of 100", _get(f"/api/v1/cases?limit=100&cursor={cursor}"), 0, 0, 5),
        Operation("search by number", _get(f"/api/v1/cases?q={case.number}"), 6, 250, 5),
        Operation("search by person", _get(f"/api/v1/cases?q={quote(town.person)}"), 6, 250, 5),
        Operation("search by a word of title", _get(f"/api/v1/cases?q={words}&situation=open"), 22, 55, 6),
        Operation(
            "search by state and dates",
            _get(f"/api/v1/cases?state=instruction&situation=open&moved_since={year}-01-01T00:00:00Z"),
            22, 55, 6,
        ),
        Operation("upload 100 KB and link", upload, 20, 75, 12),
        Operation("staff page: Today, three towns", _get("/desk/"), 60, 0, 12, is_page=True),
        Operation("staff page: a case", _get(f"{desk}cases/{case.number}/"), 60, 0, 0, is_page=True),
        Operation("staff page: cases", _get(f"{desk}cases/"), 60, 0, 8, is_page=True),
        Operation("the weekly meeting", _get(f"{desk}meeting/?point=terms"), 150, 0, 30, is_page=True),
        Operation("staff page: a person", _get(f"{desk}parties/{town.party}/"), 100, 0, 0, is_page=True),
    ]  # fmt: skip


def _get(path: str) -> Do:
    return lambda client, place: client.ask("GET", path)


def _with_party(series: str) -> dict[str, Any]:
    party = {"name": f"Empresa {secrets.token_hex(5)}", "kind": "legal"}
    return {"title": "Terrassa al carrer Nou, 12", "series": series, "parties": [party]}


def _unlike(data: bytes) -> bytes:
    return secrets.token_bytes(16) + data[16:]
