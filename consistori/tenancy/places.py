"""The municipalities of Catalonia, with their codes: typing the name of a town fills them (see data/README.md)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consistori.kernel.text import fold

TABLE = Path(__file__).parent / "data" / "municipalities.csv"
_ARTICLE = re.compile(r"^(?:l['’]|(?:el|la|els|les|los|las|en|na|sa|es)\s+)", re.IGNORECASE)
_VOWELS = "aeiouh"


@dataclass(frozen=True)
class Municipality:
    """A municipality [municipi / municipio] and the codes of its town hall."""

    ine_code: str
    ine10: str
    dir3: str
    name: str
    comarca: str
    population: int

    @property
    def postcode_begins(self) -> str:
        """The first two digits of its postcodes: those of the province."""
        return self.ine_code[:2]


@lru_cache(maxsize=1)
def municipalities() -> tuple[Municipality, ...]:
    """All 947, by INE code."""
    with TABLE.open(encoding="utf-8", newline="") as f:
        return tuple(
            Municipality(r["ine_code"], r["ine10"], r["dir3"], r["name"], r["comarca"], int(r["population"]))
            for r in csv.DictReader(f)
        )


def bare(name: str) -> str:
    """The name as one looks for it: without accents or article, whatever the order ("Escala, l'")."""
    name = name.strip()
    if re.search(r",\s*(?:l['’]|el|la|els|les)$", name, re.IGNORECASE):
        name = name.rpartition(",")[0]
    return " ".join(re.findall(r"[a-z0-9]+", fold(_ARTICLE.sub("", name))))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Municipality]:
    return {bare(one.name): one for one in municipalities()}


def municipality(name: str) -> Municipality | None:
    """The one of that name, with or without its article and accents; None if there is none."""
    return _by_name().get(bare(name))


def like(begun: str, limit: int = 8) -> list[Municipality]:
    """Those whose name begins like this, then those that have it inside; the most peopled first."""
    sought = bare(begun)
    if not sought:
        return []
    found = [
        (not key.startswith(sought), -one.population, one) for key, one in _by_name().items() if sought in key
    ]
    return [one for _first, _people, one in sorted(found, key=lambda row: row[:2])[:limit]]


def town_hall_of(name: str) -> str:
    """ "Ajuntament de …", with the article and the elision that Catalan asks for."""
    name = name.strip()
    folded = fold(name)
    for article, joined in (("els ", "dels "), ("el ", "del "), ("es ", "des ")):
        if folded.startswith(article):
            return f"Ajuntament {joined}{name[len(article) :]}"
    if _ARTICLE.match(name) and not folded.startswith("en "):
        return f"Ajuntament de {name}"
    return f"Ajuntament d’{name}" if folded[:1] in _VOWELS else f"Ajuntament de {name}"


def slug_of(name: str) -> str:
    """Its name in addresses: `la Vall d'en Bas` is `la-vall-den-bas`."""
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", fold(name))))[:60]


def free_slug(name: str, taken: Iterable[str]) -> str:
    """The name in addresses that nobody has yet."""
    used, wanted = set(taken), slug_of(name) or "ens"
    return next(s for n in range(1, 10_000) if (s := wanted if n == 1 else f"{wanted[:55]}-{n}") not in used)


def free_prefix(name: str, taken: Iterable[str]) -> str:
    """Two to four letters for verification codes that nobody has yet: the first of the name, if they are free."""
    used = set(taken)
    letters = re.sub(r"[^A-Z]", "", bare(name).upper()) or "ENS"
    words = "".join(word[0] for word in bare(name).upper().split() if word[0].isalpha())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    tries = [letters[:3], letters[:4], words[:4], letters[0] + re.sub("[AEIOU]", "", letters[1:])[:2]]
    tries += [letters[:2] + x for x in alphabet] + [letters[0] + x + y for x in alphabet for y in alphabet]
    tries += [letters[:2] + x + y for x in alphabet for y in alphabet]
    return next(t for t in tries if 2 <= len(t) <= 4 and t not in used)
