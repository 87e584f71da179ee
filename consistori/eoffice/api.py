"""API: the register of powers, and whether somebody may act for another; pay letters. People give powers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.eoffice.identity.powers import Action, may_act
from consistori.eoffice.paying.api import router as paying
from consistori.eoffice.powers.policies import may_see_powers
from consistori.eoffice.powers.selectors import (
    ShownPower,
    as_rule,
    body_here,
    changes_of,
    page_of_powers,
    power_named,
    powers_between,
)
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality
from consistori.trail.readings import record_reading

router = Router()
router.add_router("", paying)


class PowerSideOut(BaseModel):
    """Who gives a power or may act by it, as they were said to be when it was registered."""

    party: str
    name: str
    identifier: str


class PowerChangeOut(BaseModel):
    """What happened to a power; it counts since `registered_on` (Llei 39/2015, art. 6.7)."""

    kind: Literal["revocation", "renunciation", "extension"]
    filed_on: date
    registered_on: date
    until: date | None
    entry: str


class PowerOut(BaseModel):
    """A power of the register. `type`: a (any administration), b (this one), c (only its `procedures`)."""

    reference: str
    type: Literal["a", "b", "c"]
    grantor: PowerSideOut
    proxy: PowerSideOut
    procedures: list[str]
    registered_at: datetime
    registered_on: date
    last_day: date = Field(description="The last day on which it may be used, once its changes are counted.")
    ended_by: Literal["term", "revocation", "renunciation"]
    counts: bool = Field(description="Whether it counts today.")
    origin: Literal["office", "counter", "deed"]
    entry: str
    changes: list[PowerChangeOut]


class PowerQuery(ListQuery):
    """Which powers; `q` finds by name, number or reference."""

    counts: bool | None = Field(None, description="Only those that count today.")


class PowerCheckIn(ApiSchema):
    """Whether `proxy` may do something for `grantor` (their identity numbers), on a day."""

    grantor: str = Field(min_length=1, max_length=40)
    proxy: str = Field(min_length=1, max_length=40)
    action: Literal["apply", "declare", "appeal", "withdraw", "waive", "step"] = "apply"
    procedure: str = Field("", max_length=20)
    on: date | None = None


class PowerCheckOut(BaseModel):
    """The answer. `reason`: good, presumed, none, ended, early, scope."""

    may: bool
    reason: str
    article: str
    power: str = Field(description="The one by which they may, or the nearest one; empty if there is none.")


@router.get("/powers", response=Page[PowerOut], summary="The register of powers")
@api_operation(scope="parties:read")
def list_powers(request: ApiRequest, query: Query[PowerQuery]) -> Answer:
    """The newest first, two hundred at most: find the others by name or number."""
    _ensure_here(request)
    found = page_of_powers((query.q or "").strip()[:80], live=bool(query.counts))
    items, following = page_of(found, query, key=lambda one: one.row.reference)
    return Answer(Page[PowerOut](items=[power_out(one) for one in items], next=following))


@router.post("/powers/check", response=PowerCheckOut, summary="Whether somebody may act for another")
@api_operation(scope="parties:read")
def check_power(request: ApiRequest, body: PowerCheckIn) -> Answer:
    """By the powers of this register, on a day: today if none is said. Nothing is kept but the reading of the power."""
    _ensure_here(request)
    action, day = Action(body.action), body.on or today()
    best = PowerCheckOut(may=False, reason="none", article="Llei 39/2015, art. 5.4", power="")
    if action is Action.STEP:
        return Answer(PowerCheckOut(may=True, reason="presumed", article="Llei 39/2015, art. 5.3", power=""))
    for one in powers_between(body.grantor, body.proxy):
        verdict = may_act(
            as_rule(one.row),
            changes_of(one.row),
            on=day,
            action=action,
            procedure=body.procedure,
            body=body_here(),
        )
        if verdict or best.reason == "none":
            best = PowerCheckOut(
                may=bool(verdict),
                reason=str(verdict.reason),
                article=verdict.article,
                power=one.row.reference,
            )
            record_reading(by=request.actor, kind="power", id=one.row.pk, label=one.row.reference)
        if verdict:
            break
    return Answer(best)


@router.get("/powers/{reference}", response=PowerOut, summary="A power, with what became of it")
@api_operation(scope="parties:read")
def show_power(request: ApiRequest, reference: str) -> Answer:
    """By its number. The reading is written down."""
    _ensure_here(request)
    shown = power_named(reference)
    record_reading(by=request.actor, kind="power", id=shown.row.pk, label=reference)
    return Answer(power_out(shown))


def power_out(shown: ShownPower) -> PowerOut:
    """A power as the API tells it."""
    row = shown.row
    return PowerOut(
        reference=row.reference,
        type=row.kind,  # type: ignore[arg-type]
        grantor=PowerSideOut(
            party=str(row.grantor_id), name=row.grantor_name, identifier=row.grantor_identifier
        ),
        proxy=PowerSideOut(party=str(row.proxy_id), name=row.proxy_name, identifier=row.proxy_identifier),
        procedures=list(row.procedures),
        registered_at=row.registered_at,
        registered_on=row.registered_on,
        last_day=shown.end.last,
        ended_by=shown.end.why,  # type: ignore[arg-type]
        counts=shown.is_live,
        origin=row.origin,  # type: ignore[arg-type]
        entry=row.entry.reference,
        changes=[
            PowerChangeOut(
                kind=one.kind, filed_on=one.filed_on, registered_on=one.registered_on, until=one.until,
                entry=one.entry.reference,
            )
            for one in shown.changes
        ],
    )  # fmt: skip


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "eoffice"):
        raise NotHere
    ensure(may_see_powers(request.actor))
