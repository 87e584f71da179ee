"""The short address of a draft: eight signs that are read aloud without mistaking one for another."""

from __future__ import annotations

import secrets

SIGNS = "ABCDEFGHJKMNPQRTVWXYZ2346789"
LENGTH = 8


def drawn() -> str:
    """One drawn by lot: 28 to the eighth, and what it opens asks who one is."""
    return "".join(secrets.choice(SIGNS) for _place in range(LENGTH))


def tidy(said: str) -> str:
    """As it is kept, of what somebody wrote: in small letters, with spaces or hyphens."""
    return "".join(sign for sign in said.upper() if sign.isalnum())[: LENGTH + 1]
