"""Secure verification codes [codi segur de verificació, CSV / código seguro de verificación] (N-CSV-02).

`VLL-7K3M-92QF-XD4T-...`: the prefix of the entity, 135 random bits in an alphabet without look-alikes, and
one check character over everything, in groups of four. Nothing in it derives from the document or the hour
(N-CSV-03).
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two: no I, L, O, U."""

RANDOM_LENGTH = 27
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = re.compile(r"[\s\-‐‑‒–—_.·/]+")
_PREFIX = re.compile(r"[A-Z]{2,4}")
_BODY = re.compile(rf"[{ALPHABET}]{{{RANDOM_LENGTH + 1}}}")


class NotACode(ValueError):
    """What was written cannot be a code: wrong length, foreign characters, or a wrong check character."""


def new_code(prefix: str) -> str:
    """A fresh code with the `prefix` of the entity (two to four letters A-Z), as it is drawn and kept."""
    letters = prefix.upper()
    if not _PREFIX.fullmatch(letters):
        raise ValueError("the prefix of codes is two to four letters A-Z")
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _drawn(letters, body + _check_character(letters, body))


def normalise(written: str) -> str:
    """The code as it is kept, from what a person typed: any case, hyphens, spaces, `O` for 0, `I`, `L` for 1.

    Raises `NotACode`. A code that passes is well written; whether it exists only the database knows.
    """
    compact = _IGNORED.sub("", written).upper()
    prefix = compact[: -(RANDOM_LENGTH + 1)].replace("0", "O")
    body = compact[-(RANDOM_LENGTH + 1) :].translate(_LOOK_ALIKES)
    if not _PREFIX.fullmatch(prefix) or not _BODY.fullmatch(body):
        raise NotACode(written[:80])
    if body[-1] != _check_character(prefix, body[:-1]):
        raise NotACode(written[:80])
    return _drawn(prefix, body)


def prefix_of(code: str) -> str:
    """The prefix of the entity in a code, normalised or not. Raises `NotACode`."""
    return normalise(code).split("-", 1)[0]


def _check_character(prefix: str, body: str) -> str:
    """Weighted sum in the field of 32 elements: one wrong character, or two exchanged, always changes it."""
    values = [ord(letter) - ord("A") for letter in prefix] + [ALPHABET.index(character) for character in body]
    total, weight = 0, 1
    for value in values:
        total ^= _times(value, weight)
        weight = _times(weight, 2)
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Product in GF(32), modulo x⁵+x²+1: its powers of two are 31 different weights, one a character."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def _drawn(prefix: str, body: str) -> str:
    groups = [body[start : start + 4] for start in range(0, len(body), 4)]
    return "-".join([prefix, *groups])
