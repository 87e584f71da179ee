"""What assistance does when others tell a fact."""

from consistori.assistance.phone import after_signing

__all__ = ["after_signing"]
