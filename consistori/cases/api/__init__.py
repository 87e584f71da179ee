"""API: case files, what lies in them, who comes in them, and what happened."""

from ninja import Router

from consistori.cases.api import (
    acts,
    cases,
    classing,
    corrections,
    documents,
    entries,
    many,
    marks,
    notifications,
    parties,
    steps,
)
from consistori.cases.api.bodies import CaseIn

router = Router()
for _part in (
    cases,
    acts,
    classing,
    corrections,
    documents,
    parties,
    marks,
    entries,
    steps,
    many,
    notifications,
):
    router.add_router("", _part.router)
router.described_models = (CaseIn,)  # type: ignore[attr-defined]
