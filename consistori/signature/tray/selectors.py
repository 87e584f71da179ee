"""Questions of the tray: what a gesture contains."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from consistori.documents.models import Writing
from consistori.signature.models import SignatureRequest
from consistori.signature.tray.rules import Summary, amount_in, summarise


def values_of(document_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The data merged into the texts that were written here, by document. One statement."""
    rows = Writing.objects.filter(document_id__in=list(document_ids)).order_by()
    return dict(rows.values_list("document_id", "values"))


def summary_of(requests: Sequence[SignatureRequest], person_id: UUID) -> Summary:
    """What a gesture over these `with_papers` contains. One statement."""
    values = values_of([one.document_id for one in requests])
    return summarise(
        (_type_of(one), one.asked_by_name or "Consistori", whose(one, person_id), _amount(values, one))
        for one in requests
    )


def whose(request: SignatureRequest, person_id: UUID | None) -> str:
    """In whose place she signs it; empty when it is her own competence. No statement."""
    if request.delegation is not None:
        name: str = request.delegation.of_post.person.full_name
        return name
    return str(request.signer.full_name) if request.signer_id != person_id else ""


def _type_of(request: SignatureRequest) -> str:
    kind = request.document.type
    return str(kind.name) if kind is not None else str(_("Other documents"))


def _amount(values: dict[UUID, dict[str, Any]], request: SignatureRequest) -> Decimal | None:
    return amount_in(values.get(request.document_id) or {})
