"""Asking for a slip from home, on one page: signed and registered as any application, and ordered if it may be."""

from __future__ import annotations

from dataclasses import fields, replace
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from consistori.catalogue.procedures.selectors import Shown
from consistori.eoffice.filing.drafts import begin_draft, own_draft, save_answers
from consistori.eoffice.filing.sending import sign_and_send
from consistori.eoffice.filing.web.beginning import contact_of
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.identity.citizens import Citizen
from consistori.kernel.actor import Actor
from consistori.kernel.errors import BadInput
from consistori.padro.models import ResidencePaper
from consistori.padro.rules.slips import Residence, Span, What
from consistori.padro.services.asking import applicant_of, ask_paper
from consistori.tenancy.scope import current_entity
from consistori.trail import act

CODE = "PAD-03"
OF_A_FIRM = ("firm", "firm_identifier", "basis", "power", "power_kind")


def as_themselves(citizen: Citizen) -> Citizen:
    """Whoever has come in, not for whom they act: a slip is asked by a person for themselves or their children."""
    known = {one.name for one in fields(citizen)}
    return replace(citizen, **{name: "" for name in OF_A_FIRM if name in known})


@act
def send_slip(
    shown: Shown, *, citizen: Citizen, residence: Residence | None, span: str, subject_key: UUID | None,
    language: str, reads_in: str, accepted: bool, token: str, address: str = "", away: str = "",
) -> ResidencePaper:  # fmt: skip
    """Sign, register and order. The same page pressed twice gives the same paper.

    Raises `BadInput` (`accepts`, `subject`) and `NotPermitted` (assurance), as `sign_and_send`.
    """
    entity = current_entity()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"padro.slip:{token}", entity.pk])
    person = as_themselves(citizen)
    mine = ResidencePaper.objects.of_applicant(person.identifier)
    if (known := mine.filter(token=token).first()) is not None:
        return known
    subject = residence.member(subject_key) if residence and subject_key else None
    if subject_key and subject is None:
        raise BadInput(_("Choose one of those on the list."), field="subject")
    answers = {"kind": span if span in set(Span) else Span.ALONE, "language": language}
    if subject is not None and residence is not None and subject.key != residence.person.key:
        answers["child"] = subject.full_name
    form = read_form(shown.sheet.form)
    draft = begin_draft(shown, citizen=person, contact=contact_of(person), language=reads_in)
    locked = own_draft(person, CODE, draft.pk, locked=True)
    for page in form.pages:
        save_answers(locked, answers, page=page.key, is_right=True)
    entry = sign_and_send(locked, shown, form, citizen=person, accepted=accepted, address=address)
    who = applicant_of(entry)
    return ask_paper(
        entry, by=Actor.program(entity.pk), party=who.party.standing if who and who.party else None,
        identifier=person.identifier, name=person.full_name, what=What.SLIP, span=answers["kind"],
        residence=residence, subject_key=subject_key, language=language, why=away, token=token,
    )  # fmt: skip
