"""What the town holds of a person, where, who has read it and to whom it went (GDPR, art. 15)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consistori.appointments.models import Appointment
from consistori.assistance.models import Contact
from consistori.bulletin.models import Subscriber
from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.directory.models import Post
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.notifications.models import Notification
from consistori.notifications.models.notification import STATES
from consistori.padro.local import reading_key
from consistori.parties.models import Address, Channel, Identifier, Party, WayChoice
from consistori.protection.origins import kept_for, sources_of
from consistori.trail.models import Reading, TrailEvent
from consistori.trail.names import kind_shown, name_shown

TAKEN = ("cases.CaseTaken",)
OUTWARD = ("verification", "export", "access_right")
"""Readings by which data went to somebody, or may have gone."""
MOST_READINGS = 50_000


@dataclass(frozen=True)
class HeldDocument:
    """A document of a case where the person comes."""

    title: str
    type: str
    date_on: date | None
    media_type: str


@dataclass(frozen=True)
class HeldCase:
    """A case where the person comes: in what quality, and the papers that are in it."""

    id: UUID
    number: str
    title: str
    series: str
    quality: str
    opened_on: date
    closed_at: datetime | None
    kept: str
    is_reserved: bool
    documents: tuple[HeldDocument, ...]


@dataclass(frozen=True)
class HeldReading:
    """Somebody of the house opened something of the person."""

    at: datetime
    who: str
    kind: str
    what: str
    channel: str


@dataclass(frozen=True)
class Recipient:
    """Data of the person went out of the house, or were put where others reach them."""

    at: datetime
    how: str
    what: str


@dataclass(frozen=True)
class HeldContact:
    """The person came, called or wrote, and somebody wrote it down; or asked for an hour to come."""

    at: datetime
    channel: str
    subject: str
    note: str


@dataclass(frozen=True)
class Holdings:
    """Everything, ready to be written on paper and as data."""

    name: str
    identity: list[tuple[str, str]]
    cases: list[HeldCase]
    readings: list[HeldReading]
    recipients: list[Recipient]
    withheld: int = 0
    sources: tuple[str, ...] = field(default_factory=tuple)
    contacts: tuple[HeldContact, ...] = field(default_factory=tuple)

    def as_data(self) -> str:
        """The same as JSON, to be read by another program (GDPR, arts. 15.3 and 20)."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)


def holdings_of(party: Party, *, withheld: Iterable[str] = (), names_readers: bool = False) -> Holdings:
    """Gather it in the scope of the town, in the language that is active. Sixteen statements, however many cases."""
    party, left_out = party.standing, set(withheld)
    family = list(Party.objects.family(party.pk).order_by("created_at", "pk"))
    rows = _comings(family)
    shown = [row for row in rows if str(row.case_id) not in left_out]
    papers = _papers([row.case_id for row in shown])
    records = {one.pk: one.display_name for one in family}
    records |= {
        reading_key(one.entity_id, one.identifier): one.display_name for one in family if one.identifier
    }
    for row in shown:
        records[row.case_id] = row.case.number
        records |= {leaf.document_id: leaf.document.title for leaf in papers.get(row.case_id, [])}
    log = list(Reading.objects.filter(record_id__in=list(records)).order_by("at", "id")[:MOST_READINGS])
    return Holdings(
        name=party.display_name,
        identity=_identity(party, family),
        cases=[_case(row, papers.get(row.case_id, [])) for row in shown],
        readings=_readings(log, records, names_readers),
        recipients=_recipients(log, records, list({row.case_id for row in shown})),
        withheld=len({row.case_id for row in rows} & {UUID(one) for one in left_out}),
        sources=sources_of(family, (leaf.document for leaves in papers.values() for leaf in leaves)),
        contacts=tuple(
            sorted((*_contacts(family, left_out), *_hours(family), *_told(family, left_out)), key=_at)
        ),
    )


def _contacts(family: list[Party], left_out: set[str]) -> tuple[HeldContact, ...]:
    """When the person came, called or wrote, the first one first; not those of a case that is left out."""
    rows = Contact.objects.filter(party__in=family).order_by("at", "pk")
    return tuple(
        HeldContact(one.at, str(one.get_channel_display()), one.subject, one.note)
        for one in rows
        if str(one.case_id) not in left_out
    )


def _hours(family: list[Party]) -> tuple[HeldContact, ...]:
    """The appointments that the person asked for; what is older than a year is erased already."""
    rows = Appointment.objects.filter(party__in=family, held_until=None).select_related("service")
    return tuple(
        HeldContact(
            one.starts_at,
            str(one.get_way_display()),
            _("Appointment: %(what)s") % {"what": one.service.name},
            one.about,
        )
        for one in rows.order_by("starts_at", "pk")
    )


def _told(family: list[Party], left_out: set[str]) -> tuple[HeldContact, ...]:
    """What they were notified, and how each one stands; not what is of a case that is left out."""
    rows = Notification.objects.filter(party__in=family).exclude(available_at=None).select_related("dispatch")
    return tuple(
        HeldContact(
            one.available_at,
            _("Notification"),
            f"{one.number} · {one.dispatch.title}",
            str(STATES[one.standing()]),
        )
        for one in rows.order_by("available_at", "pk")
        if str(one.dispatch.subject_id) not in left_out
    )


