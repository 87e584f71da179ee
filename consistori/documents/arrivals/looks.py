"""What higher rooms look at in a file that came in: called by the one job that hears of it, so that bringing a document
costs the same however many look."""

from __future__ import annotations

from collections.abc import Callable

from consistori.documents.models import Document

looks: list[Callable[[Document], None]] = []
"""Each is called in the scope of the town with the document; what takes long, it leaves to a job."""
