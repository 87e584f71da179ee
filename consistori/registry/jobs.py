"""Where the worker finds the jobs of the registry."""

from consistori.registry.receipts import make_receipt

__all__ = ["make_receipt"]
