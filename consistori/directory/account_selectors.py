"""Questions about accounts: is the door closed, who entered, how she enters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum

from consistori.directory.models import Invitation, Person, Post, SignIn
from consistori.kernel.clock import now, today
from consistori.tenancy.models import Entity

WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Door:
    """The door of an account: until when it stays closed after wrong tries, if it does."""

    closed_until: datetime | None = None

    @property
    def is_closed(self) -> bool:
        return self.closed_until is not None


def door_of(person: Person) -> Door:
    """Whether wrong passwords or wrong codes keep the door of this account closed now."""
    ends = [moment for moment in (_closed_by_passwords(person), _closed_by_codes(person)) if moment]
    return Door(max(ends) if ends else None)


def _closed_by_passwords(person: Person) -> datetime | None:
    """Tries from many machines are counted together, as axes does."""
    lately = AccessAttempt.objects.filter(username=person.email.lower(), attempt_time__gt=now() - WAIT)
    tried = lately.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    return tried["last"] + WAIT if (tried["failures"] or 0) >= settings.AXES_FAILURE_LIMIT else None


def _closed_by_codes(person: Person) -> datetime | None:
    wrong = wrong_codes_of(person)
    return wrong[0] + WAIT if len(wrong) >= settings.AXES_FAILURE_LIMIT else None


def wrong_codes_of(person: Person) -> list[datetime]:
    """The wrong codes of the last quarter of an hour since she entered or was released, the newest first."""
    lately = SignIn.objects.filter(person=person, at__gt=now() - WAIT).order_by("-at")
    found: list[datetime] = []
    for one in lately.values_list("outcome", "at")[:20]:
        if one[0] in (SignIn.Outcome.ENTERED, SignIn.Outcome.RELEASED):
            break
        if one[0] == SignIn.Outcome.WRONG_CODE:
            found.append(one[1])
    return found


@dataclass(frozen=True)
class Keys:
    """With what a person enters besides her password."""

    passkeys: tuple[Authenticator, ...]
    has_codes: bool
    recovery_left: int

    @property
    def is_ready(self) -> bool:
        return bool(self.passkeys) or self.has_codes


def keys_of(person: Person) -> Keys:
    """Her passkeys, the codes of her phone, and how many recovery codes are left."""
    mine = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    recovery = next((a for a in mine if a.type == Authenticator.Type.RECOVERY_CODES), None)
    return Keys(
        passkeys=tuple(a for a in mine if a.type == Authenticator.Type.WEBAUTHN),
        has_codes=any(a.type == Authenticator.Type.TOTP for a in mine),
        recovery_left=len(recovery.wrap().get_unused_codes()) if recovery else 0,
    )


def last_entered(person: Person, *, before: SignIn | None = None) -> SignIn | None:
    """The last time that somebody entered with this account, before the one given."""
    found = SignIn.objects.filter(person=person).entered().order_by("-at")
    if before is not None:
        found = found.filter(at__lt=before.at)
    return found.select_related("entity").first()


def wrong_tries_since(person: Person, moment: datetime) -> int:
    """How many wrong passwords or codes there have been since that instant."""
    wrong = (SignIn.Outcome.WRONG_PASSWORD, SignIn.Outcome.WRONG_CODE)
    return int(SignIn.objects.filter(person=person, at__gt=moment, outcome__in=wrong).count())


def sessions_of(person: Person) -> list[SignIn]:
    """The sessions that go on, the one used last on top."""
    began_after = now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    going_on = SignIn.objects.filter(person=person, at__gt=began_after).going_on()
    return list(going_on.select_related("entity").order_by("-last_seen_at"))


def accesses_of(person: Person, limit: int = 30, *, entity: Entity | None = None) -> list[SignIn]:
    """The last times that somebody entered with this account, or tried to.

    With `entity`, those at the door of that town or at the common one: what she does at another is not its affair.
    """
    rows = SignIn.objects.filter(person=person)
    if entity is not None:
        rows = rows.filter(Q(entity=entity) | Q(entity=None))
    return list(rows.select_related("entity").order_by("-at")[:limit])


def of_ours() -> QuerySet[Person]:
    """Whose accounts the entity of the scope may change: who holds a post here or will, and who has an open link."""
    posts = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today()))
    links = Invitation.objects.open(now())
    return Person.objects.filter(Q(pk__in=posts.values("person")) | Q(pk__in=links.values("person")))


def invitation_of(person: Person) -> Invitation | None:
    """The last link that this entity sent to the person."""
    return Invitation.objects.filter(person=person).order_by("-created_at").first()
