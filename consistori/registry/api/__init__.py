"""The API of the registry: its router, which the house hangs at its door."""

from consistori.registry.api.entries import router

__all__ = ["router"]
