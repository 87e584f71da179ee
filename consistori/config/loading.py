"""The whole program loaded, once, for a command (the web does the same in `wsgi.py`)."""

from __future__ import annotations

import gc


def load_program() -> None:
    """Load every room. The collector rests meanwhile, for what is loaded stays: it is a fifth of a start."""
    import django

    gc.disable()
    try:
        django.setup()
        gc.freeze()
    finally:
        gc.enable()