def _at(one: HeldContact) -> datetime:
    return one.at


def _comings(family: list[Party]) -> list[CaseParty]:
    """In what cases the person comes, and as what: once each, although two of her entries come there as the same."""
    rows = CaseParty.objects.filter(party__in=family).select_related("case", "case__series")
    once: dict[tuple[UUID, str], CaseParty] = {}
    for row in rows.order_by("case__opened_on", "case_id", "pk"):
        once.setdefault((row.case_id, row.role), row)
    return list(once.values())


def cases_of(party: Party) -> list[CaseFile]:
    """The cases where the person comes, by any of her entries, to choose what is left out. One statement."""
    family = Party.objects.family(party.standing.pk)
    keys = CaseParty.objects.filter(party__in=family).values("case_id")
    return list(CaseFile.objects.filter(pk__in=keys).select_related("series").order_by("-opened_on", "-id"))


def beyond_reach(cases: Iterable[CaseFile], actor: Actor) -> set[UUID]:
    """Of these cases, those whose contents `actor` does not read: of them she knows the number. One statement."""
    keys = {case.pk for case in cases}
    return keys - set(CaseFile.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))


def _identity(party: Party, family: list[Party]) -> list[tuple[str, str]]:
    said = [(_("Name"), party.display_name)]
    others = dict.fromkeys(one.display_name for one in family if one.display_name != party.display_name)
    said += [(_("Also written down as"), name) for name in others]
    said.append((_("Language"), str(party.get_language_display())))
    numbers = Identifier.objects.filter(party__in=family)
    said += [(str(one.get_kind_display()), one.value) for one in numbers]
    for address in Address.objects.filter(party__in=family):
        until = (
            f" ({_('until %(day)s') % {'day': address.until.strftime('%d/%m/%Y')}})" if address.until else ""
        )
        said.append((_("Address"), address.one_line + until))
    lines = list(Channel.objects.filter(party__in=family))
    said += [(str(one.get_kind_display()), one.value) for one in lines]
    emails = {one.value.lower() for one in lines if one.kind == Channel.Kind.EMAIL}
    found = Subscriber.objects.annotate(small=Lower("email")).filter(small__in=emails)
    said += [(_("Receives the edicts of the board at"), one.email) for one in found.order_by("email")]
    for choice in WayChoice.objects.filter(party__in=family):
        day = choice.effective_on.strftime("%d/%m/%Y")
        said.append((_("Way of being told, from %(day)s") % {"day": day}, str(choice.get_way_display())))
    if party.is_protected:
        said.append((_("Protected person"), _("Nothing is published, and where the person lives is hidden.")))
    return said


def _papers(case_ids: list[UUID]) -> dict[UUID, list[CaseDocument]]:
    leaves = CaseDocument.objects.filter(case_id__in=case_ids).select_related(
        "document", "document__type", "document__version"
    )
    found: dict[UUID, list[CaseDocument]] = {}
    for leaf in leaves.order_by("case_id", "position"):
        found.setdefault(leaf.case_id, []).append(leaf)
    return found


def _case(row: Any, leaves: list[CaseDocument]) -> HeldCase:
    case = row.case
    return HeldCase(
        id=case.pk, number=case.number, title=case.title, quality=str(row.get_role_display()),
        series=case.series.label if case.series else "", opened_on=case.opened_on, closed_at=case.closed_at,
        kept=kept_for(case),
        is_reserved=case.reserved,
        documents=tuple(
            HeldDocument(
                leaf.document.title, leaf.document.type.name if leaf.document.type else "", leaf.document.date_on,
                leaf.document.version.media_type if leaf.document.version else "",
            )
            for leaf in leaves
        ),
    )  # fmt: skip


def _readings(log: list[Reading], records: dict[UUID, str], names: bool) -> list[HeldReading]:
    posts: dict[UUID | None, str] = {}
    for post in Post.objects.live(today()):
        posts.setdefault(post.person_id, post.title(get_language() or "ca"))
    nobody = _("a person of the house")
    return [
        HeldReading(
            at=row.at,
            who=name_shown(row.person_name) if names or row.person_id is None else posts.get(row.person_id, nobody),
            kind=kind_shown(row.kind), what=records.get(row.record_id, ""), channel=row.channel,
        )
        for row in log
    ]  # fmt: skip


def _recipients(log: list[Reading], records: dict[UUID, str], case_ids: list[UUID]) -> list[Recipient]:
    found = [
        Recipient(row.at, kind_shown(row.kind), records.get(row.record_id, ""))
        for row in log
        if row.kind in OUTWARD
    ]
    for event in TrailEvent.objects.filter(subject_id__in=case_ids, kind__in=TAKEN).order_by("seq"):
        found.append(Recipient(event.at, _("The whole case taken out"), records.get(event.subject_id, "")))
    return sorted(found, key=lambda one: one.at)
