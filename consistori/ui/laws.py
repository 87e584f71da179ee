"""The name of an article of law in the language of whoever reads: rules keep it once, in Catalan."""

from __future__ import annotations

import re

_WORDS = {
    "es": {
        "Llei": "Ley", "Reial decret": "Real decreto", "Decret": "Decreto", "legislatiu": "legislativo", "llei": "ley",
        "orgànica": "orgánica", "articles": "artículos", "article": "artículo", "i": "y",
    },
    "en": {"Llei": "Law", "Reial decret": "Royal decree", "Decret": "Decree", "articles": "articles", "i": "and"},
}  # fmt: skip


def in_language(article: str, language: str) -> str:
    """«Llei 39/2015, arts. 9.2 i 11.2» → «Ley 39/2015, arts. 9.2 y 11.2»; the letter of 35.1.i stays."""
    words = _WORDS.get(language[:2])
    if not words:
        return article
    each = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.sub(rf"(?<![.\w])({each})\b", lambda found: words[found[1]], article)


_LAW = re.compile(r"^(Llei|Reial decret|Decret|RDLeg|RD|Reglament|art\.|arts\.) ?")


def in_note(note: str, language: str) -> str:
    """The articles of a note of several parts, in the language of the reader; what people wrote stays as it is."""
    parts = note.split(" · ")
    return " · ".join(in_language(part, language) if _LAW.match(part) else part for part in parts)
