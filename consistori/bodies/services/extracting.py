"""The extract to the State and the Generalitat: one document for many decrees, and the proof that each was sent."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consistori.bodies import papers
from consistori.bodies.events import ExtractMade, ExtractSent
from consistori.bodies.models import Decree, Remittance, RemittedDecree
from consistori.bodies.policies import may_send_extracts
from consistori.bodies.selectors import reserved_among, with_standing
from consistori.bodies.terms import last_days_to_send
from consistori.catalogue.selectors import document_types
from consistori.documents.services import create_from_bytes
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

MOST = 300
STATE, REGION = "state", "region"
TYPE = "NOTICE_START"


@act
def make_extract(*, by: Actor) -> Remittance:
    """Make the extract of all that was decided and is in none yet, in one document that is ready to be sent.

    Its last day is that of its first decree. Raises `NotPermitted`, and `BadInput` when there is nothing to send.
    """
    ensure(may_send_extracts(by))
    entity, at = current_entity(), now()
    waiting = Decree.objects.unsent().order_by("year", "number")
    ids = [row.pk for row in waiting[:MOST]]
    if not ids:
        raise BadInput(_("There is no decree to send."), code="nothing-to-send")
    rows = list(with_standing(Decree.objects.filter(pk__in=ids)).order_by("year", "number"))
    due = last_days_to_send(entity, [rows[0].decided_on])[rows[0].decided_on]
    pdf = papers.extract(entity, rows, at=at, reserved=reserved_among(rows))
    with override(entity.language):
        title = _("Extract of the decrees %(first)s to %(last)s") % {
            "first": rows[0].said,
            "last": rows[-1].said,
        }
    kind = next((one for one in document_types() if one.code == TYPE), None)
    document = create_from_bytes(
        by=by, data=pdf, name=f"{title.replace('/', '-')}.pdf", title=title, type=kind
    )
    remittance: Remittance = Remittance.objects.create(
        document=document, due_on=due, made_at=at, made_by_name=by.name[:160]
    )
    _take(rows, remittance)
    announce(
        ExtractMade(
            remittance_id=remittance.pk,
            document_id=document.pk,
            count=len(rows),
            first=rows[0].said,
            last=rows[-1].said,
            due_on=due.isoformat(),
        ),
        by=by,
    )
    return remittance


def _take(rows: list[Decree], remittance: Remittance) -> None:
    """The database lets each decree be in one extract."""
    try:
        with transaction.atomic():
            RemittedDecree.objects.bulk_create(
                [RemittedDecree(decree=row, remittance=remittance) for row in rows]
            )
    except IntegrityError as error:
        raise AlreadyDone(_("Somebody else has just made it: look at the page again.")) from error


@act
def note_sent(remittance: Remittance, *, whom: str, on: date, proof: str, by: Actor) -> None:
    """Write down that it was sent to one of the two (`state`, `region`), on which day and with what proof.

    Raises `NotPermitted`, `BadInput` (`on`: to come or before it was made; `proof`), `AlreadyDone`.
    """
    ensure(may_send_extracts(by))
    proof = proof.strip()
    if whom not in (STATE, REGION):
        raise BadInput(_("Say to whom it was sent."), field="whom")
    if not proof or len(proof) > 80:
        raise BadInput(_("Write the number of its exit or of its receipt."), field="proof")
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance.pk)
    if on > today() or on < row.made_at.date():
        raise BadInput(_("It was sent between the day it was made and today."), field="on")
    fields = [f"to_{whom}_on", f"to_{whom}_by"]
    if getattr(row, fields[0]) is not None:
        raise AlreadyDone(_("It was written down already."))
    setattr(row, fields[0], on)
    setattr(row, fields[1], proof)
    row.save(update_fields=fields)
    announce(ExtractSent(remittance_id=row.pk, whom=whom, sent_on=on.isoformat(), proof=proof), by=by)
