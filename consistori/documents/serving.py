"""How a file that somebody else made leaves for a browser: typed by us, and nothing in it runs."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse

_NOTHING = "default-src 'none'; frame-ancestors 'self'; sandbox"
"""What a browser may do with a file of others."""


def locked(answer: FileResponse) -> FileResponse:
    """The same answer, so that the browser neither guesses its type nor runs it, and no other site shows it."""
    answer["Content-Security-Policy"] = _NOTHING
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def to_save(path: Path, name: str, media_type: str) -> FileResponse:
    """A file to save; the browser keeps no copy of its own."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer["Cache-Control"] = "private, no-store"
    return locked(answer)


def to_see(path: Path, name: str, media_type: str) -> FileResponse:
    """A file to be seen in the page or printed; the browser keeps no copy of its own."""
    answer = FileResponse(path.open("rb"), filename=name, content_type=media_type)
    answer["Cache-Control"] = "private, no-store"
    return locked(answer)
