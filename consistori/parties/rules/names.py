"""Names of people and firms: kept as their owners write them, found as others type them."""

import re
import unicodedata
from collections.abc import Iterable

from consistori.parties.rules.identifiers import IdentifierFault, check_identifier

PARTICLES = frozenset(
    [
        "de",
        "del",
        "dels",
        "la",
        "las",
        "les",
        "los",
        "el",
        "els",
        "i",
        "y",
        "e",
        "d’",
        "l’",
        "da",
        "do",
        "dos",
        "von",
        "van",
        "al",
        "ben",
        "bin",
    ]
)
INITIALS = frozenset(
    [
        "SL",
        "SA",
        "SLU",
        "SAU",
        "SCCL",
        "SCP",
        "CB",
        "SLP",
        "AIE",
        "UTE",
        "SLL",
        "AMPA",
        "AFA",
        "ONG",
        "SC",
        "SAD",
        "CE",
        "CF",
        "FC",
        "SCA",
    ]
)
IDENTIFIER_IN_TEXT = re.compile(
    r"(?<![\w])(?:ES[\s-]?)?(?:[XYZKLM][.\-]?\d{7}[\s.\-]?[A-Z]|\d{2}\.?\d{3}\.?\d{3}[\s.\-]?[A-Z]"
    r"|[ABCDEFGHJNPQRSUVW][.\-]?\d{2}\.?\d{3}\.?\d{2}[\s.\-]?[0-9A-J])(?![\w])",
    re.IGNORECASE,
)


def tidy_name(raw: str) -> str:
    """A name as we keep it: composed letters, single spaces, ’ and l·l of their own; SHOUTED names calmed
    down.

    A name typed with its own small letters is respected as it is.
    """
    name = unicodedata.normalize("NFC", raw)
    name = "".join(sign for sign in name if sign.isprintable())
    name = re.sub(r"\s+", " ", name).strip(" ,;")
    name = re.sub(r"(?<=\w)['`´‘](?=\w)", "’", name)
    name = re.sub(r"(?i)(l)\s?[.•∙‧](l)(?=\w)", r"\1·\2", name)
    name = re.sub("ŀl", "l·l", name)
    name = re.sub("ĿL", "L·L", name)
    return _calmed(name) if name.isupper() and len(name) > 3 else name


def full_name(name: str, surname1: str = "", surname2: str = "") -> str:
    """Name and surnames as one says them."""
    return " ".join(part for part in (name, surname1, surname2) if part)


def listed_name(name: str, surname1: str = "", surname2: str = "") -> str:
    """As it stands in an alphabetical list: surnames, then name."""
    surnames = " ".join(part for part in (surname1, surname2) if part)
    return f"{surnames}, {name}" if surnames else name


def fold(text: str) -> str:
    """Without accents, capitals, nor signs: what two spellings of a name have in common."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    bare = re.sub(r"(?i)l[·•.]l", "ll", bare)
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare.casefold()).split())


def words_of(text: str) -> list[str]:
    """The folded words of a name, without particles nor legal forms."""
    skipped = {fold(particle) for particle in PARTICLES} | {fold(form) for form in INITIALS}
    bare = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\.?)", r"\1", text)
    words = fold(bare).split()
    return [word for word in words if word not in skipped] or words


def telling_words(text: str) -> list[str]:
    """The words of a name as they are written, without particles: «Forn», «Església»."""
    words = re.sub(r"\b[dl]’", "", text).replace(",", " ").split()
    return [word for word in words if word.casefold() not in PARTICLES]


def name_key(text: str) -> str:
    """The words of a name in alphabetical order: the same for two ways of writing it."""
    return " ".join(sorted(words_of(text)))


def begins_any_word(query: str, *texts: str) -> bool:
    """Whether every word typed is the beginning of some word of the name or of the identifier."""
    words = [word for text in texts for word in fold(text).split()]
    return all(any(word.startswith(term) for word in words) for term in fold(query).split())


def are_similar(one: str, other: str) -> bool:
    """Whether two names may be of the same person or firm: the same words in any order, or one letter
    apart.
    """
    mine, theirs = sorted(words_of(one)), sorted(words_of(other))
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    shorter, longer = sorted((mine, theirs), key=len)
    if len(set(shorter)) >= 2 and set(shorter) <= set(longer):
        return True
    return len(mine) == len(theirs) and _one_letter_apart(" ".join(mine), " ".join(theirs))


def identifiers_in(text: str) -> list[str]:
    """The valid identifiers of persons and firms written in a text, compact, in their order."""
    found: list[str] = []
    for match in IDENTIFIER_IN_TEXT.finditer(text):
        try:
            value = check_identifier(match.group(0)).value
        except IdentifierFault:
            continue
        if value not in found:
            found.append(value)
    return found


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` whose every word stands in the text, two words at least."""
    words = set(fold(text).split())
    return [name for name in names if len(words_of(name)) >= 2 and set(words_of(name)) <= words]


def _calmed(name: str) -> str:
    return " ".join(_calmed_word(word, first=place == 0) for place, word in enumerate(name.split(" ")))


def _calmed_word(word: str, *, first: bool) -> str:
    if word.strip(".,()").replace(".", "") in INITIALS:
        return word
    lower = word.lower()
    if lower in PARTICLES and not first:
        return lower
    for particle in ("d’", "l’"):
        if lower.startswith(particle):
            head = particle if not first else particle.capitalize()
            return head + lower[len(particle) :].capitalize()
    return "-".join(part.capitalize() for part in lower.split("-"))


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 8:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:cut] + longer[cut + 1 :] == shorter for cut in range(len(longer)))
