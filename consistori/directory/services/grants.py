"""Letting somebody see what is of the town, and what councillors ask for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.directory.councillors import decide_by, silence_on
from consistori.directory.events import (
    AccessGranted,
    AccessTakenBack,
    InformationAsked,
    InformationGiven,
    InformationRefused,
)
from consistori.directory.grants import can_be_granted
from consistori.directory.models import AccessGrant, InformationRequest, Person
from consistori.directory.policies import may_ask_information, may_decide_information, may_grant_access
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce

LONGEST_GRANT = timedelta(days=31)


@act
def grant_access(
    person: Person, *, by: Actor, reason: str, ends_at: datetime, case_id: UUID | None = None, case_number: str = ""
) -> AccessGrant:  # fmt: skip
    """Let an operator or a councillor read a case, or all that is not reserved, until `ends_at`."""
    ensure(may_grant_access(by))
    reason = _checked(reason)
    if not can_be_granted(person.pk):
        raise BadInput(
            _("Only operators of the service and councillors of this town are let see things this way."),
            field="person",
        )
    if not now() < ends_at <= now() + LONGEST_GRANT:
        raise BadInput(_("It must end between now and a month from now."), field="until")
    grant: AccessGrant = AccessGrant.objects.create(
        person=person, reason=reason, case_id=case_id, case_number=case_number, ends_at=ends_at,
        given_by_id=by.person_id, given_by_name=by.name,
    )  # fmt: skip
    announce(
        AccessGranted(
            grant_id=grant.pk, person_id=person.pk, name=person.full_name, what=what_of(grant),
            until=grant.last_day.isoformat(), reason=reason, case_id=case_id,
        ),
        by=by,
    )  # fmt: skip
    return grant


def what_of(grant: AccessGrant) -> str:
    """What it lets see, in words."""
    if grant.case_number:
        return gettext("the case %(number)s") % {"number": grant.case_number}
    return gettext("every case that is not reserved")


@act
def take_back(grant: AccessGrant, *, by: Actor) -> None:
    """End the grant now: the next page is already closed."""
    ensure(may_grant_access(by))
    if not grant.is_live:
        raise AlreadyDone(_("This grant had already ended."))
    grant.taken_back_at, grant.taken_back_by = now(), by.name
    grant.save(update_fields=["taken_back_at", "taken_back_by"])
    announce(
        AccessTakenBack(
            grant_id=grant.pk, person_id=grant.person_id, name=grant.person.full_name, what=what_of(grant),
            case_id=grant.case_id,
        ),
        by=by,
    )  # fmt: skip


@act
def ask_information(
    *, by: Actor, what: str, case_number: str = "", on: date | None = None
) -> InformationRequest:
    """A councillor asks for what she does not reach; it must be decided in five days (LBRL, art. 77)."""
    ensure(may_ask_information(by))
    what = " ".join(what.split())
    if not what or len(what) > 500:
        raise BadInput(_("Say what you ask to see, in a few lines."), field="what")
    day = on or today()
    asked: InformationRequest = InformationRequest.objects.create(
        person_id=by.person_id, what=what, case_number=case_number.strip()[:32], asked_on=day,
        decide_by=decide_by(day), silence_on=silence_on(day),
    )  # fmt: skip
    announce(
        InformationAsked(request_id=asked.pk, what=what[:200], decide_by=asked.decide_by.isoformat()), by=by
    )
    return asked


@act
def give_information(
    asked: InformationRequest, *, by: Actor, grant: AccessGrant | None = None, how: str = ""
) -> None:
    """Give what was asked: with a grant to read a case, or as `how` says (a copy, a look at the counter)."""
    ensure(may_decide_information(by))
    _decide(asked, InformationRequest.State.GIVEN, by, " ".join(how.split())[:500])
    asked.grant = grant
    asked.save(update_fields=["grant"])
    announce(InformationGiven(request_id=asked.pk, name=asked.person.full_name, what=asked.what[:200]), by=by)


@act
def refuse_information(asked: InformationRequest, *, by: Actor, reason: str) -> None:
    """Refuse what was asked, with its reason, while silence has not given it yet (R-CLR-01)."""
    ensure(may_decide_information(by))
    reason = _checked(reason)
    if today() >= asked.silence_on:
        raise AlreadyDone(
            _("Nobody answered in four days: it was given by silence, and can no longer be refused."),
            article="TRLMRLC, art. 164.3",
        )
    _decide(asked, InformationRequest.State.REFUSED, by, reason)
    announce(InformationRefused(request_id=asked.pk, name=asked.person.full_name, reason=reason), by=by)


def _decide(asked: InformationRequest, state: str, by: Actor, reason: str) -> None:
    if asked.state != InformationRequest.State.ASKED:
        raise AlreadyDone(_("This request was already answered."))
    asked.state, asked.reason = state, reason
    asked.decided_at, asked.decided_by = now(), by.name
    asked.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _checked(reason: str) -> str:
    clean = " ".join(reason.split())
    if not clean or len(clean) > 300:
        raise BadInput(_("Give the reason in a line."), field="reason")
    return clean
