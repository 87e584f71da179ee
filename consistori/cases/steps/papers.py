"""A step with a paper that comes in with it: both, or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from consistori.cases.models import CaseFile, Step
from consistori.cases.services import receive_into_case
from consistori.kernel.actor import Actor
from consistori.trail import act


@act
def with_file(
    do: Callable[..., Step], case: CaseFile, received: Any, *, by: Actor, on: date | None, **said: Any
) -> Step:
    """File `received` in the case with the real date of the step, and do the act with it as its document."""
    metadata: dict[str, Any] = {"date_on": on} if on else {}
    leaf = receive_into_case(case, received, by=by, **metadata)
    return do(by=by, document=leaf.document, **said)
