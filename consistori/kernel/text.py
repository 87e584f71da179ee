"""The analyser of words: one for the index and for the search, in Catalan and Spanish.

The index of a text [índex de cerca / índice de búsqueda] is a list of terms: the whole words, folded, so
that the beginning of a word finds it, and the stems of each word in both languages, marked ``s_``, so that
a plural finds its singular. A query is made of the same terms, therefore what is written without accents
is found too.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

_GEMINATE = re.compile(r"(?<=[aeiou])l[·.•‧∙⋅・\u0387]l(?=[aeiou])")
_GEMINATE_IN_WORDS = re.compile(r"(?<=[aeiouàèéíïòóúü])l[·.•‧∙⋅・\u0387]l(?=[aeiouàèéíïòóúü])")
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
        plain, stems = _known(word)
        if plain not in STOP_WORDS:
            found.update(dict.fromkeys((plain, *stems)))
    return list(found)


def telling(text: str) -> dict[str, str]:
    """Its words that tell something, each once, with its folded form. The little ones (*de*, *la*, *per*) do not."""
    known = {word: _known(word)[0] for word in words(text)}
    return {word: plain for word, plain in known.items() if plain not in STOP_WORDS}


def tsquery(text: str, prefix: bool = True) -> str:
    """The query of PostgreSQL for what a person wrote, used as ``'...'::tsquery``; empty if no word is left.

    Every word must be there, as itself, as another form of itself, or (`prefix`) as the beginning of a word.
    Words such as *de*, *la*, *per* are left out unless nothing else was written.
    """
    written = words(text)
    asked = [word for word in written if fold(word) not in STOP_WORDS] or written
    clauses = [_clause(word, prefix) for word in dict.fromkeys(asked)]
    return " & ".join(clauses)


@dataclass(frozen=True)
class Asked:
    """Something that a person looks for [cerca / búsqueda]: a word, the beginning of one, or words in this very order.

    `words` are in lower case with their accents. `is_without`: it must not be there.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_prefix: bool = False
    is_without: bool = False


WHOLE = "@whole"
"""Mark of a text all of whose words have their place in the index, so that words in order are found for certain."""

_ASKED = re.compile(
    r"""(?P<minus>(?<!\S)[-−])?(?:"(?P<a>[^"]*)"?|«(?P<b>[^»]*)»?|“(?P<c>[^”]*)”?|(?P<word>[^\s"«“]+))"""
)
_LAST_PLACE = 16_000
_MOST_PLACES = 250
_LARGEST_INDEX = 900_000


def asked(text: str) -> list[Asked]:
    """What somebody wrote to look for something: words, `"words in order"`, `begin*` and `-without`.

    >>> [one.words for one in asked('terrassa "obra menor" -gual')]
    [('terrassa',), ('obra', 'menor'), ('gual',)]
    """
    found = []
    for match in _ASKED.finditer(text.replace("\x00", " ")):
        without = match["minus"] is not None
        phrase = next((match[name] for name in "abc" if match[name] is not None), None)
        if phrase is not None:
            if inside := words(phrase):
                found.append(Asked(tuple(inside), is_phrase=True, is_without=without))
            continue
        written = words(match["word"])
        begins = match["word"].rstrip(".,;:").endswith("*")
        for place, word in enumerate(written):
            last = place == len(written) - 1
            found.append(Asked((word,), is_prefix=begins and last, is_without=without))
    return _worth(found)


def _worth(found: list[Asked]) -> list[Asked]:
    """Without the little words, unless there is nothing else to look for."""
    kept = [one for one in found if one.is_prefix or any(fold(word) not in STOP_WORDS for word in one.words)]
    return kept if any(not one.is_without for one in kept) else kept + [o for o in found if o not in kept]


def query_of(looked_for: list[Asked]) -> str:
    """The query of PostgreSQL for all of it, used as ``'...'::tsquery``; empty when nothing is asked."""
    clauses = dict.fromkeys(_asked_clause(one) for one in looked_for)
    return " & ".join(clause for clause in clauses if clause)


def _asked_clause(one: Asked) -> str:
    in_order = one.is_phrase
    clause = (
        _phrase_clause(one.words, strict=one.is_without) if in_order else _clause(one.words[0], one.is_prefix)
    )
    return f"!{clause}" if clause and one.is_without else clause


