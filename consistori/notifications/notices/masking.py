"""An address half hidden: enough for whoever knows it, nothing for whoever does not (RGPD, art. 5.1.c)."""

from __future__ import annotations


def masked(kind: str, value: str) -> str:
    """«m···a@example.org», «··· ··· 456»."""
    if kind == "email":
        local, at, domain = value.rpartition("@")
        shown = local[:1] + "···" + (local[-1:] if len(local) > 2 else "")
        return f"{shown}{at}{domain}"
    return f"··· ··· {value[-3:]}"
