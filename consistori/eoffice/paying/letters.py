"""Acts on pay letters [cartes de pagament / cartas de pago]: issue, bring the proof, say that it is paid.

What is owed never stops an entry: the letter comes after it (Llei 39/2015, art. 16 and 66).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from consistori.catalogue.procedures.selectors import procedure
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes
from consistori.eoffice.folder.adding import About, add_papers
from consistori.eoffice.forms.words import number_in_words
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.models import PayLetter, PaySetting
from consistori.eoffice.paying.events import PayLetterIssued, PayLetterPaid, PaySettingChanged, ProofBrought
from consistori.eoffice.paying.policies import may_issue, may_keep_account, may_mark_paid
from consistori.eoffice.paying.rules import creditor_reference, fee_of, in_fours
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.registry.models import EntryState, RegistryEntry
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month, long_day
from consistori.ui.typst import compile_pdf, letterhead

DAYS = 20
MOST_DAYS = 180
MOST = Decimal("9999999.99")


def setting() -> PaySetting:
    """Where the town is paid; one that is not kept yet says at the counter. One statement."""
    found: PaySetting | None = PaySetting.objects.first()
    return found or PaySetting(days=DAYS)


@act
def change_setting(*, by: Actor, iban: str, holder: str = "", days: int = DAYS) -> PaySetting:
    """Say where the town is paid and in how many days. Raises `BadInput` (`iban`, `days`)."""
    ensure(may_keep_account(by))
    clean = iban.replace(" ", "").upper()
    if clean:
        try:
            clean = str(stdnum_iban.validate(clean))
        except ValidationError as wrong:
            raise BadInput(
                gettext_lazy("Copy the IBAN again: its control does not fit."), field="iban"
            ) from wrong
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(gettext_lazy("Between 1 and 180 days."), field="days")
    kept = setting()
    kept.iban, kept.holder, kept.days = clean, holder.strip()[:140], days
    kept.changed_at, kept.changed_by_name = now(), by.name[:160]
    kept.save()
    announce(PaySettingChanged(iban=clean, days=days), by=by)
    return kept


@act
def issue_letter(
    entry: RegistryEntry, *, by: Actor, amount: Decimal | None = None, concept: str = ""
) -> PayLetter | None:
    """Make the pay letter of an entry: of the fee of its sheet, or of an `amount` that somebody has reckoned.

    Once an entry: whoever comes second gets the same. None when its sheet fixes no fee, or it was annulled.
    Raises `BadInput` (`amount`), `AlreadyDone` (an `amount` for an entry that was annulled).
    """
    ensure(may_issue(by))
    state = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    known: PayLetter | None = PayLetter.objects.filter(entry=entry).first()
    if known is not None:
        return known
    if entry.is_exit:
        raise NotHere
    if state.annulled_at is not None:
        if amount is None:
            return None
        raise AlreadyDone(gettext_lazy("It is annulled: nothing more is written in it."))
    due = amount if amount is not None else _fee(entry)
    if due is None:
        return None
    if not Decimal(0) < due <= MOST:
        raise BadInput(gettext_lazy("Write how much it is, in euros."), field="amount")
    payer = entry.people.order_by("id").first()
    kept = setting()
    letter = PayLetter(
        entry=entry,
        reference=creditor_reference(entry.reference),
        amount=due.quantize(Decimal("0.01")),
        concept=(concept.strip() or entry.subject)[:250],
        payer=payer.name[:200] if payer else "",
        payer_identifier=payer.identifier if payer else "",
        pay_by=today() + timedelta(days=kept.days),
    )
    letter.document = _draw(letter, kept, current_entity(), by)
    letter.save(force_insert=True)
    announce(
        PayLetterIssued(
            letter_id=letter.pk,
            entry_id=entry.pk,
            reference=letter.reference,
            amount=format(letter.amount, ".2f"),
        ),
        by=by,
    )
    return letter


def _fee(entry: RegistryEntry) -> Decimal | None:
    if not entry.procedure:
        return None
    try:
        return fee_of(procedure(entry.procedure).sheet, entry.answers)
    except NotHere:
        return None


@act
def bring_proof(
    letter: PayLetter,
    *,
    citizen: Citizen,
    entity: Entity,
    files: Sequence[ReceivedFile],
    token: str,
    language: str,
    by: Actor,
    for_firm: bool = False,
) -> RegistryEntry:
    """Bring what proves that it is paid: an entry of its own, with receipt. It marks nothing as paid by itself."""
    locked = PayLetter.objects.select_for_update().get(pk=letter.pk)
    about = About(letter.entry.reference, str(letter.concept), for_firm)
    note = _("Proof of payment of %(reference)s") % {"reference": in_fours(letter.reference)}
    made = add_papers(
        about, citizen=citizen, entity=entity, files=files, note=note, token=token, language=language, by=by
    )
    if locked.proof_id != made.pk:
        locked.proof = made
        locked.save(update_fields=["proof"])
        announce(ProofBrought(letter_id=letter.pk, reference=letter.reference, entry_id=made.pk), by=by)
    return made


@act
def mark_paid(letter: PayLetter, *, by: Actor, paid_on: date, how: str, note: str = "") -> PayLetter:
    """The treasury says that it is paid, on which value date and how. Raises `BadInput`, `AlreadyDone`."""
    ensure(may_mark_paid(by))
    locked: PayLetter = PayLetter.objects.select_for_update().get(pk=letter.pk)
    if locked.paid_on is not None:
        raise AlreadyDone(gettext_lazy("It is marked as paid already."))
    if how not in PayLetter.How.values:
        raise BadInput(gettext_lazy("Say how it was paid."), field="how")
    if paid_on > today():
        raise BadInput(gettext_lazy("That day has not come yet."), field="paid_on")
    locked.paid_on, locked.how, locked.note = paid_on, how, note.strip()[:200]
    locked.marked_at, locked.marked_by_name = now(), by.name[:160]
    locked.save(update_fields=["paid_on", "how", "note", "marked_at", "marked_by_name"])
    announce(
        PayLetterPaid(letter_id=letter.pk, reference=letter.reference, paid_on=paid_on.isoformat(), how=how),
        by=by,
    )
    return locked


def euros(amount: Decimal) -> str:
    """«230,40 €»."""
    return f"{number_in_words(format(amount, '.2f'), decimals=2)} €"


def _draw(letter: PayLetter, kept: PaySetting, entity: Entity, by: Actor) -> Document:
    language = letter.entry.language if letter.entry.language in ("ca", "es") else "ca"
    with translation.override(language):
        title = _("Pay letter")
        number = in_fours(letter.reference)
        where = (
            [(_("Account"), in_fours(kept.iban)), (_("Holder"), kept.holder or entity.name)]
            if kept.iban
            else [(_("Where"), _("At the counter of the town hall"))]
        )
        facts = {
            "letterhead": letterhead(entity, lang=language), "kind": title, "number": letter.entry.reference,
            "title": f"{title}: {euros(letter.amount)}", "document_title": f"{title} {number}",
            "subtitle": letter.concept, "reading": "sans",
            "margin": [(_("Date"), day_and_month(today(), year=True))],
            "blocks": [
                {"heading": _("How it is paid"), "facts": [
                    (_("Amount"), euros(letter.amount)), (_("Reference"), number), *where,
                    (_("Until"), long_day(letter.pay_by, year=True)),
                ]},
                {"text": _("Write the reference in the concept of the transfer: by it we know that it is yours.")},
                {"heading": _("What is paid"), "facts": [
                    (_("Concept"), letter.concept), (_("Entry"), letter.entry.reference),
                    (_("Who pays"), " · ".join(one for one in (letter.payer, letter.payer_identifier) if one)),
                ]},
                {"text": _("What you asked for is registered already: that it is not paid yet does not undo it.")},
            ],
        }  # fmt: skip
        pdf = compile_pdf("letter", facts, title=f"{title} {number}", lang=language, at=now())
    return create_from_bytes(
        by=by, data=pdf, name=f"{letter.reference}.pdf", title=f"{title} {number}", language=language
    )
