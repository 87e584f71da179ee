"""What cases ask the signature room: who must sign what of a case, and who reads a case because of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet


def cases_to_sign_by(person_id: UUID | None) -> QuerySet[Any]:
    """Identifiers of the cases with a document that she signs or signed, as a subquery.

    Those of whom she substitutes are asked one by one (`is_asked_to_sign`), so that lists stay quick.
    """
    requests = apps.get_model("signature", "SignatureRequest")
    leaves = apps.get_model("cases", "CaseDocument")
    asked = requests.objects.signed_or_asked(person_id).values("document_id")
    return leaves.objects.filter(document_id__in=asked).values("case_id")


def is_asked_to_sign(person_id: UUID | None, case_id: UUID) -> bool:
    """Whether the person signs or signed something of the case, also in the place of whom she substitutes today."""
    requests = apps.get_model("signature", "SignatureRequest")
    leaves = apps.get_model("cases", "CaseDocument").objects.filter(case_id=case_id).values("document_id")
    return bool(person_id and requests.objects.touched_by(person_id).filter(document_id__in=leaves).exists())


def cases_waiting_for_signature() -> QuerySet[Any]:
    """The leaves whose document waits for a signature, as a subquery with `case_id`."""
    requests = apps.get_model("signature", "SignatureRequest")
    leaves = apps.get_model("cases", "CaseDocument")
    return leaves.objects.filter(document_id__in=requests.objects.waiting().values("document_id"))


def may_be_signers_of(case_id: UUID) -> set[UUID]:
    """Who was asked to sign something of the case, and who ever acted for them: the rest need not be asked about.
    Two statements.
    """
    requests = apps.get_model("signature", "SignatureRequest")
    leaves = apps.get_model("cases", "CaseDocument")
    papers = leaves.objects.filter(case_id=case_id).values("document_id")
    asked = set(
        requests.objects.filter(document_id__in=papers).values_list("signer_id", flat=True).distinct()
    )
    decrees = apps.get_model("directory", "Delegation").objects.filter(of_post__person_id__in=asked)
    return asked | set(decrees.values_list("to_id", flat=True)) if asked else asked
