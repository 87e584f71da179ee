"""What the appointments need from outside: rooms of video, and what rooms above know of the counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class VideoDoor:
    """The address by which one person enters a room; `origin` is what a page must let itself embed."""

    url: str
    origin: str


class VideoRooms(Protocol):
    """Whoever keeps rooms of video: a server of Jitsi Meet of the town, of the province, or of somebody else."""

    def door(
        self, room: str, *, name: str, keeps: bool, opens: datetime, closes: datetime, language: str
    ) -> VideoDoor:
        """The address for somebody called `name`; `keeps` for whoever attends. It holds between the two moments."""
        ...


def video_rooms() -> VideoRooms | None:
    """The rooms of this installation; None where its settings name no server, and then video is not offered."""
    if not settings.VIDEO_ROOMS_URL:
        return None
    rooms: VideoRooms | None = import_string(settings.VIDEO_ROOMS)()
    return rooms


counter_closed: list[Callable[[], bool]] = []
"""Rooms above say here whether the counter attends only by phone now; asked in the scope of the town."""


def is_counter_closed() -> bool:
    """Whether nobody is received at the counter: its hours are then of the phone."""
    return any(says() for says in counter_closed)