def _phrase_clause(written: tuple[str, ...], *, strict: bool) -> str:
    """These words in this order. Of a text whose places are not all kept: all of them, anywhere (unless `strict`)."""
    places = [(place, fold(word)) for place, word in enumerate(written) if fold(word) not in STOP_WORDS]
    if not places:
        return ""
    together = _quoted(places[0][1])
    for (before, _), (here, word) in pairwise(places):
        together += f" <{here - before}> {_quoted(word)}"
    if len(places) == 1 or strict:
        return f"({together})"
    anywhere = " & ".join(_quoted(word) for _, word in places)
    return f"({together} | !{_quoted(WHOLE)} & {anywhere})"


def index_of(*texts: str, marks: tuple[str, ...] = ()) -> str:
    """The text of the `tsvector` of these texts: each word with its places, and the stems of both languages.

    It never passes what PostgreSQL takes (1 MB): of a text out of all measure, what does not fit is left out.
    """
    places: dict[str, list[int]] = {}
    stems: dict[str, None] = {}
    at, is_whole = 0, True
    for text in texts:
        for word in words(text):
            at += 1
            plain, stems_of_it = _known(word)
            if plain in STOP_WORDS:
                continue
            here = places.setdefault(plain, [])
            if at <= _LAST_PLACE and len(here) < _MOST_PLACES:
                here.append(at)
            else:
                is_whole = False
            stems.update(dict.fromkeys(stems_of_it))
        at += 1
    return _as_vector(places, stems, (*marks, *((WHOLE,) if is_whole else ())))


def _as_vector(places: dict[str, list[int]], stems: dict[str, None], marks: tuple[str, ...]) -> str:
    pieces = [_quoted(mark) for mark in marks]
    room = _LARGEST_INDEX
    for word, at in places.items():
        room -= len(word.encode()) + 2 * len(at) + 6
        if room < 0:
            return " ".join(piece for piece in pieces if piece != _quoted(WHOLE))
        pieces.append(f"{_quoted(word)}:{','.join(map(str, at))}" if at else _quoted(word))
    for stem in stems:
        room -= len(stem.encode()) + 4
        if room < 0:
            break
        pieces.append(_quoted(stem))
    return " ".join(pieces)


def is_asked(word: str, one: Asked) -> bool:
    """Whether `word`, as it stands in a text, answers to what was asked: itself, a form of it, or its beginning."""
    plain = fold(word)
    for wanted in one.words:
        whole = fold(wanted)
        if plain == whole or (one.is_prefix and plain.startswith(whole)):
            return True
        if not one.is_phrase and not set(_stems(word)).isdisjoint(_stems(wanted)):
            return True
    return False


def words(text: str) -> list[str]:
    """Words of `text` in lower case with their accents; identity numbers and figures stay whole."""
    lowered = unicodedata.normalize("NFC", text.lower().translate(_APOSTROPHES))
    geminate = lowered.replace("ŀl", "l·l").replace("ŀ", "l·")
    joined = _GEMINATE_IN_WORDS.sub("ll", geminate)
    return [_joined(match.group()) for match in _WORD.finditer(joined)]


def _joined(word: str) -> str:
    if not word.isalpha() and any(character.isdigit() for character in word):
        word = re.sub(r"[-. ]", "", word)
    return word[:_LONGEST_WORD]


def _clause(word: str, prefix: bool) -> str:
    star = ":*" if prefix else ""
    options = [f"{_quoted(whole)}{star}" for whole in _whole(word)]
    options += [_quoted(stem) for stem in _stems(word)]
    return options[0] if len(options) == 1 else "(" + " | ".join(options) + ")"


def _whole(word: str) -> tuple[str, ...]:
    return (_known(word)[0],)


def _stems(word: str) -> tuple[str, ...]:
    return _known(word)[1]


@lru_cache(maxsize=50_000)
def _known(word: str) -> tuple[str, tuple[str, ...]]:
    """`word` folded, and its stems. A language has few words: a stemmer meets each once (0.1 ms)."""
    return fold(word), _stems_in_both(word)


def _stems_in_both(word: str) -> tuple[str, ...]:
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
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
