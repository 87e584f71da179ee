"""The statements of Today are written once (ADR 61): `tenancy.kept`, which the tray of signatures uses too."""

from consistori.tenancy.kept import MOST_KEPT, PERSON, rows

__all__ = ["MOST_KEPT", "PERSON", "rows"]
