"""Addresses of rooms of a server of Jitsi Meet, signed when the server asks for it (JWT, HS256)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
from django.conf import settings

from consistori.appointments.ports import VideoDoor, VideoRooms

ISSUED_BEFORE = 60
"""Seconds that the clock of the server may be behind ours."""


@dataclass(frozen=True)
class JitsiRooms:
    """`url` is the server; with `app_id` and `secret` each address carries who enters, until when, and who keeps it.

    Without them the server is open: the name of the room, that nobody guesses, is all that closes it.
    """

    url: str
    app_id: str = ""
    secret: str = ""

    def door(
        self, room: str, *, name: str, keeps: bool, opens: datetime, closes: datetime, language: str
    ) -> VideoDoor:
        """The address of one person; the name goes in the token, or after `#`, that no server sees."""
        parts = urlsplit(self.url)
        address = f"{self.url.rstrip('/')}/{quote(room)}"
        if self.secret:
            address += f"?{urlencode({'jwt': self._token(room, name, keeps, opens, closes)})}"
        said = {
            "config.prejoinConfig.enabled": "true",
            "config.defaultLanguage": f'"{language[:2]}"',
            "userInfo.displayName": f'"{quote(name)}"',
        }
        hints = "&".join(f"{key}={value}" for key, value in said.items())
        return VideoDoor(f"{address}#{hints}", f"{parts.scheme}://{parts.netloc}")

    def _token(self, room: str, name: str, keeps: bool, opens: datetime, closes: datetime) -> str:
        claims: dict[str, Any] = {
            "aud": "jitsi",
            "iss": self.app_id,
            "sub": urlsplit(self.url).hostname or "*",
            "room": room,
            "nbf": int(opens.timestamp()) - ISSUED_BEFORE,
            "exp": int(closes.timestamp()),
            "moderator": keeps,
            "context": {
                "user": {"name": name, "moderator": keeps, "affiliation": "owner" if keeps else "member"}
            },
        }
        return jwt.encode(claims, self.secret, algorithm="HS256")


def from_settings() -> VideoRooms:
    """The server that the settings name."""
    return JitsiRooms(settings.VIDEO_ROOMS_URL, settings.VIDEO_ROOMS_APP_ID, settings.VIDEO_ROOMS_SECRET)
