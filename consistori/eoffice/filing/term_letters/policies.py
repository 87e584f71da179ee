"""Who sees which letters are owed, and who lets them out."""

from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict
from consistori.registry.policies import may_read_books, may_register_exits


def may_see_letters(actor: Actor) -> Verdict:
    """Whoever reads the books."""
    return may_read_books(actor)


def may_send_letters(actor: Actor) -> Verdict:
    """Whoever registers exits."""
    return may_register_exits(actor)
