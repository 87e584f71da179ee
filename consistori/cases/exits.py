"""What went out of a case: the exits of its documents, and to whom each document may go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseDocument, CaseParty
from consistori.cases.panels import case_panels
from consistori.parties.models import Party
from consistori.registry import ports
from consistori.registry.hangings import has_registry
from consistori.registry.policies import may_read_books
from consistori.registry.selectors import exits_of_documents


def hang() -> None:
    """Called once, when the program starts."""
    ports.addressees.append(parties_of_its_cases)
    case_panels.add(
        "exits", template="cases/_case_exits.html", context=exits_of_case, order=35, label=_("Exits"),
        when=lambda request, case: has_registry(request),
    )  # fmt: skip


def parties_of_its_cases(document: Any) -> list[Party]:
    """Those who come in the cases where the document lies: to them it may go. One statement."""
    cases = CaseDocument.objects.filter(document=document).alive().values("case_id")
    rows = CaseParty.objects.filter(case__in=cases).select_related("party__merged_into").order_by("id")
    return [row.party.standing for row in rows]


def exits_of_case(request: Any, case: Any) -> Mapping[str, Any]:
    """The exits of the documents of the case, the newest first."""
    documents = CaseDocument.objects.filter(case=case).alive().values("document_id")
    return {"exits": exits_of_documents(documents), "may_read": bool(may_read_books(request.actor))}
