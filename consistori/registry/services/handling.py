"""The working side of an entry: whoever gives entries out and takes them says here how it stands."""

from __future__ import annotations

from typing import Any

from consistori.kernel.clock import now
from consistori.registry.models import EntryState, RegistryEntry


def lock(entry: RegistryEntry) -> EntryState:
    """The working side of the entry, held until the transaction ends; `entry.state` is this one from here on."""
    state: EntryState = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    entry.state = state
    return state


def settle(state: EntryState, handled: str, *, held_by_id: Any = None) -> None:
    """How the entry stands and in whose hands, from now on; the entry itself never changes."""
    state.handled, state.held_by_id, state.handled_at = handled, held_by_id, now()
    state.version += 1
    state.save(update_fields=["handled", "held_by", "handled_at", "version"])
