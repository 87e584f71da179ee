"""Acts on delegations and substitutions: recording the decree, answering it, publishing it, ending it (R-DEC-02)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from consistori.directory import rules
from consistori.directory.career_events import (
    DelegationAccepted,
    DelegationEnded,
    DelegationPublished,
    DelegationRecorded,
    DelegationRefused,
)
from consistori.directory.career_policies import may_answer_delegation, may_record_delegations
from consistori.directory.models import Delegation, Person, Post
from consistori.directory.rules import Manner
from consistori.directory.sentences import why_not
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.trail import act, announce


def holidays_around(on: date) -> frozenset[date]:
    """The holidays of that year and the next, until the town keeps its calendar."""
    return rules.common_holidays(on.year) | rules.common_holidays(on.year + 1)


@act
def record_delegation(
    *, by: Actor, manner: str, of_post: Post, to: Person, decree: str, decree_on: date, matters: str = "",
    said_from: date | None = None, notified_on: date | None = None, ends_on: date | None = None,
) -> Delegation:  # fmt: skip
    """Write down the decree by which `to` acts in the place of whoever holds `of_post`.

    Raises `BadInput` at `manner`, `of_post`, `to`, `decree`, `notified_on` or `ends_on`, each with its article.
    """
    ensure(may_record_delegations(by))
    how = _manner(manner)
    decree = " ".join(decree.split())
    if not decree:
        raise BadInput(_("Write the number of the decree or agreement."), field="decree")
    _ensure_may_be_given(how, of_post, to, decree_on)
    _ensure_notified(how, by=by, decree_on=decree_on, notified_on=notified_on)
    term = rules.term_of(
        how, decree_on=decree_on, said_from=said_from, notified_on=notified_on,
        holidays=holidays_around(notified_on or decree_on),
    )  # fmt: skip
    if ends_on is not None and ends_on <= term.starts_on:
        raise BadInput(_("It would end before it could be used."), field="ends_on")
    made: Delegation = Delegation.objects.create(
        manner=how, of_post=of_post, to=to, matters=matters.strip(), decree=decree, decree_on=decree_on,
        said_from=said_from, notified_on=notified_on, starts_on=term.starts_on, ends_on=ends_on,
        told_by_name=by.name,
    )  # fmt: skip
    said = DelegationRecorded(
        delegation_id=made.pk, manner=made.manner, of_id=of_post.person_id, of_name=of_post.person.full_name,
        to_id=to.pk, to_name=to.full_name, decree=decree, starts_on=made.starts_on.isoformat(),
    )  # fmt: skip
    announce(said, by=by)
    return made


@act
def accept_delegation(delegation: Delegation, *, by: Actor, on: date | None = None) -> None:
    """She accepts: it may be used from today, without waiting for the three working days (ROF, art. 114.1)."""
    ensure(may_answer_delegation(by, delegation.to_id))
    _ensure_unanswered(delegation)
    on = on or today()
    term = rules.term_of(
        Manner.DELEGATION, decree_on=delegation.decree_on, said_from=delegation.said_from, accepted_on=on
    )
    delegation.accepted_on, delegation.starts_on = on, min(term.starts_on, delegation.starts_on)
    delegation.save(update_fields=["accepted_on", "starts_on"])
    announce(_answered(delegation, DelegationAccepted), by=by)


@act
def refuse_delegation(delegation: Delegation, *, by: Actor) -> None:
    """She does not accept it: it never takes effect. Once silence accepted it, refusing is too late."""
    ensure(may_answer_delegation(by, delegation.to_id))
    _ensure_unanswered(delegation)
    if today() > last_day_to_refuse(delegation):
        raise AlreadyDone(
            _("The three working days are over: it is accepted. It can be revoked by decree."),
            article="ROF, art. 114.1",
        )
    delegation.refused_at = now()
    delegation.save(update_fields=["refused_at"])
    announce(_answered(delegation, DelegationRefused), by=by)


def last_day_to_refuse(delegation: Delegation) -> date:
    """The last day on which whoever received it may say that she does not accept it."""
    decree_on, notified_on = delegation.decree_on, delegation.notified_on
    holidays = holidays_around(notified_on or decree_on)
    return rules.last_day_to_answer(decree_on=decree_on, notified_on=notified_on, holidays=holidays)


@act
def publish_delegation(delegation: Delegation, *, by: Actor, on: date) -> None:
    """Note the day on which the official bulletin published it (Llei 40/2015, art. 9.3)."""
    ensure(may_record_delegations(by))
    if on < delegation.decree_on:
        raise BadInput(_("It cannot be published before it was signed."), field="published_on")
    delegation.published_on = on
    delegation.save(update_fields=["published_on"])
    said = DelegationPublished(
        delegation_id=delegation.pk, to_id=delegation.to_id, decree=delegation.decree,
        published_on=on.isoformat(),
    )  # fmt: skip
    announce(said, by=by)


@act
def end_delegation(delegation: Delegation, *, by: Actor, on: date, decree: str = "") -> None:
    """Revoke it: `on` is the first day without it (Llei 40/2015, art. 9.6). Before it starts, it never does."""
    ensure(may_record_delegations(by))
    if delegation.refused_at or (delegation.ends_on is not None and delegation.ends_on <= today()):
        raise AlreadyDone(_("It had ended already."))
    if on < delegation.decree_on:
        raise BadInput(_("It cannot end before it was signed."), field="ends_on")
    end_it(delegation, by=by, on=on, decree=decree)


def end_it(delegation: Delegation, *, by: Actor, on: date, decree: str = "") -> None:
    """The ending itself, also when one of the two leaves: then no decree is said, and the one that was stays."""
    delegation.ends_on = max(on, delegation.starts_on)
    delegation.revoked_by = " ".join(decree.split()) or delegation.revoked_by
    delegation.save(update_fields=["ends_on", "revoked_by"])
    said = DelegationEnded(
        delegation_id=delegation.pk, to_id=delegation.to_id, to_name=delegation.to.full_name,
        of_name=delegation.of_post.person.full_name, decree=delegation.decree, ends_on=on.isoformat(),
    )  # fmt: skip
    announce(said, by=by)


def _manner(said: str) -> Manner:
    try:
        return Manner(said)
    except ValueError:
        raise BadInput(_("Say whether it is a delegation or a substitution."), field="manner") from None


def _ensure_may_be_given(how: Manner, of_post: Post, to: Person, on: date) -> None:
    if of_post.person_id == to.pk:
        raise BadInput(_("Nobody acts in her own place."), field="to")
    _ensure_held(how, of_post, on)
    roles = list(Post.objects.filter(person=to).live(max(on, today())).values_list("role", flat=True))
    verdict = rules.may_be_given(how, of_role=of_post.role, to_roles=roles)
    if not verdict.ok:
        field = "to" if verdict.why == "wrong-receiver" else "manner"
        raise BadInput(why_not(verdict), field=field, article=verdict.article)


def _ensure_held(how: Manner, of_post: Post, on: date) -> None:
    """The post was hers on the day of the decree, in this row or, before it changed, in another; a vacant one may be
    substituted."""
    hers = Post.objects.filter(person_id=of_post.person_id, role=of_post.role, starts_on__lte=on)
    if not (hers if how is Manner.SUBSTITUTION else hers.live(on)).exists():
        raise BadInput(
            _("On that day nobody held that post."), field="of_post", article="Llei 40/2015, art. 8"
        )


def _ensure_notified(how: Manner, *, by: Actor, decree_on: date, notified_on: date | None) -> None:
    """The three days to answer a delegation run from its notice; only the program brings old books without it."""
    if notified_on is None:
        if how is Manner.DELEGATION and not by.is_system:
            raise BadInput(
                _("Say on which day it was notified to her: from then she has three working days to answer."),
                field="notified_on",
                article="ROF, art. 114.1",
            )
        return
    if notified_on < decree_on:
        raise BadInput(
            _("It cannot be notified before it was signed."), field="notified_on", article="ROF, art. 114.1"
        )


def _ensure_unanswered(delegation: Delegation) -> None:
    if delegation.manner != Manner.DELEGATION or delegation.accepted_on or delegation.refused_at:
        raise AlreadyDone(_("It needs no answer."))


def _answered(
    delegation: Delegation, fact: type[DelegationAccepted] | type[DelegationRefused]
) -> DelegationAccepted | DelegationRefused:
    name = delegation.of_post.person.full_name
    return fact(delegation_id=delegation.pk, to_id=delegation.to_id, of_name=name)
