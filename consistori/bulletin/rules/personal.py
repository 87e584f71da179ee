"""What a text tells of people, and how each thing may be published (R-RGP-03, R-RGP-04, R-RGP-08).

It finds and proposes with its reason; a person decides each one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stdnum import iban as iban_number

from consistori.parties.rules.identifiers import (
    CheckedIdentifier,
    IdentifierFault,
    IdentifierKind,
    check_identifier,
)
from consistori.parties.rules.masking import Purpose, mask
from consistori.parties.rules.protection import ARTICLE as PROTECTION

DATA_LAW = "LOPDGDD, DA 7a.1"
LEAST_DATA = "RGPD, art. 5.1.c"


class What(StrEnum):
    """What was found."""

    NUMBER = "number"
    DOUBTFUL_NUMBER = "doubtful_number"
    """Eight figures and a letter that does not correspond: somebody mistyped the number of a person."""
    FIRM = "firm"
    PASSPORT = "passport"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH = "birth"
    CADASTRE = "cadastre"
    NAME = "name"
    PROTECTED = "protected"
    """The name or the number of somebody whose publication is blocked."""
    SAID = "said"
    """What a person wrote that must not be read."""


class Do(StrEnum):
    """What is done with it."""

    KEEP = "keep"
    MASK = "mask"
    HIDE = "hide"


@dataclass(frozen=True)
class Known:
    """Somebody who comes in the matter: how they are called, their number, and whether they are protected."""

    name: str
    identifier: str = ""
    is_protected: bool = False
    is_person: bool = True


@dataclass(frozen=True)
class Found:
    """Something found: `text` as it is written, `places` how many times, what is proposed and why.

    `shown_as` is what would be read in its place if it is masked; `may_keep`: whether the law lets it stay whole.
    """

    what: What
    text: str
    proposal: Do
    article: str
    places: int = 1
    shown_as: str = ""
    may_keep: bool = True


_GAP = r"[\s.\-·/]?"
_NUMBER = re.compile(rf"(?<![\w*])(?:[XYZKLM]{_GAP})?(?:\d{_GAP}){{7,8}}[A-Z](?![\w])", re.IGNORECASE)
_FIRM = re.compile(rf"(?<!\w)[ABCDEFGHJNPQRSUVW]{_GAP}(?:\d{_GAP}){{7}}[0-9A-J](?!\w)")
_PASSPORT = re.compile(
    r"(?:passaport|pasaporte|passport)\D{0,20}?(?<!\w)([A-Z]{0,3}\d{5,9}[A-Z]{0,2})(?!\w)", re.IGNORECASE
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \-]?[0-9A-Z]{4}){3,7}(?:[ \-]?[0-9A-Z]{1,3})?(?!\w)")
_PHONE = re.compile(r"(?<![\w.,])(?:(?:\+|00)34[\s.\-]?)?[6-9]\d{2}(?:[\s.\-]?\d{2}){3}(?![\w])"
                    r"|(?<![\w.,])(?:(?:\+|00)34[\s.\-]?)?[6-9]\d{2}(?:[\s.\-]?\d{3}){2}(?![\w])")  # fmt: skip
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_ROAD = (
    r"(?:carrer|c/|c\.|calle|avinguda|avenida|av\.|avda\.|plaça|plaza|pl\.|passeig|paseo|pg\.|passatge|pasaje|ptge\.|"
    r"camí|camino|carretera|ctra\.|ronda|rambla|travessera|travessia|travesía|urbanització|urbanización|urb\.|masia|mas)"
)
_ADDRESS = re.compile(
    rf"(?<!\w){_ROAD}\s*(?:de\s+la\s+|de\s+les\s+|de\s+los\s+|del\s+|dels\s+|de\s+|d['’]\s*)?"
    r"[A-ZÀ-Ý][\w'’·\-]*(?:\s+(?:(?:de|del|dels|la|les|los|i|y|d['’])\s*)*[A-ZÀ-Ý][\w'’·\-]*){0,4}"
    r"\s*,?\s*(?:núm\.|num\.|nº|n\.|número)?\s*\d{1,4}(?:\s*[-–]\s*\d{1,4})?(?:\s*(?:bis|[A-C])(?!\w))?"
    r"(?:\s*,?\s*\d{1,2}(?:r|n|t|è|er|º|ª|a|o)?\.?\s*(?:-|,)?\s*\d{1,2}(?:a|ª)\b)?",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"(?:nascud?[ao]?|nascut|nat|nacid[oa]|data de naixement|fecha de nacimiento)\b\D{0,25}"
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}\s+(?:de\s+|d['’])?[a-zç]+\s+(?:de\s+|del\s+)?\d{4})",
    re.IGNORECASE,
)
_CADASTRE = re.compile(r"(?<!\w)\d{7}[A-Z]{2}\d{4}[A-Z]\d{4}[A-Z]{2}(?!\w)")


def find(
    text: str,
    *,
    purpose: Purpose = Purpose.PUBLICATION,
    known: Iterable[Known] = (),
    ours: Iterable[str] = (),
) -> list[Found]:
    """What is told of people in a text, in reading order, each thing once however many times it comes.

    `ours` are the address, telephone and domain of the town hall: what is of the house is not of a person.
    """
    plain = " ".join(text.split())
    people = tuple(known)
    house = tuple(_squeezed(one) for one in ours if one.strip())
    taken: list[tuple[int, int]] = []
    met: dict[tuple[What, str], tuple[int, Found]] = {}
    for place, end, one in _everything(plain, purpose, people):
        if any(place < there_end and there < end for there, there_end in taken):
            continue
        taken.append((place, end))
        if one.what in _OF_THE_HOUSE and any(
            _squeezed(one.text) in our or our in _squeezed(one.text) for our in house
        ):
            continue
        key = (one.what, one.text)
        first, known_one = met.get(key, (place, None))
        places = known_one.places + 1 if known_one else 1
        met[key] = (min(first, place), _times(one, places))
    return [one for _place, one in sorted(met.values(), key=lambda pair: pair[0])]


_OF_THE_HOUSE = frozenset({What.PHONE, What.EMAIL, What.ADDRESS})


def _times(one: Found, places: int) -> Found:
    return Found(one.what, one.text, one.proposal, one.article, places, one.shown_as, one.may_keep)


def _everything(text: str, purpose: Purpose, people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    """What each search finds; those that go first keep their letters."""
    for search in (
        _protected,
        _ibans,
        _cadastre,
        _numbers,
        _firms,
        _passports,
        _births,
        _emails,
        _phones,
        _addresses,
    ):
        yield from search(text, purpose, people)
    yield from _names(text, purpose, people)


def _protected(text: str, _purpose: Purpose, people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    """Names and numbers of whoever is protected: they never stay (R-RGP-08)."""
    for person in people:
        if not person.is_protected:
            continue
        for matches in (_written(person.name, text), _numbered(person.identifier, text)):
            for match in matches:
                yield (*match.span(), Found(What.PROTECTED, match[0], Do.HIDE, PROTECTION, may_keep=False))


def _numbers(text: str, purpose: Purpose, _people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    for match in _NUMBER.finditer(text):
        checked = _checked(match[0])
        kind = checked.kind if checked else IdentifierKind.DNI
        what = What.NUMBER if checked else What.DOUBTFUL_NUMBER
        yield (*match.span(), _number(what, match[0], kind, purpose))


def _number(what: What, text: str, kind: IdentifierKind, purpose: Purpose) -> Found:
    """Masked where an act is published; whole, and without the name, where somebody is notified by announcement."""
    shown = mask(text, kind)
    if purpose is Purpose.ANNOUNCEMENT:
        return Found(what, text, Do.KEEP, f"{DATA_LAW}, paràgraf segon", shown_as=shown)
    return Found(what, text, Do.MASK, f"{DATA_LAW}, paràgraf primer", shown_as=shown, may_keep=False)


def _checked(raw: str) -> CheckedIdentifier | None:
    try:
        found = check_identifier(raw)
    except IdentifierFault:
        return None
    return found if found.is_personal else None


def _firms(text: str, _purpose: Purpose, _people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    """The number of a firm is public: it is told, and stays."""
    for match in _FIRM.finditer(text):
        try:
            found = check_identifier(match[0])
        except IdentifierFault:
            continue
        if not found.is_personal:
            yield (*match.span(), Found(What.FIRM, match[0], Do.KEEP, "RGPD, cons. 14"))


def _passports(text: str, purpose: Purpose, _people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    for match in _PASSPORT.finditer(text):
        yield (*match.span(1), _number(What.PASSPORT, match[1], IdentifierKind.PASSPORT, purpose))


def _ibans(text: str, _purpose: Purpose, _people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    for match in _IBAN.finditer(text):
        if iban_number.is_valid(match[0]):
            yield (*match.span(), Found(What.IBAN, match[0], Do.HIDE, LEAST_DATA, may_keep=False))


def _simple(
    what: What, form: re.Pattern[str], proposal: Do, group: int = 0
) -> Callable[..., Iterator[tuple[int, int, Found]]]:
    def search(text: str, _purpose: Purpose, _people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
        for match in form.finditer(text):
            words = match[group].rstrip(" ,.")
            start = match.start(group)
            yield start, start + len(words), Found(what, words, proposal, LEAST_DATA)

    return search


_emails = _simple(What.EMAIL, _EMAIL, Do.HIDE)
_phones = _simple(What.PHONE, _PHONE, Do.HIDE)
_addresses = _simple(What.ADDRESS, _ADDRESS, Do.HIDE)
_births = _simple(What.BIRTH, _BIRTH, Do.HIDE, 1)
_cadastre = _simple(What.CADASTRE, _CADASTRE, Do.KEEP)


def _names(text: str, purpose: Purpose, people: Sequence[Known]) -> Iterator[tuple[int, int, Found]]:
    """Names of those who come in the matter: they go out where only the number may be (R-RGP-03.2)."""
    for person in people:
        if person.is_protected or not person.is_person:
            continue
        goes = purpose is Purpose.ANNOUNCEMENT and bool(person.identifier)
        article = f"{DATA_LAW}, paràgraf {'segon' if purpose is Purpose.ANNOUNCEMENT else 'primer'}"
        for match in _written(person.name, text):
            proposal = Do.HIDE if goes else Do.KEEP
            yield (*match.span(), Found(What.NAME, match[0], proposal, article, may_keep=not goes))


def _written(said: str, text: str) -> Iterator[re.Match[str]]:
    """Where a name or a number is written, however it is spaced and in whichever case."""
    words = said.split()
    if not words:
        return iter(())
    form = r"[\s.\-]*".join(re.escape(word) for word in words)
    return re.finditer(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE)


def _numbered(identifier: str, text: str) -> Iterator[re.Match[str]]:
    """Where a number is written, whatever stands between its signs."""
    if not identifier:
        return iter(())
    form = _GAP.join(re.escape(sign) for sign in identifier)
    return re.finditer(rf"(?<!\w){form}(?!\w)", text, re.IGNORECASE)


def still_told(text: str, decided: Iterable[tuple[str, Do]]) -> list[str]:
    """Those that had to go and can still be read, however they are spaced. Must be empty before it is published."""
    squeezed = _squeezed(text)
    return [said for said, do in decided if do is not Do.KEEP and _squeezed(said) in squeezed]


def names_protected(text: str, people: Iterable[Known]) -> list[str]:
    """Those protected whom a text still names. Must be empty before it is published (R-RGP-08)."""
    return [one.name for one in people if one.is_protected
            and (any(_written(one.name, text)) or any(_numbered(one.identifier, text)))]  # fmt: skip


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
