"""Acts on requests of access: writing one down, preparing the answer, handing it over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.cases.models import CaseFile
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted, ensure
from consistori.parties.models import Party
from consistori.protection.events import AccessAnswered, AccessAsked, AccessPrepared
from consistori.protection.holdings import HeldCase, beyond_reach, cases_of
from consistori.protection.models import AccessRequest
from consistori.protection.policies import may_answer, may_write_down
from consistori.protection.rules import answer_by
from consistori.tenancy import jobs
from consistori.tenancy.models import JobRun
from consistori.trail import act, announce
from consistori.trail.readings import record_reading


@act
def write_down(party: Party, *, by: Actor, identity: str, asked_on: date | None = None) -> AccessRequest:
    """Write down that the person asks; `identity` says how we know it is them. It is due in a month."""
    ensure(may_write_down(by))
    day, identity = asked_on or today(), " ".join(identity.split())
    if not identity or len(identity) > 200:
        raise BadInput(
            _("Say how we know that it is this person: with their DNI at the counter, with a certificate…"),
            field="identity", article="RGPD, art. 12.6",
        )  # fmt: skip
    if day > today():
        raise BadInput(_("It cannot have been asked tomorrow."), field="asked_on")
    party = party.standing
    if not party.is_person:
        raise BadInput(
            _("The right of access is of people, not of firms."), field="party", article="RGPD, art. 15"
        )
    asked: AccessRequest = AccessRequest.objects.create(
        party=party, asked_on=day, due_on=answer_by(day), identity=identity, written_by=by.name
    )
    announce(AccessAsked(request_id=asked.pk, party_id=party.pk, due_on=asked.due_on.isoformat()), by=by)
    return asked


@act
def prepare(
    asked: AccessRequest, *, by: Actor, withheld: Iterable[str] = (), why: str = "", names_readers: bool = False
) -> JobRun:  # fmt: skip
    """Leave the answer to be put together: the tray of jobs will have it. Leaving cases out takes a reason."""
    ensure(may_answer(by))
    ensure_open(asked)
    cases = cases_of(asked.party)
    known = {str(case.pk) for case in cases}
    left_out, why = sorted(set(withheld) & known), " ".join(why.split())
    if left_out and not why:
        raise BadInput(
            _("Say why this is left out: whose rights or what inquiry it would harm."), field="why",
            article="RGPD, arts. 15.4 i 23",
        )  # fmt: skip
    ensure_reads(cases, by=by, withheld=left_out)
    asked.withheld, asked.withheld_why, asked.names_readers = left_out, why[:300], names_readers
    asked.save(update_fields=["withheld", "withheld_why", "names_readers"])
    from consistori.protection.jobs import prepare_answer

    return jobs.start_long(
        prepare_answer, title=gettext("What we hold of %(name)s") % {"name": asked.party.standing.display_name}, by=by,
        request_id=str(asked.pk), person_id=str(by.person_id), language=translation.get_language() or "ca",
    )  # fmt: skip


def ensure_reads(cases: Iterable[CaseFile], *, by: Actor, withheld: Iterable[str]) -> None:
    """Nobody prepares what she may not read: a case reserved to others is left out, or they prepare the answer."""
    left_out = set(withheld)
    inside = [case for case in cases if str(case.pk) not in left_out]
    if beyond := beyond_reach(inside, by):
        numbers = ", ".join(sorted(case.number for case in inside if case.pk in beyond))
        raise NotPermitted(
            _(
                "You do not read %(numbers)s, which is reserved: leave it out saying why, or let whoever reads it "
                "prepare the answer."
            )
            % {"numbers": numbers},
            article="Llei 39/2015, art. 53.1.a",
        )


@act
def note_prepared(
    asked: AccessRequest, *, by: Actor, sha256: str, cases: Iterable[HeldCase] = ()
) -> None:  # fmt: skip
    """The answer is put together; its digest says which file it was, and each reserved case in it was read.

    Raises `AlreadyDone` when it was answered meanwhile: what was handed over is the file before.
    """
    ensure(may_answer(by))
    ensure_open(asked)
    asked.state, asked.prepared_at, asked.sha256 = AccessRequest.State.PREPARED, now(), sha256
    asked.save(update_fields=["state", "prepared_at", "sha256"])
    party = asked.party.standing
    record_reading(
        by=by, kind="access_right", id=party.pk, label=party.display_name, reserved=party.is_protected
    )
    for case in cases:
        if case.is_reserved:
            record_reading(by=by, kind="case", id=case.id, label=case.number, reserved=True)
    announce(AccessPrepared(request_id=asked.pk, party_id=party.pk, sha256=sha256), by=by)


@act
def mark_answered(asked: AccessRequest, *, by: Actor, how: str) -> None:
    """It was handed over: how, in a few words (at the counter, by e-notification…)."""
    ensure(may_answer(by))
    ensure_open(asked)
    how = " ".join(how.split())
    if asked.state != AccessRequest.State.PREPARED:
        raise BadInput(_("Prepare the answer first."), field="how")
    if not how or len(how) > 200:
        raise BadInput(_("Say how it was handed over."), field="how")
    asked.state, asked.answered_at, asked.answered_how = AccessRequest.State.ANSWERED, now(), how
    asked.save(update_fields=["state", "answered_at", "answered_how"])
    announce(AccessAnswered(request_id=asked.pk, party_id=asked.party_id, how=how), by=by)


def ensure_open(asked: AccessRequest) -> None:
    """Nothing of a request changes once it is answered. It is asked of the row, locked until the act ends."""
    fields = ["state", "sha256", "withheld", "withheld_why", "names_readers"]
    asked.refresh_from_db(fields=fields, from_queryset=AccessRequest.objects.select_for_update())
    if asked.state == AccessRequest.State.ANSWERED:
        raise AlreadyDone(_("This request was already answered."))
