"""API: pay letters, so that the program of the accounts says which are paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
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
from consistori.eoffice.models import PayLetter
from consistori.eoffice.paying.letters import mark_paid
from consistori.eoffice.paying.policies import may_issue
from consistori.eoffice.paying.selectors import found_letters
from consistori.kernel.errors import NotHere, ensure
from consistori.tenancy import modality

router = Router()


class PayLetterOut(BaseModel):
    """A pay letter. `reference` is the creditor reference (ISO 11649) that comes in the transfer."""

    reference: str
    amount: Decimal = Field(description="In euros.")
    concept: str
    payer: str
    payer_identifier: str
    entry: str = Field(description="Number of the entry that it is for.")
    issued_at: datetime
    pay_by: date
    proof: str = Field(description="Number of the entry by which a proof came; empty if none did.")
    paid_on: date | None
    how: str


class PayLetterQuery(ListQuery):
    """Which pay letters."""

    q: str | None = Field(None, max_length=80, description="By reference, entry, name or number of who pays.")
    paid: bool | None = Field(None, description="Only those that are paid, or that are not.")


class PaidIn(ApiSchema):
    """That a letter is paid."""

    paid_on: date = Field(description="Value date of the money.")
    how: Literal["bank", "counter", "card"] = "bank"
    note: str = Field("", max_length=200)


@router.get("/pay-letters", response=Page[PayLetterOut], summary="Pay letters")
@api_operation(scope="registry:read")
def list_pay_letters(request: ApiRequest, query: Query[PayLetterQuery]) -> Answer:
    """Those with a proof first, then the unpaid, then the paid; two hundred at most: find the others."""
    _ensure_here(request)
    found = [one for one in found_letters(query.q or "") if query.paid in (None, one.paid_on is not None)]
    items, following = page_of(found, query, key=lambda one: one.reference)
    return Answer(Page[PayLetterOut](items=[letter_out(one) for one in items], next=following))


@router.post("/pay-letters/{reference}/paid", response=PayLetterOut, summary="Say that it is paid")
@api_operation(scope="registry:write")
def pay_letter_is_paid(request: ApiRequest, reference: str, body: PaidIn) -> Answer:
    """Whoever has to pay sees it in their folder. Said twice, the second is refused and nothing changes."""
    _ensure_here(request)
    letter = PayLetter.objects.filter(reference=reference.replace(" ", "").upper()).first()
    if letter is None:
        raise NotHere
    mark_paid(letter, by=request.actor, paid_on=body.paid_on, how=body.how, note=body.note)
    kept = PayLetter.objects.select_related("entry", "proof").get(pk=letter.pk)
    return Answer(letter_out(kept))


def letter_out(letter: PayLetter) -> PayLetterOut:
    """A pay letter as the API tells it."""
    return PayLetterOut(
        reference=letter.reference,
        amount=letter.amount,
        concept=letter.concept,
        payer=letter.payer,
        payer_identifier=letter.payer_identifier,
        entry=letter.entry.reference,
        issued_at=letter.issued_at,
        pay_by=letter.pay_by,
        proof=letter.proof.reference if letter.proof is not None else "",
        paid_on=letter.paid_on,
        how=letter.how,
    )


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "eoffice"):
        raise NotHere
    ensure(may_issue(request.actor))
