"""Which notices a notification has: made with it, once a round, whoever asks and however many times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.kernel.identifiers import uuid7
from consistori.notifications.models import Notice, NoticeWish, Notification
from consistori.notifications.notices import rules
from consistori.notifications.notices.events import NoticeAskedAgain, NoticeWishTold
from consistori.notifications.notices.returns import message_id
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.services.practising import locked
from consistori.parties.models import Channel, Party
from consistori.parties.policies import may_edit_parties
from consistori.parties.ports import is_there_a_gateway
from consistori.tenancy.jobs import defer_many
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

AT_ONCE = 100
"""Notices that one job sends, entering the mail server once."""
APART = timedelta(hours=20)
"""Between a notice and the next one that somebody asks for: nobody is told twice in a day."""


class NobodyToTell(Refusal):
    """There is no e-mail nor mobile where a notice may go (409)."""

    default_code = "nobody-to-tell"


class ToldToday(Refusal):
    """They were told less than a day ago (409)."""

    default_code = "told-today"


@act
def plan_notices(notifications: Sequence[Notification], by: Actor, *, round: int = 1) -> list[Notice]:
    """Make the notices of these notifications, and leave the jobs that send them.

    To whom the act concerns and to whoever represents them (RD 203/2021, art. 43.1), wherever they communicated
    (`rules.whom_to_tell`), but not again where a notice of the same notification found nobody. Done again it makes only
    what lacks. Six statements, however many they are, and a job for each hundred. Returns those of this round.
    """
    keys = [one.pk for one in notifications]
    dead = _where_nobody_is(keys) if round > 1 else set()
    whose = {key for one in notifications for key in _parties_of(one)}
    known = known_of(whose)
    made = [
        notice
        for one in notifications
        for notice in _notices_of(one, known, by, round)
        if (notice.notification_id, notice.kind, notice.value.casefold()) not in dead
    ]
    if not made:
        return []
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    rows = list(Notice.objects.to_send().filter(notification_id__in=keys, round=round, tries=0))
    leave([one.pk for one in rows])
    return rows


def plan_first(notifications: Sequence[Notification], by: Actor) -> None:
    """The notices of what has just been put at disposal, as it hangs there."""
    plan_notices(notifications, by)


def leave(keys: Sequence[UUID]) -> None:
    """Leave the jobs that send these."""
    from consistori.notifications.notices.jobs import send_notices

    some = [[str(key) for key in keys[first : first + AT_ONCE]] for first in range(0, len(keys), AT_ONCE)]
    defer_many(send_notices, [{"notice_ids": one} for one in some])


@act
def plan_again(notifications: Sequence[Notification], *, by: Actor) -> int:
    """Another notice of each that is still waiting and was not told of these last hours; how many notices are made.

    For many at once: those to whom nothing may be sent are left out in silence (`tell_again` says why). Done twice, the
    second time finds them told. Six statements and four more for each round.
    """
    ensure(may_record(by))
    moment = now()
    asked = Notification.objects.filter(pk__in=[one.pk for one in notifications]).open(moment)
    rows = {one.pk: one for one in asked.order_by("pk").select_for_update()}
    told = Notice.objects.filter(notification_id__in=rows)
    lately = told.filter(made_at__gt=moment - APART).exclude(state__in=rules.FAILED)
    for key in lately.values_list("notification_id", flat=True):
        rows.pop(key, None)
    rounds = dict(told.values_list("notification_id").annotate(last=Max("round")).order_by())
    groups: dict[int, list[Notification]] = {}
    for key, one in rows.items():
        groups.setdefault(rounds.get(key, 0) + 1, []).append(one)
    made = [
        notice for round, some in sorted(groups.items()) for notice in plan_notices(some, by, round=round)
    ]
    numbers = {key: one.number for key, one in rows.items()}
    each: dict[UUID, list[Notice]] = {}
    for notice in made:
        each.setdefault(notice.notification_id, []).append(notice)
    for key, theirs in each.items():
        announce(
            NoticeAskedAgain(
                notification_id=key, number=numbers[key], round=theirs[0].round, how_many=len(theirs)
            ),
            by=by,
        )
    return len(made)


@act
def tell_again(notification: Notification, *, by: Actor) -> list[Notice]:
    """Have another notice sent [segon avís / segundo aviso], by whoever is after a notification that nobody opens.

    Raises `NotPermitted`, `NobodyToTell`, `ToldToday`, and `Refusal` for one that is not open any more.
    """
    ensure(may_record(by))
    row = locked(notification)
    ensure(may_see(by, row.dispatch))
    moment = now()
    if not row.is_open(moment):
        raise Refusal(_("It is not waiting any more: a notice would only confuse."))
    mine = Notice.objects.filter(notification=row)
    if mine.filter(made_at__gt=moment - APART).exclude(state__in=rules.FAILED).exists():
        raise ToldToday(_("They were told less than a day ago. Wait until tomorrow, or call them."))
    if not plan_again([row], by=by):
        raise NobodyToTell(
            _("They have left no e-mail nor mobile where a notice may go."), article=rules.ARTICLE
        )
    last = mine.aggregate(last=Max("round"))["last"]
    return list(mine.filter(round=last))


@act
def tell_wish(party: Party, *, by: Actor, kind: str, value: str, wanted: bool) -> NoticeWish:
    """Write down whether a person wants notices at an address of theirs (41.1); the last word counts.

    The address has to be one that we know as theirs. Whoever asks has said who they are, at the counter or at the
    office. Raises `BadInput` (`value`).
    """
    ensure(may_edit_parties(by))
    family = [party.pk, *Party.objects.family(party.pk).values_list("pk", flat=True)]
    if not Channel.objects.filter(party_id__in=family, kind=kind, value__iexact=value, until=None).exists():
        raise BadInput(_("That is no address of this person."), field="value")
    made = NoticeWish(
        party=party, kind=kind, value=value, wanted=wanted, channel=by.channel[:10], told_by=by.name[:160]
    )
    made.save(force_insert=True)
    announce(NoticeWishTold(party_id=party.pk, notice_kind=kind, wanted=wanted), by=by)
    return made


def known_of(party_ids: Iterable[UUID]) -> dict[UUID, list[rules.Known]]:
    """The e-mails and mobiles of each party, those of whoever is known as it too, with their wishes. Three statements.

    Mobiles only where this installation sends text messages.
    """
    keys = set(party_ids)
    rows = Party.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    roots = {pk: root if root in keys else pk for pk, root in rows.values_list("pk", "merged_into")}
    wishes: dict[tuple[UUID, str, str], bool] = {}
    for one in NoticeWish.objects.filter(party_id__in=roots):
        wishes[roots[one.party_id], one.kind, one.value.casefold()] = one.wanted
    kinds = list(rules.Kind) if is_there_a_gateway() else [rules.Kind.EMAIL]
    found: dict[UUID, dict[tuple[str, str], rules.Known]] = {}
    for one in Channel.objects.filter(party_id__in=roots, kind__in=kinds, until=None):
        root, folded = roots[one.party_id], one.value.casefold()
        found.setdefault(root, {}).setdefault(
            (one.kind, folded),
            rules.Known(
                rules.Kind(one.kind), one.value, one.is_main and one.party_id == root,
                wishes.get((root, one.kind, folded)),
            ),
        )  # fmt: skip
    return {root: list(known.values()) for root, known in found.items()}


def _where_nobody_is(notification_ids: Sequence[UUID]) -> set[tuple[UUID, str, str]]:
    """The addresses to which a notice of these was sent that do not exist. One statement."""
    rows = Notice.objects.failed().filter(
        notification_id__in=notification_ids, trouble__in=rules.REACHES_NOBODY
    )
    return {
        (key, kind, value.casefold())
        for key, kind, value in rows.values_list("notification_id", "kind", "value")
    }


def _parties_of(notification: Notification) -> list[UUID]:
    """Whom it concerns, and whoever represents them."""
    return [key for key in (notification.representative_id, notification.party_id) if key is not None]


def _notices_of(
    notification: Notification, known: dict[UUID, list[rules.Known]], by: Actor, round: int
) -> Iterable[Notice]:
    entity, moment = current_entity(), now()
    told: set[tuple[str, str]] = set()
    for party_id in _parties_of(notification):
        for target in rules.whom_to_tell(known.get(party_id, [])):
            key = (str(target.kind), target.value.casefold())
            if key in told:
                continue
            told.add(key)
            pk = uuid7()
            yield Notice(
                id=pk, entity=entity, notification=notification, party_id=party_id, round=round,
                kind=target.kind, value=target.value, why=target.why, language=notification.language,
                message_id=message_id(entity.pk, pk), made_at=moment, next_try_at=moment,
                by_id=by.person_id, by_name="" if by.is_system else by.name[:160],
            )  # fmt: skip
