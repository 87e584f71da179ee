"""Passwords that a person can type, made when the demo starts for the first time."""

import secrets

WORDS = (
    "alzina roure faig pollancre freixe om avet boix bruc farigola romani sajolida menta llorer figuera",
    "olivera font riera gorg pont cami marge era mas pallissa cobert teulada balco porxo campanar rellotge",
    "placa carrer serra turo coma obaga solana vall pla roca cova cingle coll llop guilla senglar cabirol",
    "esquirol merla puput gralla corb oriol truita carpa mel formatge pa sal oli blat ordi raim avellana",
)


def password(words: int = 4) -> str:
    """Some short words and two figures, as `roure-font-serra-merla-47`."""
    known = " ".join(WORDS).split()
    return "-".join([*(secrets.choice(known) for _ in range(words)), str(10 + secrets.randbelow(90))])
