"""A correction request of the demo: asked, signed and notified; whoever has to answer it finds it in his folder."""

from __future__ import annotations

from typing import Any

from consistori.cases.correcting.acts import PointSaid, ask_correction, record_notified
from consistori.cases.models import CaseFile, CorrectionRequest, EntryTaken
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told, ToSign
from consistori.kernel.clock import today
from consistori.signature.services import request_signatures
from consistori.tenancy.scope import working_for


def ask_to_correct(told: Told) -> None:
    """Write each letter and ask for its signature, once; it is signed with the others."""
    for said in read("folders.toml").get("correction", ()):
        if said["town"] == told.entity.slug:
            with told.unless_refused(said["case"]), working_for(told.entity):
                _ask(said, told)


def _ask(said: dict[str, Any], told: Told) -> None:
    case = CaseFile.objects.filter(title=said["case"]).first()
    if case is None or CorrectionRequest.objects.filter(case=case).exists():
        return
    by = told.actor(said["by"])
    taken = EntryTaken.objects.standing().filter(case=case).select_related("entry").first()
    request = ask_correction(
        case,
        by=by,
        party=case.parties.filter(represents=None).select_related("party").first().party,
        entry=taken.entry if taken else None,
        points=[PointSaid(**one) for one in said["points"]],
    )
    signer = said["signs"]
    if request.document is None:
        return
    (asked,) = request_signatures(by=by, document=request.document, signers=[told.cast.people[signer]])
    told.to_sign.append(ToSign(asked, signer, case.title))


def notify_corrections(told: Told) -> None:
    """Those whose letter is signed were received today."""
    for said in read("folders.toml").get("correction", ()):
        if said["town"] != told.entity.slug:
            continue
        with told.unless_refused(said["case"]), working_for(told.entity):
            signed = {one.request.document_id for one in told.to_sign if one.is_signed}
            for request in CorrectionRequest.objects.open().filter(notified_on=None, document_id__in=signed):
                record_notified(
                    request, by=told.actor(said["by"]), on=today(), how="hand", reference=said["reference"]
                )
