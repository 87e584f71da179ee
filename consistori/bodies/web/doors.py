"""Where the town keeps no decree book here its pages do not exist."""

from __future__ import annotations

from consistori.bodies.policies import is_kept, may_read_book
from consistori.directory.access import StaffRequest
from consistori.kernel.errors import NotHere, ensure


def ensure_here(request: StaffRequest) -> None:
    """Raises `NotHere` where it is switched off, and `NotPermitted` for whoever does not read it."""
    if not is_kept(request.entity):
        raise NotHere
    ensure(may_read_book(request.actor))
