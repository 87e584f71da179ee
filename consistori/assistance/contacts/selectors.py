"""Questions about contacts, the table of the front office and the log of certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consistori.assistance.models import CertificateAct, Contact, FrontAct
from consistori.cases.models import CaseFile
from consistori.cases.selectors import known_cases
from consistori.directory.models import Post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import Verdict, ensure
from consistori.parties.models import Party
from consistori.parties.policies import may_see_parties

PAGE = 50
MONTHS = 12
MOST_OF_PARTY = 20


@dataclass(frozen=True)
class ContactLine:
    """A contact as this person may see it: `case` only when she may know it."""

    contact: Contact
    case: CaseFile | None = None


@dataclass(frozen=True)
class ContactPage:
    """A page of contacts, and the mark from which the next one starts."""

    lines: list[ContactLine]
    next_cursor: str = ""


@dataclass(frozen=True)
class MonthFigures:
    """A month of contacts: how many by each way, and how many went away with what they came for."""

    month: date
    by_channel: dict[str, int] = field(default_factory=dict)
    solved: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_channel.values())

    @property
    def share(self) -> int | None:
        """Solved at the first contact, in hundredths; None in a month with nobody."""
        return round(self.solved * 100 / self.total) if self.total else None

    @property
    def row(self) -> list[int]:
        """By each way, in the order of `Contact.Channel`."""
        return [self.by_channel.get(channel, 0) for channel in Contact.Channel.values]


def page_of_contacts(
    actor: Actor, *, channel: str = "", unsolved: bool = False, q: str = "", after: str = "", size: int = PAGE
) -> ContactPage:
    """Contacts of the town, the last first. Two statements."""
    ensure(may_see_parties(actor))
    rows = Contact.objects.select_related("party", "entry")
    if channel in Contact.Channel.values:
        rows = rows.filter(channel=channel)
    if unsolved:
        rows = rows.filter(solved_at_once=False)
    if q:
        rows = rows.filter(subject__icontains=q)
    if place := _read(after):
        at, pk = place
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return ContactPage(_lines(actor, found), f"{found[-1].at.isoformat()}~{found[-1].pk}" if more else "")


def contacts_of_party(actor: Actor, party: Party, most: int = MOST_OF_PARTY) -> list[ContactLine]:
    """Of a person and of those that are known as them, the last first. One statement, and one for their cases."""
    ensure(may_see_parties(actor))
    hers = Q(party=party) | Q(party__merged_into=party)
    return _lines(actor, list(Contact.objects.filter(hers).select_related("entry")[:most]))


def contacts_of_case(case: CaseFile, most: int = MOST_OF_PARTY) -> list[Contact]:
    """What people came or called about a case that is open before us. One statement."""
    return list(Contact.objects.filter(case=case).select_related("party")[:most])


def _lines(actor: Actor, found: list[Contact]) -> list[ContactLine]:
    wanted = {one.case_id for one in found if one.case_id}
    cases = known_cases(wanted, actor) if wanted else {}
    return [ContactLine(one, cases.get(one.case_id) if one.case_id else None) for one in found]


def figures(actor: Actor, months: int = MONTHS, on: date | None = None) -> list[MonthFigures]:
    """The last months, this one first, each with its figures. One statement."""
    ensure(may_see_parties(actor))
    day = (on or today()).replace(day=1)
    wanted = [day]
    while len(wanted) < months:
        wanted.append((wanted[-1] - timedelta(days=1)).replace(day=1))
    counted = (
        Contact.objects.filter(at__gte=_begins(wanted[-1]))
        .annotate(month=TruncMonth("at"))
        .order_by()
        .values("month", "channel")
        .annotate(many=Count("pk"), solved=Count("pk", filter=Q(solved_at_once=True)))
    )
    by_month: dict[date, dict[str, Any]] = {month: {"ways": {}, "solved": 0} for month in wanted}
    for row in counted:
        said = by_month.get(timezone.localtime(row["month"]).date())
        if said is not None:
            said["ways"][row["channel"]] = row["many"]
            said["solved"] += row["solved"]
    return [MonthFigures(month, said["ways"], said["solved"]) for month, said in by_month.items()]


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _read(after: str) -> tuple[datetime, UUID] | None:
    at, mark, key = after.partition("~")
    try:
        return (datetime.fromisoformat(at), UUID(key)) if mark else None
    except ValueError:
        return None


def posts_here(on: date | None = None) -> list[str]:
    """Titles of the posts that somebody holds here, by name. One statement."""
    rows = Post.objects.live(on or today()).exclude(title_ca="").values_list("title_ca", flat=True)
    return sorted(set(rows))


def table(on: date | None = None) -> tuple[list[FrontAct], list[FrontAct]]:
    """The table of the front office: rows in force or to come, and those that ended. One statement."""
    day = on or today()
    rows = list(FrontAct.objects.all())
    held = [row for row in rows if row.ends_on is None or row.ends_on > day]
    return held, [row for row in rows if row not in held]


def resolved_here(actor: Actor, procedure: str, on: date | None = None) -> list[str]:
    """Names of the acts that this person resolves by herself of a procedure, by her posts of today. One statement."""
    day = on or today()
    titles = Post.objects.live(day).filter(person_id=actor.person_id).values("title_ca")
    rows = FrontAct.objects.in_force(day).filter(procedure__in=["", procedure], post__in=titles)
    return sorted(set(rows.values_list("act", flat=True)))


def may_resolve(actor: Actor, act: str, procedure: str) -> Verdict:
    """Whether this post resolves it by itself, or whose it is (table act × procedure × post). One statement."""
    if act in resolved_here(actor, procedure):
        return Verdict(True)
    return Verdict(
        False, _("Your post does not resolve this by itself: it is registered, and whoever has it decides.")
    )


def certificate_figures(on: date | None = None) -> list[tuple[str, int, int]]:
    """Of each kind: issued or renewed this month, and this year. One statement."""
    day = on or today()
    month, year = _begins(day.replace(day=1)), _begins(day.replace(month=1, day=1))
    made = [CertificateAct.Done.ISSUED, CertificateAct.Done.RENEWED]
    rows = (
        CertificateAct.objects.filter(at__gte=year, done__in=made)
        .order_by()
        .values("kind")
        .annotate(of_year=Count("pk"), of_month=Count("pk", filter=Q(at__gte=month)))
    )
    counted = {row["kind"]: (row["of_month"], row["of_year"]) for row in rows}
    return [(str(label), *counted.get(kind, (0, 0))) for kind, label in CertificateAct.Kind.choices]


def certificate_log(size: int = PAGE) -> list[CertificateAct]:
    """The last acts of the desk of certificates. One statement."""
    return list(CertificateAct.objects.select_related("party")[:size])
