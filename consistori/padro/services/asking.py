"""Asking for a paper, ordering it, saying no. What comes out and when is in `issuing`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.padro import approvals, jobs, ports
from consistori.padro.events import ResidencePaperAsked, ResidencePaperOrdered, ResidencePaperRefused
from consistori.padro.models import HouseholdConsent, ResidencePaper
from consistori.padro.policies import may_issue
from consistori.padro.rules.slips import Residence, Span, What, Why, needs_a_person, why_not_for
from consistori.parties.models import Party
from consistori.registry.models import EntryPerson, RegistryEntry
from consistori.registry.rules.books import Channel
from consistori.registry.services import EntryPersonSaid, register_entry
from consistori.registry.texts import APPLICANT, REPRESENTATIVE
from consistori.tenancy.jobs import defer
from consistori.trail import act, announce

State = ResidencePaper.State
PROCEDURES: dict[str, tuple[What, Span]] = {
    "PAD-03": (What.SLIP, Span.ALONE),
    "PAD-04": (What.CERTIFICATE, Span.TOGETHER),
    "PAD-08": (What.CERTIFICATE, Span.ALONE),
}
"""The procedures that ask for a paper of the register, with what each one gives if nothing else is said."""


CHANGES = ("PAD-01", "PAD-02")
"""Those that change the register itself: whoever keeps it has to take them there."""


@act
def ask_paper(
    entry: RegistryEntry, *, by: Actor, party: Party | None, identifier: str, name: str, what: str, span: str,
    residence: Residence | None = None, subject_key: UUID | None = None, language: str = "ca",
    purpose: str = "", why: str = "", token: str = "",
) -> ResidencePaper:  # fmt: skip
    """Keep what an entry asks for; the second time, what is kept already. It goes out by itself only if it may.

    `why` is what is known already against its going out by itself. `residence` is what the register has just said.
    """
    if (known := paper_of(entry)) is not None:
        return known
    subject = residence.member(subject_key) if residence and subject_key else None
    subject = subject or (residence.person if residence else None)
    paper = ResidencePaper(
        what=what, span=span, entry=entry, party=party, applicant_identifier=identifier[:40],
        applicant_name=name[:420], subject_key=subject.key if subject else subject_key,
        subject_name=(subject.full_name if subject else name)[:420], language=language, token=token,
        purpose=" ".join(purpose.split())[:200], why=why or why_it_waits(what, span, residence, subject_key),
    )  # fmt: skip
    paper.allowed = consents_of(residence)
    paper.save(force_insert=True)
    announce(
        ResidencePaperAsked(
            paper_id=paper.pk, entry_id=entry.pk, reference=entry.reference, what=paper.what, span=paper.span
        ),
        by=by,
    )
    if not paper.why:
        _by_itself(paper)
    return paper


def paper_of(entry: RegistryEntry) -> ResidencePaper | None:
    """What that entry asked for, if it was kept."""
    found: ResidencePaper | None = ResidencePaper.objects.filter(entry=entry).first()
    return found


def why_it_waits(what: str, span: str, residence: Residence | None, subject_key: UUID | None) -> str:
    """Why a person has to look at it; empty when it may go on by itself (a certificate, to be signed)."""
    if residence is None:
        return Why.UNKNOWN
    subject = residence.member(subject_key) if subject_key else residence.person
    if subject is None:
        return Why.NOT_THEIRS
    if why := why_not_for(residence.person, subject, today()):
        return why
    if needs_a_person(residence, span):
        return Why.PROTECTED
    if what == What.SLIP and approvals.in_force(approvals.SLIPS, today()) is None:
        return Why.NOT_APPROVED
    return ""


def consents_of(residence: Residence | None) -> list[UUID]:
    """The adults of the house who have let its slips name them, and still do."""
    if residence is None or not residence.household:
        return []
    keys = [one.key for one in residence.household]
    rows = HouseholdConsent.objects.filter(key__in=keys, withdrawn_at=None, until__gte=today())
    return [row.key for row in rows]


def _by_itself(paper: ResidencePaper) -> None:
    """What nobody's hand orders: the approval on record does, and its words stay with the paper.

    Where a rule of the town decides, it waits for it: the rule hears that it was asked, and orders it or says why not.
    """
    approval = approvals.in_force(approvals.SLIPS, today()) if paper.what == What.SLIP else None
    if approval is not None and approval.by_rule:
        return
    paper.is_automatic, paper.approval = approval is not None, approval.words[:160] if approval else ""
    _order(paper, by=Actor.program(paper.entity_id))


@act
def order_by_approval(paper_id: UUID, *, words: str) -> None:
    """Order by the approval on record what a rule has decided; one that somebody has seen to meanwhile stays as it is.

    Whoever calls it makes it then (`issuing.issue`): no job is left for it.
    """
    paper = ResidencePaper.objects.select_for_update(of=("self",)).get(pk=paper_id)
    if paper.state != State.ASKED:
        return
    paper.is_automatic, paper.approval = True, words[:160]
    _mark_ordered(paper, by=Actor.program(paper.entity_id))


@act
def order_paper(
    paper: ResidencePaper, *, by: Actor, subject_key: UUID | None = None, allowed: Sequence[UUID] = (),
    allowed_how: str = "", looked_at: str = "",
) -> ResidencePaper:  # fmt: skip
    """Order that it be made [ordenar-ne l'expedició], having looked at what it waited for.

    `allowed`: the other adults who are named, and `allowed_how` how she knows it (a paper they signed, they are here).
    `looked_at`: what she saw that the register does not say (the family book). Raises `AlreadyDone`, `BadInput`.
    """
    ensure(may_issue(by))
    paper = _locked(paper)
    if paper.state not in (State.ASKED, State.STOPPED):
        raise AlreadyDone(_("It is not waiting: it was ordered already, or it is not issued."))
    residence = ports.residence_of(paper.entity, paper.applicant_identifier)
    if residence is None:
        raise BadInput(
            _("%(number)s is not in the register of residents.") % {"number": paper.applicant_identifier},
            field="identifier",
        )
    key = subject_key or paper.subject_key or residence.person.key
    subject = residence.member(key)
    why = Why.NOT_THEIRS if subject is None else why_not_for(residence.person, subject, today())
    if why == Why.NOT_THEIRS:
        raise BadInput(
            _("It is of another adult, who has to ask for it."), field="subject", article="RGPD, art. 6"
        )
    if why == Why.NOT_SAID and not looked_at.strip():
        raise BadInput(
            _("The register does not say that they answer for this child: write what you have looked at."),
            field="looked_at",
        )
    extra = [one for one in allowed if residence.member(one) is not None]
    if extra and not allowed_how.strip():
        raise BadInput(_("Say how you know that they allow it."), field="allowed_how")
    allowed_now = list(dict.fromkeys([*consents_of(residence), *extra]))
    if _is_another(paper, key, allowed_now, residence):
        paper.document = None
    paper.subject_key, paper.subject_name = key, subject.full_name[:420] if subject else ""
    paper.allowed = allowed_now
    paper.allowed_how = " ".join(f"{allowed_how} {looked_at}".split())[:200]
    _order(paper, by=by)
    return paper


def _is_another(paper: ResidencePaper, key: UUID, allowed: Sequence[UUID], residence: Residence) -> bool:
    """Whether what is ordered now is not what was drawn before it stopped: then it is drawn again."""
    drawn = (paper.subject_key, set(paper.allowed), paper.source, paper.as_of)
    return drawn != (key, set(allowed), residence.source[:160], residence.as_of)


def _order(paper: ResidencePaper, *, by: Actor) -> None:
    _mark_ordered(paper, by=by)
    defer(jobs.issue_paper, paper_id=str(paper.pk))


def _mark_ordered(paper: ResidencePaper, *, by: Actor) -> None:
    paper.state, paper.why, paper.note = State.ORDERED, "", ""
    paper.ordered_by_id, paper.ordered_by_name, paper.ordered_at = by.person_id, by.name, now()
    paper.save()
    announce(
        ResidencePaperOrdered(
            paper_id=paper.pk, reference=paper.entry.reference, approval=paper.approval,
            allowed_how=paper.allowed_how,
        ),
        by=by,
    )  # fmt: skip


@act
def refuse_paper(paper: ResidencePaper, *, by: Actor, reason: str) -> ResidencePaper:
    """Say that it is not issued, and why: the person reads it. The entry stays in the inbox. Raises `BadInput`."""
    ensure(may_issue(by))
    clean = " ".join(reason.split())[:300]
    if not clean:
        raise BadInput(_("Say why: whoever asked for it reads it."), field="reason")
    paper = _locked(paper)
    if paper.state not in (State.ASKED, State.STOPPED):
        raise AlreadyDone(_("It is not waiting: it was ordered already, or it is not issued."))
    paper.state, paper.note = State.REFUSED, clean
    paper.save(update_fields=["state", "note"])
    announce(ResidencePaperRefused(paper_id=paper.pk, reference=paper.entry.reference, reason=clean), by=by)
    return paper


@act
def ask_at_counter(
    *, by: Actor, party: Party, residence: Residence, what: str, span: str, subject_key: UUID | None = None,
    allowed: Sequence[UUID] = (), allowed_how: str = "", looked_at: str = "", language: str = "ca",
    purpose: str = "",
) -> ResidencePaper:  # fmt: skip
    """Register what somebody asks at the counter by word of mouth, and order it, in one act.

    Raises `BadInput` as `order_paper`; then nothing is registered.
    """
    ensure(may_issue(by))
    subject = residence.member(subject_key) if subject_key else residence.person
    if subject is None:
        raise BadInput(_("That person does not live there."), field="subject")
    people = [EntryPersonSaid(party=party, role=APPLICANT)]
    if subject.key != residence.person.key:
        people = [
            EntryPersonSaid(name=subject.full_name, identifier=subject.identifier, role=APPLICANT),
            EntryPersonSaid(party=party, role=REPRESENTATIVE),
        ]
    entry = register_entry(
        by=by, subject=subject_line(what, language), channel=Channel.COUNTER, people=people, language=language,
        procedure="PAD-03" if what == What.SLIP else "PAD-08",
        answers={"kind": span, "language": language, "purpose": purpose},
    )  # fmt: skip
    paper = ask_paper(
        entry, by=by, party=party, identifier=residence.person.identifier, name=residence.person.full_name,
        what=what, span=span, residence=residence, subject_key=subject.key, language=language, purpose=purpose,
        why=Why.NOT_APPROVED,
    )  # fmt: skip
    return order_paper(
        paper, by=by, subject_key=subject.key, allowed=allowed, allowed_how=allowed_how, looked_at=looked_at
    )


def subject_line(what: str, language: str) -> str:
    """What the entry is about; never a name."""
    words: dict[str, Any] = {
        What.SLIP: gettext_lazy("Residence slip"),
        What.CERTIFICATE: gettext_lazy("Residence certificate"),
    }
    with override(language):
        return str(words[What(what)])


def applicant_of(entry: RegistryEntry) -> EntryPerson | None:
    """Who asks, with their number; of what is asked for a child, whoever answers for them."""
    rows = list(entry.people.select_related("party__merged_into"))
    representatives = [row for row in rows if row.role == REPRESENTATIVE and row.party_id]
    return next(iter(representatives or [row for row in rows if row.role == APPLICANT]), None)


def _locked(paper: ResidencePaper) -> ResidencePaper:
    found: ResidencePaper = (
        ResidencePaper.objects.select_for_update(of=("self",)).select_related("entry").get(pk=paper.pk)
    )
    return found
