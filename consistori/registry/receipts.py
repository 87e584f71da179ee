"""The receipt [rebut / justificante]: what was presented, when, with which number, and the fingerprint of each file.

It is drawn and sealed outside any transaction; if the seal is away it waits, and the entry stands all the same.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consistori.documents import blobs
from consistori.documents.models import Document
from consistori.documents.services import append_evidence, create_from_bytes, freeze_document
from consistori.kernel.actor import Actor
from consistori.registry import ports, texts
from consistori.registry.events import ReceiptMade
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.rules.books import Book
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead

State = EntryState.Receipt
log = logging.getLogger(__name__)


class NotSealedYet(Exception):
    """The seal is away: the job is tried again later."""


@entity_job(name="registry.make_receipt", queue="default", retry=8, priority=10)
def make_receipt(*, entity: Entity, entry_id: str) -> None:
    """Draw the receipt of an entry, fix its text with a code, and put the seal of the town hall on it.

    Killed anywhere, it begins again from what is done. Without a seal in the house the receipt is ready all the same.
    """
    by = Actor.program(entity.pk)
    with working_for(entity):
        entry = _entry(entry_id)
        if entry is None or entry.state.receipt_state in (State.SEALED, State.MADE, State.NONE):
            return
        facts = None if entry.state.receipt_id else _facts(entity, entry)
    pdf = facts and compile_pdf(
        "letter", facts, title=facts["document_title"], lang=entry.language, at=entry.registered_at
    )
    with working_for(entity):
        receipt = _keep(entry, pdf, by=by) if pdf else _kept(entry.state)
        with blobs.open(receipt.version.sha256) as stream:
            frozen = stream.read()
    _seal(entity, entry, receipt, frozen, by)


def make_now(entity: Entity, entry_id: str) -> None:
    """The receipt in the answer to whoever filed, with no transaction open; what stops it is left to the job."""
    try:
        make_receipt(entity=entity, entry_id=entry_id)
    except NotSealedYet:
        return
    except Exception:
        log.exception("the receipt of %s could not be made at once", entry_id)


def _entry(entry_id: str) -> RegistryEntry | None:
    found: RegistryEntry | None = (
        RegistryEntry.objects.filter(pk=entry_id).select_related("state", "unit").first()
    )
    return found


@act
def _keep(entry: RegistryEntry, pdf: bytes, *, by: Actor) -> Document:
    """The receipt with its text fixed: this one, or that of whoever made it meanwhile."""
    state = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    if state.receipt_id:
        return _kept(state)
    with translation.override(entry.language):
        title = _("Receipt of %(number)s") % {"number": entry.reference}
        seal = _("Seal of the town hall")
    receipt = create_from_bytes(
        by=by, data=pdf, name=f"{entry.reference}.pdf", title=title, language=entry.language
    )
    freeze_document(receipt, by=by, signer_posts=[seal])
    state.receipt = receipt
    state.save(update_fields=["receipt"])
    return receipt


def _kept(state: EntryState) -> Document:
    receipt: Document = Document.objects.with_version().get(pk=state.receipt_id)
    return receipt


def _seal(entity: Entity, entry: RegistryEntry, receipt: Document, pdf: bytes, by: Actor) -> None:
    with translation.override(entity.language):
        reason = _("Entry %(number)s of the registry") % {"number": entry.reference}
    try:
        sealed = ports.seal(entity, pdf, reason)
    except ports.NotSealed as trouble:
        with working_for(entity):
            EntryState.objects.filter(entry=entry).update(
                receipt_state=State.FAILED, receipt_fault=str(trouble.message)[:300]
            )
        if trouble.again:
            raise NotSealedYet(str(trouble.message)) from trouble
        return
    with working_for(entity):
        _ready(entry, receipt, pdf, sealed, by=by)


@act
def _ready(entry: RegistryEntry, receipt: Document, pdf: bytes, sealed: bytes | None, *, by: Actor) -> None:
    state = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    if state.receipt_state in (State.SEALED, State.MADE):
        return
    if sealed is not None:
        blob = blobs.receive(io.BytesIO(sealed), limit=len(sealed))
        append_evidence(receipt.version, blob=blob, kind="signature", by=by)
    state.receipt_state = State.SEALED if sealed is not None else State.MADE
    state.receipt_fault = ""
    state.save(update_fields=["receipt_state", "receipt_fault"])
    announce(
        ReceiptMade(
            entry_id=entry.pk, reference=entry.reference, document_id=receipt.pk, sealed=sealed is not None
        ),
        by=by,
    )


def _facts(entity: Entity, entry: RegistryEntry) -> dict[str, Any]:
    """What the receipt says, in the language of the entry (R-REG-04, R-REG-12, R-REG-14)."""
    with translation.override(entry.language):
        is_exit = entry.book == Book.EXIT
        title = _("Receipt of the registry") if not is_exit else _("Proof of exit")
        local = timezone.localtime(entry.registered_at)
        facts = [
            (_("Number"), entry.reference),
            (_("Registered on"), _moment(local)),
            (_("What it is"), str(texts.HEADINGS[entry.heading])),  # type: ignore[index]
            (_("By which way"), str(texts.CHANNELS[entry.channel])),  # type: ignore[index]
        ]
        if goes_to := entry.destination or (entry.unit.name if entry.unit else ""):
            facts.append((_("To whom it goes"), goes_to))
        if entry.external_reference:
            facts.append((_("Number elsewhere"), f"{entry.external_register} {entry.external_reference}"))
        people = [
            (f"{texts.ROLES[one.role]}", f"{one.name}{f' · {one.identifier}' if one.identifier else ''}")
            for one in entry.people.all()
        ]
        blocks: list[dict[str, Any]] = [{"facts": facts}, {"heading": _("People"), "facts": people}]
        if not is_exit:
            blocks.append({"heading": _("When it takes effect"), "text": effect_sentence(entry)})
        lines = _lines(entry)
        brought: dict[str, Any] = {"points": lines} if lines else {"text": _("It brings no documents.")}
        blocks.append({"heading": _("What it brings"), **brought})
        return {
            "letterhead": letterhead(entity, lang=entry.language),
            "kind": _("Receipt"),
            "number": entry.reference,
            "title": title,
            "document_title": f"{title} {entry.reference}",
            "subtitle": entry.subject,
            "reading": "sans",
            "margin": [(_("Date"), day_and_month(local.date(), year=True)), (_("Hour"), f"{local:%H:%M:%S}")],
            "blocks": blocks,
        }


def _lines(entry: RegistryEntry) -> list[tuple[str, str]]:
    lines = []
    for number, one in enumerate(entry.documents.all(), start=1):
        size = f"{max(1, round(one.size / 1024))} KB"
        lines.append((f"{number}.", f"{one.title} ({one.name}, {size}). SHA-256: {_in_eights(one.sha256)}"))
    return lines


def _in_eights(digest: str) -> str:
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))


def effect_sentence(entry: RegistryEntry) -> str:
    """From when it takes effect, and why if not at once, as a sentence with its article."""
    if not entry.skipped_days:
        return _("It takes effect at the moment it was registered (Law 39/2015, article 31.2).")
    local = timezone.localtime(entry.effective_at)
    days = ", ".join(one["why"] for one in entry.skipped_days)
    return _(
        "It came on a day that is not a working one (%(days)s): it takes effect at the first hour of %(day)s (Law "
        "39/2015, article 31.2.b)."
    ) % {"days": days, "day": day_and_month(local.date(), year=True)}


def _moment(local: Any) -> str:
    return _("%(day)s at %(hour)s") % {
        "day": day_and_month(local.date(), year=True),
        "hour": f"{local:%H:%M:%S}",
    }
