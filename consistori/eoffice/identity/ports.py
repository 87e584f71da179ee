"""What identity needs from outside: somebody who says who a person is, shaped on VÀLid (and so on Cl@ve and others).

A provider answers with an assertion [asserció], which is kept whole: who, by which method, with which assurance, for
which firm. Which ones there are here is said by the settings (`IDENTITY_PROVIDERS`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.errors import Refusal

LEVELS = {"low": 1, "substantial": 2, "high": 3}
ARTICLE = "Llei 39/2015, art. 9"

REASONS: dict[str, Any] = {
    "cancelled": _("You came back without identifying yourself. Nothing has happened."),
    "unasked": _("This answer does not belong to anything that you had begun here. Begin again."),
    "late": _("It took longer than ten minutes. Begin again."),
    "forged": _("What should say who you are was not signed by whom it should."),
    "expired": _("What says who you are is out of date. Begin again."),
    "other_audience": _("What says who you are was made for another place, not for this town hall."),
    "replayed": _("What says who you are was already used once. Begin again."),
    "incomplete": _("It does not say the number of your document, and we need it to know who you are."),
    "untrusted": _(
        "We could not check who issued your certificate, or it is not on the list of trusted ones."
    ),
    "revoked": _("Your certificate was revoked: it no longer serves."),
    "unsuitable": _("That certificate does not serve to identify a person."),
    "silent": _("Whoever checks identities does not answer now. Try again in some minutes."),
}
SUSPICIOUS = frozenset(
    {"forged", "expired", "other_audience", "replayed", "untrusted", "revoked", "unsuitable", "unasked"}
)
"""Those that are written in the trail: somebody showed something that does not hold."""


class IdentityRefused(Refusal):
    """Nobody has come in; `code` is one of `REASONS`. `shown` is what was shown, of which the fingerprint is kept."""

    status = 403

    def __init__(self, code: str, shown: bytes = b"") -> None:
        super().__init__(REASONS[code], code=code, article=ARTICLE if code in SUSPICIOUS else "")
        self.shown = shown
        self.status = {"silent": 503, "cancelled": 200}.get(code, 403)


@dataclass(frozen=True)
class Way:
    """A way to identify oneself, named by what one has at hand and not by its brand."""

    key: str
    title: Any
    hint: Any
    icon: str = "key"
    order: int = 50
    easiest: bool = False
    demo: bool = False


@dataclass(frozen=True)
class Asserted:
    """What a provider answered: who, and the very bytes of what says so (`kind`: id_token, certificate, answer)."""

    citizen: Citizen
    kind: str
    said: bytes = field(repr=False)


class Provider(Protocol):
    """Whoever identifies. `begin` gives the address where the person goes; they come back to `back`."""

    @property
    def way(self) -> Way:
        """How it is offered at the door."""
        ...

    def begin(self, request: HttpRequest, back: str) -> str:
        """Where the person goes now. Raises `IdentityRefused`."""
        ...

    def finish(self, request: HttpRequest) -> Asserted:
        """Who came back. It may ask outside: never inside a transaction. Raises `IdentityRefused`."""
        ...


def providers() -> list[Provider]:
    """Those of this installation, the one that most people have first."""
    made = [import_string(path)() for path in settings.IDENTITY_PROVIDERS]
    return sorted((one for one in made if one is not None), key=lambda one: one.way.order)


def provider(key: str) -> Provider | None:
    """The one of that way, if it is here."""
    return next((one for one in providers() if one.way.key == key), None)
