"""What the law says of a case file [expedient / expediente]. No clock, no database: facts in, reasons out.

Codes are given back, not sentences: `texts.py` says each of them to people. Every rule names its article;
LPAC is Llei 39/2015, ROF is RD 2568/1986.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from stdnum.es import cif, nif


class State(StrEnum):
    """Where the procedure stands [estat]: three steps, in any order that the work asks for."""

    INITIATION = "initiation"
    INSTRUCTION = "instruction"
    ENDING = "ending"


class Situation(StrEnum):
    """Whether the folder is open [situació]. Lists show the open ones."""

    OPEN = "open"
    CLOSED = "closed"


class Ending(StrEnum):
    """How a case ended [com ha acabat]: LPAC arts. 21.1, 24, 25, 84-86, 93-95."""

    RESOLUTION = "resolution"
    WITHDRAWAL = "withdrawal"
    WAIVER = "waiver"
    EXPIRY = "expiry"
    PRESCRIPTION = "prescription"
    LOSS_OF_OBJECT = "loss_of_object"
    IMPOSSIBILITY = "impossibility"
    SILENCE = "silence"
    AGREEMENT = "agreement"
    DECLARATION = "declaration"
    INTERNAL = "internal"


class Role(StrEnum):
    """What a party is in the case [en qualitat de]: LPAC arts. 3-8, 62."""

    APPLICANT = "applicant"
    INTERESTED = "interested"
    REPRESENTATIVE = "representative"
    ADDRESSEE = "addressee"
    COMPLAINANT = "complainant"
    ALLEGED = "alleged"
    APPELLANT = "appellant"
    BIDDER = "bidder"
    OTHER = "other"


class RelationKind(StrEnum):
    """How two cases are tied [relacionats]."""

    RELATED = "related"
    FOLLOWS = "follows"
    PART_OF = "part_of"
    APPEALS = "appeals"


RESOLUTION_TYPES = frozenset({"TD01", "TD02"})
SILENCE_TYPES = RESOLUTION_TYPES | {"TD11"}
AGREEMENT_TYPES = RESOLUTION_TYPES | {"TD03", "TD04"}
WITHOUT_RESOLUTION = frozenset({Ending.AGREEMENT, Ending.DECLARATION, Ending.INTERNAL, Ending.SILENCE})
NEEDS_NOTE = frozenset({Ending.INTERNAL, Ending.LOSS_OF_OBJECT, Ending.IMPOSSIBILITY, Ending.PRESCRIPTION})


# --- numbers ---------------------------------------------------------------------------------------------

DEFAULT_PATTERN = "X{year}{number:06d}"
_PLACE = re.compile(r"\{(year|number(?::0(\d)d)?)\}")


def number_pattern_fault(pattern: str) -> str:
    """Why `pattern` cannot number cases, as a code of `texts.PATTERN_FAULTS`; empty when it can.

    A case number has one `{year}`, one `{number:06d}` and no series, so that a case keeps it for ever.
    """
    places = [match.group(1).split(":")[0] for match in _PLACE.finditer(pattern)]
    rest = _PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        return "unknown_place"
    if places.count("year") != 1 or places.count("number") != 1:
        return "one_year_one_number"
    if not re.fullmatch(r"[A-Za-z0-9._-]*", rest):
        return "characters"
    if len(pattern.format(year=9999, number=999_999)) > 32:
        return "too_long"
    return ""


def format_number(pattern: str, *, year: int, number: int) -> str:
    """The number of a case [número d'expedient], `X2026000123`; `number` counts from 1 within the year."""
    return pattern.format(year=year, number=number)


def opening_date_fault(opened_on: date, *, today: date) -> str:
    """A case may be written down later than it was opened (catching up), never before: a code or empty."""
    if opened_on > today:
        return "future"
    if opened_on.year < 1900:
        return "too_old"
    return ""


# --- titles ----------------------------------------------------------------------------------------------

_PERSONAL = re.compile(r"(?<![A-Z0-9])([XYZ][ .-]?\d{7}|\d{2}\.?\d{3}\.?\d{3})[ .-]?([A-Z])(?![A-Z0-9])")
_FIRM = re.compile(r"(?<![A-Z0-9])[ABCDEFGHJNPQRSUVW][ .-]?\d{2}\.?\d{3}\.?\d{2}[ .-]?[0-9A-J](?![A-Z0-9])")


@dataclass(frozen=True)
class FoundIdentifier:
    """A NIF written in a text: as written, compact, and whether its control character is right."""

    text: str
    compact: str
    valid: bool


def identifiers_in(text: str) -> list[FoundIdentifier]:
    """The NIF, NIE and CIF [números d'identificació fiscal] that appear in `text`, in their order.

    A personal number with a wrong letter counts: it is somebody's number, mistyped. A firm's must be valid,
    because references such as `B1234567 0` look like one.
    """
    upper = text.upper()
    found: list[tuple[int, FoundIdentifier]] = []
    for match in _PERSONAL.finditer(upper):
        compact = re.sub(r"[ .-]", "", match.group())
        written = text[match.start() : match.end()]
        found.append((match.start(), FoundIdentifier(written, compact, bool(nif.is_valid(compact)))))
    for match in _FIRM.finditer(upper):
        compact = re.sub(r"[ .-]", "", match.group())
        if cif.is_valid(compact):
            found.append((match.start(), FoundIdentifier(text[match.start() : match.end()], compact, True)))
    return [identifier for _, identifier in sorted(found, key=lambda pair: pair[0])]


# --- order and folios ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leaf:
    """A document as foliation sees it: pages (None when unknown: one folio), and whether it enters."""

    key: object
    pages: int | None
    enters: bool
    folder_position: int = -1
    position: int = 0


@dataclass(frozen=True)
class Folios:
    """The folios of a document, both ends included, from 1."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def foliation_order(leaves: Iterable[Leaf]) -> list[Leaf]:
    """The order of the index (RD 203/2021, art. 51): loose leaves, then folder by folder, by position."""
    return sorted(leaves, key=lambda leaf: (leaf.folder_position, leaf.position))


def foliate(leaves: Sequence[Leaf]) -> list[Folios | None]:
    """Folios [foliació] of `leaves`, already in order. What does not enter the index has none.

    LPAC art. 70.3: complete, foliated, authenticated. A document without pages of its own (a sound, a
    spreadsheet) takes one folio.
    """
    folios: list[Folios | None] = []
    last = 0
    for leaf in leaves:
        if not leaf.enters:
            folios.append(None)
            continue
        span = Folios(last + 1, last + max(leaf.pages or 1, 1))
        last = span.last
        folios.append(span)
    return folios


def enters_index(*, is_draft: bool, is_auxiliary: bool, is_requested_report: bool = False) -> bool:
    """Whether a document belongs to the case file and its index (LPAC art. 70.4, R-EXP-04).

    Drafts, notes and auxiliary information stay out, except a report, compulsory or not, that was asked for
    before the resolution.
    """
    if is_draft:
        return False
    return is_requested_report or not is_auxiliary


# --- closing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DocumentFacts:
    """What closing needs to know of one document of the case."""

    key: object
    title: str
    eni_type: str
    is_typed: bool
    is_draft: bool
    is_auxiliary: bool = False
    has_date: bool = True
    has_origin: bool = True
    has_elaboration: bool = True
    has_language: bool = True
    pending_signers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClosingFacts:
    """What closing needs to know of the case."""

    ending: str
    ending_note: str = ""
    has_series: bool = True
    series_compulsory: bool = False
    documents: Sequence[DocumentFacts] = ()
    pending_steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, or worth knowing, before closing; `code` is one of `texts.MISSING`."""

    code: str
    document: DocumentFacts | None = None
    article: str = ""
    blocks: bool = True
    names: tuple[str, ...] = field(default=())


def missing_to_close(facts: ClosingFacts) -> list[Missing]:
    """Everything that stands between the case and its closing [tancament], the worst first.

    R-RES-01 (LPAC art. 21.1): every procedure ends with an express resolution, also withdrawal, waiver,
    expiry, prescription and loss of object, which it declares. Not so an agreement (art. 86) or a mere
    declaration or communication (art. 69); silence in favour ends it too (art. 24.2), proven by its
    certificate (art. 24.4). What is no procedure at all is closed with a note that says so.
    """
    return [*_missing_ending(facts), *_missing_in_documents(facts), *_missing_in_cover(facts)]


def _missing_ending(facts: ClosingFacts) -> list[Missing]:
    if facts.ending not in set(Ending):
        return [Missing("ending", article="Llei 39/2015, art. 84")]
    ending = Ending(facts.ending)
    types = {d.eni_type for d in facts.documents if not d.is_draft and not d.is_auxiliary}
    missing: list[Missing] = []
    if ending not in WITHOUT_RESOLUTION and not types & RESOLUTION_TYPES:
        missing.append(Missing("resolution", article="Llei 39/2015, art. 21.1"))
    if ending is Ending.SILENCE and not types & SILENCE_TYPES:
        missing.append(Missing("silence_certificate", article="Llei 39/2015, art. 24.4"))
    if ending is Ending.AGREEMENT and not types & AGREEMENT_TYPES:
        missing.append(Missing("agreement_document", article="Llei 39/2015, art. 86"))
    if ending in NEEDS_NOTE and not facts.ending_note.strip():
        missing.append(Missing("ending_note", article="Llei 39/2015, art. 84.2"))
    return missing


def _missing_in_documents(facts: ClosingFacts) -> list[Missing]:
    missing: list[Missing] = []
    for document in facts.documents:
        if document.pending_signers:
            missing.append(
                Missing("signature", document, "Llei 39/2015, art. 26.2.e", names=document.pending_signers)
            )
        if document.is_draft:
            missing.append(Missing("draft", document, "Llei 39/2015, art. 70.4", blocks=False))
        elif not document.is_auxiliary:
            missing += _missing_metadata(document)
    return missing


def _missing_metadata(document: DocumentFacts) -> list[Missing]:
    """RD 4/2010 and its technical rule of the electronic document: the least metadata (R-DOC-01)."""
    article = "NTI de document electrònic, annex I"
    checks = (
        (document.is_typed, "type"),
        (document.has_date, "date"),
        (document.has_origin, "origin"),
        (document.has_elaboration, "elaboration"),
        (document.has_language, "language"),
    )
    return [Missing(code, document, article) for present, code in checks if not present]


def _missing_in_cover(facts: ClosingFacts) -> list[Missing]:
    missing: list[Missing] = []
    if not facts.has_series:
        missing.append(Missing("series", article="RD 4/2010, art. 21", blocks=facts.series_compulsory))
    if not any(not d.is_draft and not d.is_auxiliary for d in facts.documents):
        missing.append(Missing("documents", article="Llei 39/2015, art. 70.1"))
    if facts.pending_steps:
        missing.append(Missing("steps", blocks=False, names=facts.pending_steps))
    return missing


def may_be_closed(facts: ClosingFacts) -> bool:
    """Whether nothing that blocks is missing."""
    return not any(missing.blocks for missing in missing_to_close(facts))
