"""Decrees that were signed, and a notification that waits for a citizen in their folder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consistori.cases.models import CaseFile
from consistori.cases.notifying.acts import notify
from consistori.cases.services import add_document
from consistori.catalogue.models import DocumentType
from consistori.config.demo.moments import at
from consistori.config.demo.notifying import answer
from consistori.config.demo.stories import read
from consistori.config.demo.telling import Told, ToSign
from consistori.documents.models import Document
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import now, today
from consistori.notifications.models import Notification
from consistori.notifications.services import ActFacts, AddresseeAsked, AppealAsked, TermAsked
from consistori.signature.services import request_signatures
from consistori.tenancy import modality
from consistori.tenancy.scope import working_for


def write_what_waits(told: Told) -> None:
    """Write each letter and each decree in its case and ask for its signature, once; it is signed with the others."""
    for said in (*_here(told), *_here(told, "decree")):
        with told.unless_refused(said["title"]), working_for(told.entity):
            case = CaseFile.objects.filter(title=said["case"]).first()
            if case is None or Document.objects.filter(title=said["title"]).exists():
                continue
            by = told.actor(said["by"])
            kind = None if "body" in said else DocumentType.objects.filter(code="DECREE").first()
            document = start_text(by=by, title=said["title"], type=kind, html=said["text"], language="ca")
            add_document(case, document, by=by)
            signer = told.cast.people[said["signs"]]
            (asked,) = request_signatures(by=by, document=document, signers=[signer])
            told.to_sign.append(ToSign(asked, said["signs"], said["title"]))


def notify_what_waits(told: Told) -> None:
    """Those that are signed are put at disposal of the parties of the case, days ago; some of them answer."""
    if not modality.is_on(told.entity, "notifications"):
        return
    for said in _here(told):
        moment, dispatch = now() - timedelta(days=said["days"]), None
        with told.unless_refused(said["title"]), at(moment), working_for(told.entity):
            signed = {one.request.document_id for one in told.to_sign if one.is_signed}
            document = Document.objects.filter(title=said["title"], pk__in=signed).first()
            if document is None or Notification.objects.of_document(document.pk).exists():
                continue
            case = CaseFile.objects.get(title=said["case"])
            rows = case.parties.filter(represents=None).select_related("party").order_by("id")
            chose = said.get("way", "electronic")
            to = [AddresseeAsked(row.party, chose=chose, chose_on=today()) for row in rows]
            dispatch = notify(case, document, by=told.actor(said["by"]), act=_act(said), to=to)
        if dispatch is not None and "then" in said:
            with at(moment + timedelta(hours=said["hours"])), working_for(told.entity):
                for row in dispatch.notifications.select_related("party"):
                    answer(told, row, said["then"])


def _act(said: dict[str, Any]) -> ActFacts:
    term = TermAsked(amount=10, title=said["term"], article="Llei 39/2015, art. 82.2")
    none = AppealAsked("none", "", 0, article="Llei 39/2015, art. 112.1")
    return ActFacts(
        title=said["title"], act_on=today(), body=said["body"], ends_way=False, appeals=(none,),
        decides=False, terms=(term,),
    )  # fmt: skip


def _here(told: Told, what: str = "waiting") -> list[dict[str, Any]]:
    return [said for said in read("folders.toml").get(what, ()) if said["town"] == told.entity.slug]
