"""Lists by pages of a key [keyset]: `{items, next}`, where `next` is opaque and nothing is counted."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BaseModel, Field

from consistori.kernel.errors import BadInput

T = TypeVar("T")
DEFAULT, MOST = 50, 100


class Page(BaseModel, Generic[T]):
    """Some items, and the cursor of those that follow; null when there are no more."""

    items: list[T]
    next: str | None = None


class ListQuery(Schema):
    """What every list takes."""

    limit: int = Field(DEFAULT, ge=1, le=MOST, description="How many items at most.")
    cursor: str | None = Field(None, max_length=400, description="`next` of the page before.")
    q: str | None = Field(None, max_length=200, description="Words to find; the last may be only begun.")


def write_cursor(values: Sequence[Any]) -> str:
    """The key of the last row of a page, opaque."""
    plain = [
        v.isoformat() if isinstance(v, date | datetime) else v.hex if isinstance(v, UUID) else v
        for v in values
    ]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """The key that `write_cursor` wrote, each value of its kind. Raises `BadInput` for any other text."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        values = json.loads(text)
        if not isinstance(values, list) or len(values) != len(kinds):
            raise ValueError(cursor)
        return [_typed(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError) as exc:
        raise BadInput(_("This cursor is not one of ours. Begin again without it."), field="cursor") from exc


def _typed(value: Any, kind: type) -> Any:
    if kind is UUID:
        return UUID(value)
    if kind is datetime:
        found = parse_datetime(value)
        if found is None or found.tzinfo is None:
            raise ValueError(value)
        return found
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, str) and "\0" in value:
        raise ValueError(value)
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError(value)
    return value


def after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows beyond this key, in an order whose names all begin with `-` or none does."""
    way = "lt" if order[0].startswith("-") else "gt"
    names = [name.lstrip("-") for name in order]
    if len(names) == 1:
        return Q(**{f"{names[0]}__{way}": values[0]})
    beyond = Q()
    for i, name in enumerate(names):
        same = {n: values[j] for j, n in enumerate(names[:i])}
        beyond |= Q(**same, **{f"{name}__{way}": values[i]})
    # The first column bounds the rows by itself, so that the index on it is used.
    return Q(**{f"{names[0]}__{way}e": values[0]}) & beyond


def page_of_rows(
    rows: QuerySet[Any], query: ListQuery, *, order: Sequence[str], kinds: Sequence[type]
) -> tuple[list[Any], str | None]:
    """The rows of a page and the cursor of the next one. One statement."""
    if query.cursor:
        rows = rows.filter(after(order, read_cursor(query.cursor, kinds)))
    found: list[Model] = list(rows.order_by(*order)[: query.limit + 1])
    if len(found) <= query.limit:
        return found, None
    last = found[query.limit - 1]
    return found[: query.limit], write_cursor([getattr(last, name.lstrip("-")) for name in order])


def page_of(items: Iterable[T], query: ListQuery, *, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """The same for what is few and already read; `key` gives distinct texts, and orders it."""
    ordered = sorted(items, key=key)
    if query.cursor:
        seen = read_cursor(query.cursor, [str])[0]
        ordered = [item for item in ordered if key(item) > seen]
    if len(ordered) <= query.limit:
        return ordered, None
    return ordered[: query.limit], write_cursor([key(ordered[query.limit - 1])])
