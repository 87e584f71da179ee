"""What of a document enters the index of words."""

from __future__ import annotations

from django.db.models import Func

from consistori.tenancy.search import vector_in_order


def index_entry(title: str, name: str, text: str = "") -> Func:
    """The value of `Document.search`: its title, the name of its file and its text, each word in its place."""
    return vector_in_order(title, name, text)
