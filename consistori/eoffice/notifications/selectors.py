"""Questions of the folder about notifications: what is of this person, and of whom they act for by what is good now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from consistori.cases.models import CaseFile
from consistori.eoffice.folder.rule import DaysRule, days_rule
from consistori.eoffice.folder.whom import Whom
from consistori.eoffice.identity.citizens import Citizen
from consistori.eoffice.identity.powers import Action, PowerKind, may_act
from consistori.eoffice.notifications.readers import BY_POWER
from consistori.eoffice.powers.selectors import body_here, family_of, rule_of
from consistori.kernel.clock import now, today
from consistori.kernel.errors import NotHere
from consistori.notifications.models import Notification
from consistori.notifications.models.notification import STATES
from consistori.notifications.rules.channel import NEVER_ELECTRONIC
from consistori.notifications.rules.states import PRACTISED, State

PAGE = 50
_READ = frozenset({State.ACCESSED, State.DELIVERED})


@dataclass(frozen=True)
class Theirs:
    """Whose notifications a person sees: theirs, and of whom they act for (only of `procedures`, if there are any)."""

    own: frozenset[UUID]
    firm: frozenset[UUID] = field(default_factory=frozenset)
    procedures: frozenset[str] = field(default_factory=frozenset)

    @property
    def rows(self) -> Q:
        """As a question."""
        mine = _of(self.own)
        if not self.firm:
            return mine
        of_firm = _of(self.firm)
        return mine | (of_firm & Q(dispatch__procedure__in=self.procedures) if self.procedures else of_firm)


@dataclass(frozen=True)
class OwnNotification:
    """A notification as its addressee sees it at `at`: its state is that instant's, whoever has written it or not."""

    row: Notification
    at: datetime
    for_firm: bool = False

    @property
    def standing(self) -> State:
        return self.row.standing(self.at)

    @property
    def is_open(self) -> bool:
        return self.standing == State.AVAILABLE

    @property
    def is_practised(self) -> bool:
        return self.standing in PRACTISED

    @property
    def has_read(self) -> bool:
        """Whether its content was given to them."""
        return self.standing in _READ

    @property
    def title(self) -> str:
        """What it is about; of what is reserved, only once they have read it (RD 203/2021, art. 45.1)."""
        return self.row.dispatch.title if self.has_read or not self.row.dispatch.is_reserved else ""

    @property
    def last_day(self) -> date | None:
        """The last day on which it can be opened before it is taken for rejected; None where it never is."""
        until = self.row.expires_at
        return timezone.localtime(until - timedelta(seconds=1)).date() if until is not None else None

    @property
    def days(self) -> int | None:
        """The days that are left, today not counted."""
        last = self.last_day
        return (last - timezone.localtime(self.at).date()).days if last is not None else None

    @property
    def rule(self) -> DaysRule | None:
        """The ten days, drawn."""
        last, since = self.last_day, self.row.available_at
        if last is None or since is None:
            return None
        return days_rule(timezone.localtime(since).date(), last, timezone.localtime(self.at).date())

    @property
    def effective_at(self) -> datetime | None:
        """When it counts as notified."""
        return self.row.expires_at if self.standing == State.LAPSED else self.row.practised_at

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return str(STATES[self.standing])


def theirs(citizen: Citizen, who: Whom) -> Theirs:
    """Whose notifications this person may see now. No statement in their own name or with a certificate of
    representative; by a power it is asked each time: four at most, and none of a power that ended.
    """
    if not citizen.basis:
        return Theirs(who.party_ids, who.firm_party_ids)
    if citizen.basis not in BY_POWER or (found := rule_of(citizen)) is None:
        return Theirs(who.party_ids)
    power, changes = found
    is_narrow = power.kind == PowerKind.PROCEDURES
    code = min(power.procedures, default="") if is_narrow else ""
    if not may_act(power, changes, on=today(), action=Action.APPLY, procedure=code, body=body_here()):
        return Theirs(who.party_ids)
    firm = who.firm_party_ids or frozenset(family_of(citizen.firm_identifier))
    return Theirs(who.party_ids, firm, power.procedures if is_narrow else frozenset())


