"""The analyser of words: one for the index and for the search, in Catalan and Spanish.

The index of a text [índex de cerca / índice de búsqueda] is a list of terms: the whole words, folded, so
that the beginning of a word finds it, and the stems of each word in both languages, marked ``s_``, so that
a plural finds its singular. A query is made of the same terms, therefore what is written without accents
is found too.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

_GEMINATE = re.compile(r"(?<=[aeiou])l[·.•‧∙⋅・\u0387]l(?=[aeiou])")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`ʹ′", "'"))
_NIF = r"[a-z][-.]?\d{7,8}[-.]?[a-z0-9]|\d{1,2}\.?\d{3}\.?\d{3}-?[a-z]"
_THOUSANDS = r"\d{1,3}(?:\.\d{3})+"
_WORD = re.compile(rf"(?<![^\W_])(?:{_NIF}|{_THOUSANDS})(?![^\W_])|[^\W_]+", re.UNICODE)
_ACCENTED_ENDINGS = (
    (re.compile(r"(c|s|x|g)i[oó]n$"), (r"\1ión", r"\1ió")),
    (re.compile(r"(c|s|x|g)i[oó]$"), (r"\1ió",)),
    (re.compile(r"(c|s|x)iones$"), (r"\1ión", r"\1ió")),
    (re.compile(r"(c|s|x)ions$"), (r"\1ió",)),
    (re.compile(r"encia$"), ("ència", "encia")),
    (re.compile(r"ancia$"), ("ància", "ancia")),
)
_LITTLE_WORDS = (
    "a al als amb d de del dels el els en entre es hi ho i l la les li lo los m n ni o per pel pels que s"
    " se si t un una uns unes con las no nos para por su sus u y e"
)
STOP_WORDS = frozenset(_LITTLE_WORDS.split())
_LONGEST_WORD = 60


def fold(text: str) -> str:
    """`text` in lower case, without accents and with the geminate l [ela geminada] as ``ll``.

    >>> fold("COŀLECCIÓ d’Àrees")
    "colleccio d'arees"
    """
    lowered = text.lower().translate(_APOSTROPHES)
    stripped = _strip_accents(lowered)
    return _GEMINATE.sub("ll", stripped)


def terms(text: str) -> list[str]:
    """Terms of the index of `text`, each once, in the order of their first appearance."""
    found: dict[str, None] = {}
    for word in words(text):
        if fold(word) not in STOP_WORDS:
            found.update(dict.fromkeys((*_whole(word), *_stems(word))))
    return list(found)


def tsquery(text: str, prefix: bool = True) -> str:
    """The query of PostgreSQL for what a person wrote, used as ``'...'::tsquery``; empty if no word is left.

    Every word must be there, as itself, as another form of itself, or (`prefix`) as the beginning of a word.
    Words such as *de*, *la*, *per* are left out unless nothing else was written.
    """
    written = words(text)
    asked = [word for word in written if fold(word) not in STOP_WORDS] or written
    clauses = [_clause(word, prefix) for word in dict.fromkeys(asked)]
    return " & ".join(clauses)


def words(text: str) -> list[str]:
    """Words of `text` in lower case with their accents; identity numbers and figures stay whole."""
    lowered = unicodedata.normalize("NFC", text.lower().translate(_APOSTROPHES))
    geminate = lowered.replace("ŀl", "l·l").replace("ŀ", "l·")
    joined = re.sub(r"(?<=[aeiouàèéíïòóúü])l[·.•‧∙⋅・\u0387]l(?=[aeiouàèéíïòóúü])", "ll", geminate)
    return [_joined(match.group()) for match in _WORD.finditer(joined)]


def _joined(word: str) -> str:
    if any(character.isdigit() for character in word):
        word = re.sub(r"[-. ]", "", word)
    return word[:_LONGEST_WORD]


def _clause(word: str, prefix: bool) -> str:
    star = ":*" if prefix else ""
    options = [f"{_quoted(whole)}{star}" for whole in _whole(word)]
    options += [_quoted(stem) for stem in _stems(word)]
    return options[0] if len(options) == 1 else "(" + " | ".join(options) + ")"


def _whole(word: str) -> tuple[str, ...]:
    return (fold(word),)


@lru_cache(maxsize=50_000)
def _stems(word: str) -> tuple[str, ...]:
    """Stems of `word` in both languages, of its accented and its plain form, folded and marked ``s_``."""
    if any(character.isdigit() for character in word) or len(word) < 3:
        return ()
    stems: dict[str, None] = {}
    for form in _forms(word):
        for stemmer in _stemmers():
            stems[f"s_{fold(stemmer.stemWord(form))}"] = None
    return tuple(stems)


def _forms(word: str) -> dict[str, None]:
    """The word as written, folded, and with the accents that people leave out (*subvencio*)."""
    plain = fold(word)
    forms = {word: None, plain: None}
    for ending, spellings in _ACCENTED_ENDINGS:
        if ending.search(plain):
            forms.update(dict.fromkeys(ending.sub(spelling, plain) for spelling in spellings))
    return forms


_of_this_thread = threading.local()


def _stemmers() -> tuple[Any, ...]:
    # A stemmer keeps the word that it is working on, so each thread has its own: two on one give wrong stems.
    if not hasattr(_of_this_thread, "stemmers"):
        # Loaded when first needed: it brings all its languages, a tenth of a second of every start.
        import snowballstemmer

        _of_this_thread.stemmers = snowballstemmer.stemmer("catalan"), snowballstemmer.stemmer("spanish")
    found: tuple[Any, ...] = _of_this_thread.stemmers
    return found


def _strip_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
