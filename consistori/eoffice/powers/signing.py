"""What proves that a citizen wanted to give a power, or to change it (R-SIG-03)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from consistori.documents.models import Document
from consistori.eoffice.filing.sealing import digest, seal_of
from consistori.eoffice.filing.selectors import facts_of_evidence
from consistori.eoffice.models import SignatureEvidence
from consistori.eoffice.powers.papers import Written
from consistori.registry.models import RegistryEntry

if TYPE_CHECKING:
    from consistori.eoffice.powers.registering import By


def sign_act(entry: RegistryEntry, document: Document, written: Written, by: By) -> None:
    """What proves that the citizen wanted to sign it (R-SIG-03); at the counter, the official's own act says it."""
    who = by.citizen
    if who is None:
        return
    row = SignatureEvidence(
        entry=entry, draft_id=entry.pk, signed_at=written.at, method=who.method[:40], level=who.level[:20],
        assertion=who.evidence[:128], name=who.full_name[:420], identifier=who.identifier[:40],
        came_in_at=datetime.fromisoformat(who.entered_at) if who.entered_at else None,
        firm=who.firm[:420], firm_identifier=who.firm_identifier[:40], statement=written.statement,
        statement_sha256=digest(written.statement.encode()), language=by.language,
        answers_sha256=digest(repr(sorted(vars(written.power).items())).encode()),
        document_sha256=document.version.sha256, address=by.address[:45], procedure=entry.procedure,
    )  # fmt: skip
    row.seal = seal_of(facts_of_evidence(row))
    row.save(force_insert=True)
