"""The announcement in the BOE of what could not be delivered: preparing it, and writing when it was published."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.documents.models import Document
from consistori.documents.services import create_from_bytes
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.kernel.text import fold
from consistori.notifications.carriers import BOE
from consistori.notifications.counter.filing import beside
from consistori.notifications.models.paper import Announcement, PaperWay
from consistori.notifications.paper.boe import Announced, texts_of
from consistori.notifications.paper.events import AnnouncementPrepared, AnnouncementPublished
from consistori.notifications.paper.rules import announcing as rules
from consistori.notifications.paper.rules.attempts import Next
from consistori.notifications.paper.services.carrying import calendars_here, locked_way
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.rules.states import State
from consistori.notifications.services.arriving import record, record_published
from consistori.notifications.services.practising import told
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce
from consistori.ui.dates import day_and_month
from consistori.ui.typst import compile_pdf, letterhead


class CannotAnnounce(Refusal):
    """It is not yet what the law lets be announced, or what it says would tell too much."""

    default_code = "cannot-announce"


@act
def announce_in_boe(
    way: PaperWay, *, by: Actor, would_harm: bool = False, has_others: bool = False
) -> Announcement:
    """Prepare the announcement of what could not be delivered (44): by the whole number and no name (R-RGP-03).

    In brief (46) where `would_harm`, where it tells of others, of a protected person, and always of taxes. Prepared
    again before it is sent, it is written anew. Raises `CannotAnnounce`, `AlreadyDone`.
    """
    row = locked_way(way, by)
    if row.next != Next.ANNOUNCE and row.has_address:
        raise CannotAnnounce(
            _(
                "It is announced when two attempts have found nobody, or when nobody knows them or where they are."
            ),
            article="Llei 39/2015, art. 44",
        )
    party = row.notification.representative or row.notification.party
    name, number = row.notification.addressee_name, row.notification.addressee_identifier
    called = rules.called(name, number, party.identifier_kind)
    if not called.is_number and party.standing.is_protected:
        raise CannotAnnounce(
            _(
                "A protected person without a document would be announced by name: decide it with the secretary."
            ),
            article="LOPDGDD, DA 7a.2",
        )
    shape = rules.shape_of(
        is_tax=row.is_tax, is_protected=party.standing.is_protected, would_harm=would_harm,
        has_others=has_others or _tells_of_others(row),
    )  # fmt: skip
    found = Announcement.objects.filter(way=row).first()
    if found is not None and found.sent_on is not None:
        raise AlreadyDone(_("It was sent to the BOE already."))
    spanish, catalan = texts_of(Announced(row, called.words, shape, current_entity()))
    made: Announcement = found or Announcement(way=row)
    made.who, made.is_brief, made.why, made.article = (
        called.words,
        shape.is_brief,
        shape.reason,
        shape.article,
    )
    made.text, made.text_ca = spanish, catalan
    made.prepared_at, made.prepared_by_name = now(), by.name[:160]
    made.save()
    announce(AnnouncementPrepared(**told(row.notification), brief=shape.is_brief), by=by)
    return made


def _tells_of_others(row: PaperWay) -> bool:
    """Whether the title of the act has in it the name of its addressee, or of another one of the same act."""
    dispatch = row.notification.dispatch
    title = fold(dispatch.title)
    names = dispatch.notifications.values_list("addressee_name", flat=True)
    return any(fold(name) in title for name in names if name.strip())


@act
def make_board_paper(made: Announcement, *, by: Actor) -> Document:
    """Make the paper of the announcement for the board, beside the act in its case: added to the BOE (44). Once."""
    row = _locked(made, by)
    if row.board_id is not None:
        return Document.objects.get(pk=row.board_id)
    entity, notification = current_entity(), row.way.notification
    with translation.override("ca"):
        title = gettext("Announcement for the board: notification %(number)s") % {
            "number": notification.number
        }
        first, *rest = row.text_ca.split("\n\n")
        data = {
            "letterhead": letterhead(entity, lang="ca"), "kind": gettext("Announcement"), "number": notification.number,
            "title": first, "margin": [(gettext("Date"), day_and_month(today(), year=True))],
            "blocks": [{"text": line} for paragraph in rest for line in paragraph.split("\n")],
        }  # fmt: skip
    pdf = compile_pdf("letter", data, title=title, lang="ca", at=now())
    row.board = create_from_bytes(
        by=by, data=pdf, name=f"{notification.number}.pdf", title=title, language="ca"
    )
    row.save(update_fields=["board"])
    beside(notification, [row.board], by=by)
    return row.board


@act
def mark_sent_to_boe(made: Announcement, *, by: Actor, on: date) -> Announcement:
    """Write that it was sent to the journal."""
    row = _locked(made, by)
    if row.published_on is not None:
        return row
    if on > today():
        raise BadInput(_("That day has not come yet."), field="sent_on")
    row.sent_on = on
    row.save(update_fields=["sent_on"])
    record(
        row.way.notification,
        kind="sent_to_boe",
        by=by,
        said={"on": on.isoformat(), "who": row.who},
        carrier=BOE,
    )
    return row


@act
def record_publication(
    made: Announcement, *, by: Actor, published_on: date, issue: str, reference: str
) -> Announcement:
    """Write where and when it was published. It notifies that day (44); a tax, after fifteen natural days (LGT 112.2).

    The journal is the only one with effect: the board of the town is added. Raises `BadInput`, `AlreadyDone`.
    """
    row = _locked(made, by)
    if row.published_on is not None:
        raise AlreadyDone(_("When it was published is written already."))
    if not reference.strip():
        raise BadInput(_("Write the number of the announcement, as BOE-N-2026-000000."), field="reference")
    if published_on > today():
        raise BadInput(_("That day has not come yet."), field="published_on")
    row.published_on, row.issue, row.reference = published_on, issue.strip()[:20], reference.strip()[:40]
    row.sent_on = row.sent_on or published_on
    if row.way.is_tax:
        counted = rules.tax_term(published_on, calendars_here())
        row.appear_by, row.notified_on = counted.not_before, rules.tax_notified_on(counted)
    else:
        row.notified_on = rules.notified_on(published_on)
    row.save()
    announce(
        AnnouncementPublished(
            **told(row.way.notification), reference=row.reference, published_on=published_on.isoformat()
        ),
        by=by,
    )
    _notify_if_due(row, by=by)
    return row


def _notify_if_due(row: Announcement, *, by: Actor) -> bool:
    """Write that it notifies, once its day has come; until then a person may still take it."""
    if row.notified_on is None or row.published_on is None or row.notified_on > today():
        return False
    notification = row.way.notification
    if notification.standing() != State.AVAILABLE:
        return False
    record_published(
        notification,
        by=by,
        published_on=row.published_on,
        practised_on=row.notified_on,
        reference=row.reference,
    )
    return True


def settle_published(entity: Entity) -> int:
    """Those whose fifteen days have passed, of a town: how many were notified. Each in its own transaction."""
    by, done = Actor.program(entity.pk), 0
    with working_for(entity):
        rows = Announcement.objects.filter(
            published_on__isnull=False, way__notification__state=State.AVAILABLE
        )
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with working_for(entity):
            done += _settle_one(key, by=by)
    return done


@act
def _settle_one(key: object, *, by: Actor) -> bool:
    """One of them; a calendar that was missing may be here now."""
    row = Announcement.objects.select_for_update().get(pk=key)
    if row.notified_on is None and row.published_on is not None:
        counted = rules.tax_term(row.published_on, calendars_here())
        row.appear_by, row.notified_on = counted.not_before, rules.tax_notified_on(counted)
        row.save(update_fields=["appear_by", "notified_on"])
    return _notify_if_due(row, by=by)


def _locked(made: Announcement, by: Actor) -> Announcement:
    ensure(may_record(by))
    if not Announcement.objects.select_for_update().filter(pk=made.pk).exists():
        raise NotHere()
    row: Announcement = Announcement.objects.select_related("way__notification__dispatch").get(pk=made.pk)
    ensure(may_see(by, row.way.notification.dispatch))
    return row
