"""Writing the rows of a scheme at once, parents before children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from consistori.catalogue.models import Scheme, Series
from consistori.catalogue.rules.finding import terms_of_sayings
from consistori.catalogue.rules.scheme import SchemeRow
from consistori.catalogue.starter import StarterRetention
from consistori.kernel.identifiers import uuid7
from consistori.kernel.text import terms


def finding_of(row: SchemeRow | Series) -> dict[str, Any]:
    """The terms by which a series is found, computed once when it is written."""
    return {
        "title": terms(f"{row.title_ca} {row.title_es}"),
        "sayings": terms_of_sayings(row.words_ca, row.words_es),
        "description": terms(row.description),
    }


def write_rows(
    scheme: Scheme,
    rows: Iterable[SchemeRow],
    *,
    valid_from: date,
    retention: Mapping[str, StarterRetention] | None = None,
) -> dict[str, Series]:
    """Insert the rows as series of the scheme; returns them by code. One statement a level."""
    known = retention or {}
    made: dict[str, Series] = {}
    for row in sorted(rows, key=lambda row: row.level):
        parent = made.get(row.parent)
        values = _values(row) | _retention_of(known.get(row.code))
        made[row.code] = Series(id=uuid7(), scheme=scheme, parent=parent, valid_from=valid_from, **values)
    by_level: dict[int, list[Series]] = {}
    for series in made.values():
        by_level.setdefault(series.level, []).append(series)
    for level in sorted(by_level):
        Series.objects.bulk_create(by_level[level], batch_size=1000)
    return made


def _retention_of(known: StarterRetention | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        "disposition": known.facts.disposition,
        "retention_status": known.facts.status,
        "table_code": known.facts.table_code,
        "retention_years": known.facts.years,
        "retention_ruling": known.ruling,
        "retention_source": known.source,
        "retention_proposal_years": known.proposal_years,
    }


def _values(row: SchemeRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "level": row.level,
        "title_ca": row.title_ca,
        "title_es": row.title_es,
        "description": row.description,
        "official_code": row.official_code,
        "hier_code": row.hier_code,
        "case_kind": row.case_kind if row.level == 3 else "",
        "access_regime": row.access_regime if row.level == 3 else "",
        "access_reason": row.access_reason,
        "reserved_roles": list(row.reserved_roles),
        "words_ca": row.words_ca,
        "words_es": row.words_es,
        "finding": finding_of(row),
        "provenance": "; ".join(part for part in row.extra.values() if part)[:200],
    }
