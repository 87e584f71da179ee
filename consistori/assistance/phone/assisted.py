"""Filing before an authorised officer [presentació assistida / presentación asistida] (R-FUN-01, R-FUN-02).

The person stands before her, shows who they are and consents in writing; they keep the copy; she signs the application
with her own signature, from her tray; and what she signed is registered by itself (Llei 39/2015, art. 12.2).
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consistori.assistance.contacts.policies import may_help
from consistori.assistance.contacts.services import log_contact
from consistori.assistance.models import AssistedFiling, AuthorisedOfficer, HelpedDraft
from consistori.assistance.officers.selectors import officer_of
from consistori.assistance.phone.consent import consent_text, signed_application
from consistori.assistance.phone.events import AssistedLeft, ConsentKept, FiledBeforeOfficer
from consistori.assistance.phone.rules import ARTICLE, may_be_assisted, shown_holds
from consistori.assistance.phone.services import OpenedHelp
from consistori.catalogue.procedures.selectors import procedure, version
from consistori.catalogue.procedures.sheet import in_words
from consistori.directory.roles import SIGNS
from consistori.directory.selectors import actor_here
from consistori.documents.models import Document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import create_from_bytes, receive_document
from consistori.eoffice.filing.application import canonical
from consistori.eoffice.filing.drafts import Content
from consistori.eoffice.filing.following import close_draft
from consistori.eoffice.filing.papers import papers_of, places_of
from consistori.eoffice.filing.sealing import digest
from consistori.eoffice.forms.answers import live, missing
from consistori.eoffice.forms.definition import read_form
from consistori.eoffice.models import Draft
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, Verdict, ensure
from consistori.registry import texts
from consistori.registry.models import RegistryEntry
from consistori.registry.rules.books import Channel, Heading
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.registry.texts import APPLICANT
from consistori.signature.models import SignatureRequest
from consistori.signature.selectors import usable_keys_of
from consistori.signature.services.requests import request_signature, withdraw_request
from consistori.trail import act, announce

State = AssistedFiling.State
ARTICLE_OF_REGISTER = "Llei 39/2015, art. 12.3"
NOT_AN_OFFICER = _(
    "Only an officer of the register identifies and signs for somebody. The secretary keeps the register."
)


def officer_here(by: Actor) -> AuthorisedOfficer | None:
    """The authorisation of this person to act for others, if it holds today."""
    found = officer_of(by)
    return found if isinstance(found, AuthorisedOfficer) else None


def may_sign_for_others(by: Actor) -> Verdict:
    """Whether this person is in the register of authorised officers today."""
    if officer_here(by) is None:
        return Verdict(False, NOT_AN_OFFICER, ARTICLE_OF_REGISTER)
    if not by.holds(*SIGNS):
        return Verdict(
            False, _("Your post only registers: who files for somebody needs one that signs."), ARTICLE
        )
    if by.person_id is None or not usable_keys_of(by.person_id):
        return Verdict(
            False, _("You have no key to sign with. Bring yours to “My signing keys” first."), ARTICLE
        )
    return Verdict(True)


@act
def begin_assisted(
    opened: OpenedHelp, *, by: Actor, shown: str, shown_until: date | None = None, lacks_means: bool,
    acts_for_obliged: bool = False,
) -> AssistedFiling:  # fmt: skip
    """Begin to file before the officer: who they are, and the consent to be signed. The draft of `opened` is locked.

    Raises `NotPermitted` (not an officer, obliged, a firm), `BadInput` (`shown`, or what the form lacks).
    """
    ensure(may_help(by))
    officer = officer_here(by)
    if officer is None:
        raise NotPermitted(NOT_AN_OFFICER, article=ARTICLE_OF_REGISTER)
    ensure(may_sign_for_others(by))
    party = opened.helped.party.standing
    ensure(may_be_assisted(party, lacks_means=lacks_means, acts_for_obliged=acts_for_obliged))
    ensure(shown_holds(shown_until, today()))
    if shown not in AssistedFiling.Shown.values:
        raise BadInput(_("Say which document they show."), field="shown", article=ARTICLE)
    if missing(opened.form, opened.content.answers, opened.language, today=today()):
        raise BadInput(_("Something of the form has no answer yet."), field="form")
    words = consent_text(party, officer, opened.shown.sheet, opened.language)
    try:
        with transaction.atomic():
            filing: AssistedFiling = AssistedFiling.objects.create(
                helped=opened.helped, draft_id=opened.draft.pk, party=party, officer=officer, held_on=today(),
                shown=shown, shown_until=shown_until, language=opened.language,
                consent_text=words, consent_sha256=digest(words.encode()),
            )  # fmt: skip
    except IntegrityError as twice:
        raise AlreadyDone(_("It is being filed before an officer already.")) from twice
    return filing


@act
def keep_consent(
    filing: AssistedFiling, opened: OpenedHelp, *, by: Actor, received: ReceivedFile, copy_given: bool
) -> AssistedFiling:
    """Keep the consent that they have signed, and ask the officer for her signature of the application.

    Raises `BadInput` (`copy_given`: the law asks that they keep one), `NotPermitted`, what freezing refuses.
    """
    filing = _locked(filing, State.CONSENT)
    officer = _ensure_hers(filing, by)
    if not copy_given:
        raise BadInput(
            _("Give them the copy of the consent, and say so."), field="copy_given", article=ARTICLE
        )
    filing.consent = receive_document(
        by=by,
        received=received,
        title=str(_("Consent to file before an officer")),
        origin=Document.Origin.CITIZEN,
    )
    filing.consented_at = filing.copy_given_at = now()
    content = opened.content
    answers = live(opened.form, content.answers)
    filing.answers_sha256 = digest(canonical(answers))
    filing.papers = [{"name": one.file.name, "sha256": one.file.sha256} for one in opened.papers]
    filing.application = create_from_bytes(
        by=by,
        data=signed_application(filing, opened, answers),
        name=f"{opened.shown.code.lower()}.pdf",
        title=(in_words(opened.shown.sheet.name, filing.language) or opened.shown.code)[:200],
        origin=Document.Origin.CITIZEN,
        language=filing.language,
    )
    opened.draft.version_id, opened.draft.version_number = opened.shown.version_id, opened.shown.number
    opened.draft.save(update_fields=["version_id", "version_number"])
    request_signature(by=by, document=filing.application, signer=officer.person)
    filing.state = State.SIGNING
    filing.save()
    HelpedDraft.objects.filter(pk=filing.helped_id).update(state=HelpedDraft.State.SIGNING)
    announce(
        ConsentKept(
            filing_id=filing.pk, officer_id=officer.pk, officer=officer.name,
            held_on=filing.held_on.isoformat(), consent_sha256=filing.consent.version.sha256,
        ),
        by=by,
    )  # fmt: skip
    return filing


@act
def leave_assisted(filing: AssistedFiling, *, by: Actor) -> None:
    """It is not filed before the officer: her signature is asked no more, and the draft goes on being theirs."""
    ensure(may_help(by))
    filing = _locked(filing, State.CONSENT, State.SIGNING)
    if filing.application_id:
        for row in SignatureRequest.objects.waiting().filter(document_id=filing.application_id).with_papers():
            withdraw_request(row, by=by)
    filing.state = State.LEFT
    filing.save(update_fields=["state"])
    HelpedDraft.objects.filter(pk=filing.helped_id, state=HelpedDraft.State.SIGNING).update(
        state=HelpedDraft.State.FILLING
    )
    announce(AssistedLeft(filing_id=filing.pk, officer=filing.officer.name), by=by)


@act
def file_signed(filing: AssistedFiling) -> RegistryEntry | None:
    """Register what the officer has signed. What was sent or changed meanwhile is not: it is left, and said.

    Done already, the same entry. `None` when there is nothing to register.
    """
    filing = AssistedFiling.objects.select_for_update(of=("self",)).select_related(
        "officer", "party__merged_into", "application", "consent", "entry", "helped"
    ).get(pk=filing.pk)  # fmt: skip
    if filing.state != State.SIGNING:
        return filing.entry
    officer = filing.officer
    by = actor_here(officer.person_id)
    draft = Draft.objects.select_for_update().filter(pk=filing.draft_id).first()
    if by is None or draft is None or not _is_as_signed(filing, draft):
        leave_assisted(filing, by=Actor.program(filing.entity_id))
        return None
    entry = _registered(filing, draft, by)
    filing.state, filing.entry = State.FILED, entry
    filing.save(update_fields=["state", "entry"])
    close_draft(draft, entry)
    HelpedDraft.objects.filter(pk=filing.helped_id).update(state=HelpedDraft.State.FILED)
    announce(
        FiledBeforeOfficer(
            entry_id=entry.pk, filing_id=filing.pk, officer_id=officer.pk, officer=officer.name,
            reference=entry.reference, procedure=draft.procedure,
            application_sha256=filing.application.latest_blob.sha256 if filing.application else "",
        ),
        by=by,
    )  # fmt: skip
    log_contact(
        by=by, party=filing.party, channel="counter", subject=entry.subject, solved_at_once=True, entry=entry,
        procedure=draft.procedure,
    )  # fmt: skip
    return entry


def _is_as_signed(filing: AssistedFiling, draft: Draft) -> bool:
    """Whether the draft still says what she signed, nobody has sent it, and her authorisation holds."""
    if draft.is_sent or not filing.officer.holds_on(today()):
        return False
    shown = version(draft.version_id) if draft.version_id else procedure(draft.procedure)
    answers = live(read_form(shown.sheet.form), Content.of(draft).answers)
    papers = [{"name": one.file.name, "sha256": one.file.sha256} for one in papers_of(draft)]
    return digest(canonical(answers)) == filing.answers_sha256 and papers == filing.papers


def _registered(filing: AssistedFiling, draft: Draft, by: Actor) -> RegistryEntry:
    shown = version(draft.version_id) if draft.version_id else procedure(draft.procedure)
    sheet, form = shown.sheet, read_form(shown.sheet.form)
    titles = {place.key: place.title for place in places_of(sheet, form, filing.language)}
    program = Actor.program(filing.entity_id)
    papers = [
        receive_document(
            by=program, received=one.file.received(), title=titles.get(one.key, "") or one.file.name,
            origin=Document.Origin.CITIZEN,
        )
        for one in papers_of(draft)
    ]  # fmt: skip
    return register_entry(
        by=program,
        subject=(in_words(sheet.name, filing.language) or sheet.code)[:250],
        heading=sheet.heading if sheet.heading in texts.HEADINGS else Heading.APPLICATION,
        channel=Channel.COUNTER,
        people=[EntryPersonSaid(party=filing.party.standing, role=APPLICANT)],
        documents=[one for one in (filing.application, filing.consent) if one is not None] + papers,
        observations=str(_("Filed before the authorised officer %(name)s") % {"name": filing.officer.name}),
        language=filing.language,
        procedure=shown.code,
        answers=live(form, Content.of(draft).answers),
    )


def _locked(filing: AssistedFiling, *states: str) -> AssistedFiling:
    row: AssistedFiling = (
        AssistedFiling.objects.select_for_update(of=("self",)).select_related("officer").get(pk=filing.pk)
    )
    if row.state not in states:
        raise AlreadyDone(_("It was filed or left already."))
    return row


def _ensure_hers(filing: AssistedFiling, by: Actor) -> AuthorisedOfficer:
    officer = filing.officer
    if officer.person_id != by.person_id:
        raise NotPermitted(
            _("%(name)s began it, and it is she who signs.") % {"name": officer.name}, article=ARTICLE
        )
    ensure(may_sign_for_others(by))
    if not officer.holds_on(today()):  # she has another since: what they read names the decree of this one
        raise NotPermitted(_("This authorisation had ended already."), article=ARTICLE_OF_REGISTER)
    return officer
