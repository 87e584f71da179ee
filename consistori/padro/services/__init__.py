"""Acts of the register of residents."""

from consistori.padro.services.asking import ask_at_counter, ask_paper, order_paper, paper_of, refuse_paper
from consistori.padro.services.consenting import give_consent, withdraw_consent
from consistori.padro.services.loading import bring_register, put_in_force, throw_away_load

__all__ = [
    "ask_at_counter",
    "ask_paper",
    "bring_register",
    "give_consent",
    "order_paper",
    "paper_of",
    "put_in_force",
    "refuse_paper",
    "throw_away_load",
    "withdraw_consent",
]
