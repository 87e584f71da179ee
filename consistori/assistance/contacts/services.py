"""Acts: write a contact down, say what the front office resolves by itself, keep the log of certificates."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.assistance.contacts.acts import front_acts
from consistori.assistance.contacts.events import (
    CertificateActLogged,
    ContactLogged,
    FrontActAllowed,
    FrontActEnded,
)
from consistori.assistance.contacts.policies import may_help, may_keep_table
from consistori.assistance.contacts.selectors import posts_here
from consistori.assistance.models import CertificateAct, Contact, FrontAct
from consistori.cases.models import CaseFile
from consistori.catalogue.procedures.selectors import procedure as procedure_here
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, ensure
from consistori.parties.models import Party
from consistori.registry.models import RegistryEntry
from consistori.trail import act, announce


@act
def log_contact(
    *, by: Actor, party: Party | None = None, channel: str, subject: str, solved_at_once: bool,
    case: CaseFile | None = None, entry: RegistryEntry | None = None, note: str = "", procedure: str = "",
) -> Contact:  # fmt: skip
    """Write down that somebody was attended [anotar un contacte / anotar un contacto]; `party` None: nobody asked who.

    Raises `BadInput` (`channel`, `subject`), `NotHere` for a case that `by` may not read.
    """
    ensure(may_help(by))
    if channel not in Contact.Channel.values:
        raise BadInput(_("Say by which way they came."), field="channel")
    if not subject.strip():
        raise BadInput(_("Say in a few words what it was about."), field="subject")
    if case is not None and not CaseFile.objects.visible_to(by).filter(pk=case.pk).exists():
        raise NotHere
    made: Contact = Contact.objects.create(
        channel=channel,
        subject=" ".join(subject.split())[:200],
        solved_at_once=solved_at_once,
        party=party.standing if party else None,
        case=case,
        entry=entry,
        procedure=procedure[:20],
        note=note.strip()[:1000],
        by_person_id=by.person_id,
        by_name=by.name[:160],
    )
    announce(ContactLogged(contact_id=made.pk, channel=channel, solved_at_once=solved_at_once), by=by)
    return made


@act
def allow_front_act(
    *, by: Actor, act_name: str, procedure: str, post: str, decree: str, starts_on: date | None = None
) -> FrontAct:
    """Say that a post of the front office resolves something by itself. Raises `BadInput`, `AlreadyDone`."""
    ensure(may_keep_table(by))
    if act_name not in front_acts:
        raise BadInput(_("That is not something that the front office resolves."), field="act_name")
    if post not in posts_here():
        raise BadInput(_("Nobody holds that post here."), field="post")
    if not decree.strip():
        raise BadInput(_("Say by which decree."), field="decree", article="Llei 40/2015, art. 9 i 12")
    code = procedure.strip()
    if code:
        try:
            procedure_here(code)
        except NotHere as none:
            raise BadInput(_("That procedure is not open here."), field="procedure") from none
    try:
        with transaction.atomic():
            row: FrontAct = FrontAct.objects.create(
                act=act_name, procedure=code, post=post, decree=decree.strip()[:120],
                starts_on=starts_on or today(), made_by_name=by.name[:160],
            )  # fmt: skip
    except IntegrityError as twice:
        raise AlreadyDone(_("That row is in the table already."), field="act_name") from twice
    told = FrontActAllowed(row_id=row.pk, act=act_name, procedure=code, post=post, decree=row.decree)
    announce(told, by=by)
    return row


@act
def end_front_act(row: FrontAct, *, by: Actor) -> None:
    """From today that post does not resolve it; what was resolved stands. Raises `AlreadyDone`."""
    ensure(may_keep_table(by))
    if row.ends_on is not None:
        raise AlreadyDone(_("That row had ended already."))
    row.ends_on = max(today(), row.starts_on)
    row.save(update_fields=["ends_on"])
    announce(FrontActEnded(row_id=row.pk, post=row.post), by=by)


@act
def log_certificate(
    *, by: Actor, kind: str, done: str, party: Party | None = None, reference: str = "", note: str = ""
) -> CertificateAct:
    """Write down what was done at the desk of certificates. Raises `BadInput`, `AlreadyDone` for a reference twice."""
    ensure(may_help(by))
    if kind not in CertificateAct.Kind.values or done not in CertificateAct.Done.values:
        raise BadInput(_("Say what was done."), field="done")
    if party is None and done != CertificateAct.Done.REFUSED:
        raise BadInput(_("Say whose certificate it is."), field="party")
    if done == CertificateAct.Done.REFUSED and not note.strip():
        raise BadInput(_("Say why it was not issued."), field="note")
    try:
        with transaction.atomic():
            row: CertificateAct = CertificateAct.objects.create(
                kind=kind, done=done, party=party.standing if party else None, reference=reference.strip()[:80],
                note=note.strip()[:300], by_person_id=by.person_id, by_name=by.name[:160],
            )  # fmt: skip
    except IntegrityError as twice:
        raise AlreadyDone(_("That reference is in the log already."), field="reference") from twice
    announce(CertificateActLogged(certificate_act_id=row.pk, certificate=kind, done=done), by=by)
    return row