def own_rows(whose: Theirs) -> QuerySet[Notification]:
    """Their notifications that the office shows, the newest first."""
    rows: QuerySet[Notification] = Notification.objects.shown_in_office().exclude(why__in=NEVER_ELECTRONIC)
    return rows.filter(whose.rows).select_related("dispatch").order_by("-available_at", "-id")


def shown(rows: Iterable[Notification], whose: Theirs, at: datetime) -> list[OwnNotification]:
    """Each as its addressee sees it."""
    return [OwnNotification(row, at, _is_of_firm(row, whose)) for row in rows]


def open_ones(whose: Theirs, at: datetime | None = None) -> list[OwnNotification]:
    """Those that wait to be opened, what lapses first on top. One statement."""
    moment = at or now()
    rows = own_rows(whose).filter(pk__in=Notification.objects.open(moment).values("pk"))
    found = shown(rows[:200], whose, moment)
    return sorted(found, key=lambda one: (one.last_day is None, one.last_day or date.max))


def count_open(whose: Theirs, at: datetime | None = None) -> int:
    """How many wait to be opened. One statement."""
    return Notification.objects.open(at or now()).exclude(why__in=NEVER_ELECTRONIC).filter(whose.rows).count()


@dataclass(frozen=True)
class Sent:
    """A page of all that was sent to a person; `years` are those with something, and how much."""

    rows: list[OwnNotification]
    years: list[tuple[int, int]]
    after: str = ""


def page_of(whose: Theirs, *, q: str = "", year: int | None = None, after: str = "") -> Sent:
    """All that was ever notified to them, by year and by words of its subject or its numbers. Two statements.

    What is reserved is found by its numbers, and by its subject once it was read.
    """
    moment = now()
    rows = own_rows(whose)
    every = rows.order_by().annotate(year=ExtractYear("available_at")).values_list("year")
    years = sorted(every.annotate(n=Count("pk")), reverse=True)
    for word in q.split()[:6]:
        said = Q(dispatch__title__icontains=word) & (Q(dispatch__is_reserved=False) | Q(state__in=_READ))
        rows = rows.filter(said | Q(number__icontains=word) | Q(dispatch__reference__icontains=word))
    if year is not None:
        rows = rows.filter(available_at__year=year)
    if mark := _read_mark(after):
        rows = rows.filter(Q(available_at__lt=mark[0]) | Q(available_at=mark[0], id__lt=mark[1]))
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return Sent(shown(found[:PAGE], whose, moment), years, _mark(last) if last else "")


def own_notification(whose: Theirs, number: str, at: datetime | None = None) -> OwnNotification:
    """One of them by its number. Raises `NotHere`. One statement."""
    if "\x00" in number:
        raise NotHere
    row = (
        own_rows(whose)
        .select_related("party", "representative", "proof__version")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise NotHere
    return shown([row], whose, at or now())[0]


def of_a_power_that_ended(citizen: Citizen, number: str) -> Notification | None:
    """The notification, if it is of whom they were given a power by, whatever it is worth now. Three statements.

    Not of whom somebody only says to act for: naming a firm would tell what it was sent.
    """
    if citizen.basis not in BY_POWER or not citizen.firm_identifier:
        return None
    family = family_of(citizen.firm_identifier)
    found: Notification | None = (
        own_rows(Theirs(frozenset(family))).filter(number=number).first() if family else None
    )
    return found


def of_case(whose: Theirs, case: CaseFile) -> list[OwnNotification]:
    """Those of one case. One statement."""
    rows = own_rows(whose).filter(dispatch__subject_kind="case", dispatch__subject_id=case.pk)
    return shown(rows[:PAGE], whose, now())


def _of(ids: Iterable[UUID]) -> Q:
    keys = list(ids)
    return Q(party_id__in=keys) | Q(representative_id__in=keys)


def _is_of_firm(row: Notification, whose: Theirs) -> bool:
    mine: Any = {row.party_id, row.representative_id} & whose.own
    return not mine


def _mark(row: Notification) -> str:
    return f"{row.available_at.isoformat()}~{row.pk}" if row.available_at else ""


def _read_mark(after: str) -> tuple[datetime, UUID] | None:
    said, _parted, key = after.partition("~")
    try:
        return datetime.fromisoformat(said), UUID(key)
    except ValueError:
        return None
