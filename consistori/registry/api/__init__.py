"""The API of the registry: its router, which the house hangs at its door."""

from consistori.registry.api.bodies import EntryIn
from consistori.registry.api.entries import router

router.described_models = (EntryIn,)  # type: ignore[attr-defined]

__all__ = ["router"]
