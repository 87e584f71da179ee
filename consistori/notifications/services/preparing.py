"""Preparing the notifications of an act: what it must say is looked at, each addressee has its way with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.deadlines.models import Deadline
from consistori.deadlines.services import open_deadline
from consistori.deadlines.subjects import Subject
from consistori.documents.models import Document
from consistori.formats import kinds
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Refusal, ensure
from consistori.notifications import sentences
from consistori.notifications.carriers import legs_for
from consistori.notifications.events import NotificationPrepared
from consistori.notifications.evidencing import Said, append_many
from consistori.notifications.models import Dispatch, Leg, Notification
from consistori.notifications.policies import may_notify
from consistori.notifications.rules.contents import ActFacts, Lack
from consistori.notifications.services.planning import AddresseeAsked, Planned, plan
from consistori.tenancy.numbers import next_numbers
from consistori.trail import act as one_act
from consistori.trail import announce

BOOK = "notifications"
SENDING = "send_notification"


class CannotNotify(Refusal):
    """The act lacks what a notification must say; `lacks` are all of them, the first one is the sentence."""

    default_code = "cannot-notify"
    status = 422

    def __init__(self, lacks: Sequence[Lack]) -> None:
        first = lacks[0]
        super().__init__(sentences.of_lack(first), article=first.article, field=first.field)
        self.lacks = tuple(dict.fromkeys(lacks))


@one_act
def prepare(
    *,
    by: Actor,
    subject: Subject,
    document: Document,
    act: ActFacts,
    addressees: Sequence[AddresseeAsked],
    reference: str = "",
    annexes: Sequence[Document] = (),
    resolves: Deadline | None = None,
    send_by: Deadline | None = None,
) -> Dispatch:
    """Prepare the notifications [notificacions] of a signed act, one for each addressee; nothing leaves yet.

    `resolves` is the term that putting it at disposal meets (43.3), `send_by` that of ten working days (40.2), which is
    opened if it was not. Raises `CannotNotify` with everything that the act lacks (40.2), `BadInput` for a wrong list.
    """
    ensure(may_notify(by, subject))
    if act.act_on > today():
        raise BadInput(_("The day of the act has not come yet."), field="act_on")
    document = Document.objects.with_version().get(pk=document.pk)
    planned = plan(subject=subject, act=act, addressees=addressees, document=document)
    missing = [lack for one in planned for lack in one.lacks]
    if missing:
        raise CannotNotify(missing)
    _look_at_annexes(planned, annexes)
    term = send_by or open_sending_term(by=by, subject=subject, act_on=act.act_on, document=document)
    dispatch = _dispatch(by, subject, document, act, reference, annexes, resolves, term)
    dispatch.save(force_insert=True)
    rows = _rows(dispatch, document, planned)
    Notification.objects.bulk_create(rows)
    Leg.objects.bulk_create([Leg(notification=row, carrier=key) for row in rows for key in legs_for(row)])
    append_many([(row, _prepared(row)) for row in rows], by=by)
    announce(
        NotificationPrepared(
            thing_id=subject.id, thing_kind=subject.kind, dispatch_id=dispatch.pk, document_id=document.pk,
            what="" if act.is_reserved else dispatch.title, addressees=len(rows),
            numbers=[row.number for row in rows[:50]],
        ),
        by=by,
    )  # fmt: skip
    return dispatch


def _dispatch(
    by: Actor, subject: Subject, document: Document, act: ActFacts, reference: str,
    annexes: Sequence[Document], resolves: Deadline | None, send_by: Deadline | None,
) -> Dispatch:  # fmt: skip
    return Dispatch(
        subject_kind=subject.kind,
        subject_id=subject.id,
        reference=reference.strip()[:60],
        title=" ".join(act.title.split())[:200],
        is_reserved=act.is_reserved,
        document=document,
        version=document.version,
        sha256=document.latest_blob.sha256,
        annexes=[_annex(one) for one in annexes],
        act_on=act.act_on,
        act_number=act.act_number.strip()[:60],
        body=act.body.strip()[:200],
        decides=act.decides,
        ends_way=act.ends_way,
        appeals=[asdict(one) for one in act.appeals],
        terms=[asdict(one) for one in act.terms],
        procedure=act.procedure[:40],
        begun_by_party=act.begun_by_party,
        is_tax=act.is_tax,
        resolves=resolves,
        send_by=send_by,
        prepared_by_id=by.person_id,
        prepared_by_name=by.name[:160],
    )


def _look_at_annexes(planned: Sequence[Planned], annexes: Sequence[Document]) -> None:
    """What goes in an envelope is printed: an annex that no printer takes is said now, not left out then."""
    if all(one.channel.way == "electronic" for one in planned):
        return
    for one in annexes:
        if one.kind is not kinds.PDF:
            raise BadInput(
                _(
                    "«%(title)s» is no PDF, and somebody gets this on paper: bring it as a PDF, or leave it out."
                )
                % {"title": one.title},
                field="annexes",
            )


def _annex(document: Document) -> dict[str, Any]:
    return {
        "document": str(document.pk),
        "version": str(document.version_id),
        "sha256": document.latest_blob.sha256,
        "title": document.title,
    }


def _rows(dispatch: Dispatch, document: Document, planned: Sequence[Planned]) -> list[Notification]:
    year = today().year
    numbers = next_numbers(BOOK, year, len(planned))
    copies = {one.asked.document.pk for one in planned if one.asked.document is not None}
    texts = {row.pk: row for row in Document.objects.with_version().filter(pk__in=copies)}
    made = []
    for number, one in zip(numbers, planned, strict=True):
        own = texts[one.asked.document.pk] if one.asked.document is not None else None
        text, channel, whom = own or document, one.channel, one.addressee
        made.append(
            Notification(
                dispatch=dispatch,
                number=f"N{year}-{number:06d}",
                party=one.party,
                representative=one.asked.representative,
                addressee_name=whom.display_name[:420],
                addressee_identifier=whom.identifier,
                document=own,
                version=own.version if own else None,
                sha256=text.latest_blob.sha256,
                language=(one.asked.language or whom.language or "ca")[:2],
                channel=channel.way.value,
                why=channel.why.value,
                article=str(channel.article)[:200],
                duty=channel.duty.reason,
                is_obliged=bool(channel.duty),
                is_chosen=channel.is_chosen,
                lapses=channel.lapses,
                warns_next_electronic=channel.warns_next_electronic,
                counts=one.asked.counts,
            )
        )
    return made


def _prepared(row: Notification) -> Said:
    dispatch = row.dispatch
    said = {
        "title": dispatch.title,
        "act_on": dispatch.act_on.isoformat(),
        "act_number": dispatch.act_number,
        "body": dispatch.body,
        "addressee": row.addressee_name,
        "identifier": row.addressee_identifier,
        "channel": row.channel,
        "why": row.why,
        "article": row.article,
        "sha256": row.sha256,
        "annexes": [one["sha256"] for one in dispatch.annexes],
    }
    return Said("prepared", said, at=now(), document_id=row.text_id)


@one_act
def open_sending_term(*, by: Actor, subject: Subject, act_on: date, document: Document) -> Deadline | None:
    """Open the ten working days within which the notification of an act is sent (40.2, R-NOT-01); the one there is.

    None where the house above keeps no terms of that thing for whoever does this.
    """
    ensure(may_notify(by, subject))
    same = Deadline.objects.of(subject.kind, [subject.id]).filter(purpose=SENDING, document_id=document.pk)
    found: Deadline | None = same.first()
    if found is not None:
        return found
    try:
        return open_deadline(
            by=by,
            subject=subject,
            rule=SENDING,
            start_on=act_on,
            reference=document.title[:200],
            document_id=document.pk,
        )
    except Refusal:
        return None
