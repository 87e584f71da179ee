"""Whoever has come in at the electronic office, for the room below that asks who a guest is (`circuits.ports`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from consistori.eoffice.identity.citizens import citizen_of
from consistori.signature.circuits.ports import Proven, hang_identity
from consistori.tenancy import modality


class OfficeIdentity:
    """The identity of the electronic office: the person themselves, whomever they act for."""

    def who(self, request: Any) -> Proven | None:
        """Who has come in; where the office is off, nobody."""
        if request.entity is None or not modality.is_on(request.entity, "eoffice"):
            return None
        citizen = citizen_of(request)
        if citizen is None:
            return None
        return Proven(
            identifier=citizen.identifier, name=citizen.full_name, method=citizen.method, level=citizen.level,
            evidence=citizen.evidence,
        )  # fmt: skip

    def door(self, request: Any, back: str) -> str:
        """The door of the office, that comes back there."""
        if request.entity is None or not modality.is_on(request.entity, "eoffice"):
            return ""
        return f"{reverse('eoffice:enter')}?{urlencode({'next': back})}"


def hang() -> None:
    """Called once, when the program starts."""
    hang_identity(OfficeIdentity())
