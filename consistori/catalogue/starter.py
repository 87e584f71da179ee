"""The starter scheme that comes with the house, read from `data/` (see its README for its provenance)."""

import csv
from dataclasses import dataclass
from pathlib import Path

from consistori.catalogue.rules.retention import RetentionFacts
from consistori.catalogue.rules.scheme import SchemeRow

DATA = Path(__file__).parent / "data"
NAME = "Quadre de classificació de partida"
VERSION = "2026.1"


@dataclass(frozen=True)
class StarterRetention:
    """What is known of the retention of a series: the facts, the ruling, its source, the years proposed."""

    facts: RetentionFacts
    ruling: str
    source: str
    proposal_years: int | None


@dataclass(frozen=True)
class StarterType:
    """A document type of the short shared list."""

    code: str
    name_ca: str
    name_es: str
    eni_type: str
    default_origin: str
    words_ca: str
    words_es: str


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def starter_rows() -> list[SchemeRow]:
    """Every function, activity and series, with the words and sentences by which it is found."""
    said = {line["code"]: (line["words_ca"], line["words_es"]) for line in _lines("words.csv")}
    for line in _lines("sentences.csv"):
        ca, es = said[line["code"]]
        said[line["code"]] = f"{ca}; {line['sentence_ca']}", f"{es}; {line['sentence_es']}"
    return [_row(number, line, said) for number, line in enumerate(_lines("series.csv"), start=2)]


def _row(number: int, line: dict[str, str], said: dict[str, tuple[str, str]]) -> SchemeRow:
    words_ca, words_es = said.get(line["code"], ("", ""))
    return SchemeRow(
        row=number,
        code=line["code"],
        title_ca=line["title_ca"],
        title_es=line["title_es"],
        parent=line["parent"],
        level=int(line["level"]),
        description=line["description_ca"],
        case_kind=line["case_kind"],
        access_regime=line["access_regime"],
        access_reason=line["access_reason"],
        official_code=line["official_code"],
        hier_code=line["hier_code"],
        words_ca=words_ca,
        words_es=words_es,
        reserved_roles=tuple(role for role in line["reserved_roles"].split(";") if role),
        extra={"provenance": line["provenance"], "attested_in": line["attested_in"]},
    )


def starter_retention() -> dict[str, StarterRetention]:
    """What is known of the retention of each series, by its code."""
    return {
        line["code"]: StarterRetention(
            facts=RetentionFacts(
                disposition=line["disposition"],
                status=line["status"],
                table_code=line["table_code"],
                years=int(line["years"]) if line["years"] else None,
            ),
            ruling=line["ruling_ca"],
            source=line["source"],
            proposal_years=int(line["proposal_years"]) if line["proposal_years"] else None,
        )
        for line in _lines("retention.csv")
    }


def starter_types() -> list[StarterType]:
    """The short shared list of document types, in the order of a case."""
    return [StarterType(**line) for line in _lines("document_types.csv")]


def starter_crosswalk() -> list[dict[str, str]]:
    """The same series in real schemes: `other_scheme, other_code, other_title, code, relation`."""
    return _lines("crosswalk.csv")
