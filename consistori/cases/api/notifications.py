"""The notifications of a case: to whom each act was sent, by which way and why, and where each stands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from consistori.cases.api._common import base_of, case_of
from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseDocument, CaseFile, CaseParty
from consistori.cases.notifying.acts import notify
from consistori.cases.notifying.facts import facts_of, known_of
from consistori.cases.notifying.showing import Row, rows_of
from consistori.cases.rules import Role
from consistori.directory.api_access import (
    Answer,
    ApiRequest,
    ApiSchema,
    ListQuery,
    Page,
    api_operation,
    page_of,
)
from consistori.documents.models import Document
from consistori.kernel.errors import BadInput, NotHere
from consistori.notifications.models import Notification
from consistori.notifications.services import AddresseeAsked
from consistori.tenancy import modality

router = Router()
_ALL = "/cases/{case}/notifications"


class AddresseeIn(ApiSchema):
    """A party of the case. `copy_of`: the document of the case that is their own copy (40.5); `shows_others`: why the
    data of others must be seen; `by_hand`: `asked_at_counter` or `delivered_by_employee` (41.1).
    """

    party: UUID
    copy_of: UUID | None = None
    shows_others: str = Field("", max_length=300)
    by_hand: str = Field("", pattern="^(asked_at_counter|delivered_by_employee|)$")


class NotifyIn(ApiSchema):
    """A signed document of the case and to whom. What is not said is taken from the act: its title, body, day, number
    and appeal footer (`ends_way`, `local_tax`, `not_ends`, `court_only`, `other_body`, `step`).
    """

    document: UUID
    to: list[AddresseeIn] = Field(min_length=1, max_length=500)
    title: str = Field("", max_length=200)
    body: str = Field("", max_length=200)
    act_on: date | None = None
    act_number: str = Field("", max_length=60)
    footing: str = Field("", pattern="^(ends_way|local_tax|not_ends|court_only|other_body|step|)$")
    superior: str = Field("", max_length=200)
    term: str = Field("", pattern="^(hearing|simplified_allegations|step|)$")
    is_reserved: bool = False
    has_unconvertible: bool = False
    pays: bool = False


class NotificationOut(BaseModel):
    """A notification [notificació] to one addressee. `state` is where it stands now; `why` and `article`, the reason of
    its channel; `expires_at`, from when it is taken for rejected, if it is.
    """

    id: UUID
    number: str
    document: UUID
    party: UUID
    representative: UUID | None
    channel: str
    why: str
    article: str
    state: str
    available_at: datetime | None
    expires_at: datetime | None
    practised_at: datetime | None
    practised_by: str
    proof: UUID | None


class NotifiedActOut(BaseModel):
    """What an act was sent as: one notification for each addressee."""

    dispatch: UUID
    notifications: list[NotificationOut]


@router.get(_ALL, response=Page[NotificationOut], summary="The notifications of a case")
@api_operation(scope="cases:read")
def list_notifications(request: ApiRequest, case: str, query: Query[ListQuery]) -> Answer:
    """The last one first."""
    _ensure_here(request)
    rows = Notification.objects.of_subject(KIND, [case_of(request, case).pk]).select_related("dispatch")
    numbered = [(f"{n:05d}", row) for n, row in enumerate(rows_of(rows.order_by("-number")))]
    items, following = page_of(numbered, query, key=lambda pair: pair[0])
    return Answer(Page[NotificationOut](items=[_out(row) for _n, row in items], next=following))


@router.post(_ALL, response={201: NotifiedActOut}, summary="Notify an act")
@api_operation(scope="cases:write")
def notify_act(request: ApiRequest, case: str, body: NotifyIn) -> Answer:
    """It is put at disposal at once, to each by the way of the law. Refused if the act lacks what article 40.2 asks."""
    _ensure_here(request)
    found = case_of(request, case, lock=True)
    document = _paper(found, body.document, "document")
    known = known_of(found, document)
    if body.act_on is None and known.act_on is None:
        raise BadInput(_("It is not signed by everybody yet."), field="document")
    act = facts_of(
        found,
        {
            "title": body.title or known.title,
            "body": body.body or known.body,
            "act_number": body.act_number or known.number,
            "act_on": body.act_on or known.act_on,
            "footing": body.footing or known.footing,
            "superior": body.superior,
            "term": body.term or known.term,
            "is_reserved": body.is_reserved,
            "has_unconvertible": body.has_unconvertible,
            "pays": body.pays,
        },
    )
    asked = [_addressee(found, one) for one in body.to]
    made = notify(found, document, by=request.actor, act=act, to=asked)
    rows = rows_of(Notification.objects.filter(dispatch=made).select_related("dispatch").order_by("number"))
    location = f"{base_of(request)}cases/{found.pk}/notifications"
    told = NotifiedActOut(dispatch=made.pk, notifications=[_out(row) for row in rows])
    return Answer(told, status=201, location=location)


@router.get(f"{_ALL}/{{notification}}", response=NotificationOut, summary="A notification")
@api_operation(scope="cases:read")
def get_notification(request: ApiRequest, case: str, notification: UUID) -> Answer:
    """Where it stands now."""
    _ensure_here(request)
    rows = Notification.objects.of_subject(KIND, [case_of(request, case).pk]).select_related("dispatch")
    found = rows_of(rows.filter(pk=notification))
    if not found:
        raise NotHere(_("There is no such notification in this case."))
    return Answer(_out(found[0]))


def _ensure_here(request: ApiRequest) -> None:
    if not modality.is_on(request.entity, "notifications"):
        raise NotHere(_("This town hall does not notify with this program."))


def _paper(case: CaseFile, key: UUID, field: str) -> Document:
    leaf = CaseDocument.objects.filter(case=case, document_id=key).alive().select_related("document").first()
    if leaf is None:
        raise BadInput(_("That document is not in this case: file it first."), field=field)
    document: Document = leaf.document
    return document


def _addressee(case: CaseFile, one: AddresseeIn) -> AddresseeAsked:
    rows = CaseParty.objects.filter(case=case).exclude(role=Role.REPRESENTATIVE)
    row = rows.filter(party_id=one.party).select_related("party__merged_into").first()
    if row is None:
        raise BadInput(_("Choose among the parties of the case: add who is missing first."), field="to")
    other = row.representatives.select_related("party__merged_into").first()
    return AddresseeAsked(
        party=row.party.standing,
        representative=other.party.standing if other is not None else None,
        document=_paper(case, one.copy_of, "to") if one.copy_of else None,
        shows_others=one.shows_others.strip(),
        by_hand=one.by_hand,
    )


def _out(row: Row) -> NotificationOut:
    one = row.notification
    return NotificationOut(
        id=one.pk,
        number=one.number,
        document=one.dispatch.document_id,
        party=one.party_id,
        representative=one.representative_id,
        channel=one.channel,
        why=one.why,
        article=one.article,
        state=row.state,
        available_at=one.available_at,
        expires_at=one.expires_at,
        practised_at=one.effective_at,
        practised_by=one.practised_by,
        proof=one.proof_id,
    )
