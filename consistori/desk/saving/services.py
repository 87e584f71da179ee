"""What is done so that it is opened: another notice, a call that is written down, and what the town wants by itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consistori.desk.saving.events import PersonCalled, SavingChanged
from consistori.desk.saving.rules import Outcome
from consistori.desk.saving.selectors import waiting
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now, today
from consistori.kernel.errors import BadInput, Refusal, Verdict, ensure
from consistori.notifications.models import Evidence, Notification, SavingSetting
from consistori.notifications.notices.services import plan_again
from consistori.notifications.policies import may_record, may_see
from consistori.notifications.services.arriving import record
from consistori.notifications.services.practising import told
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for
from consistori.trail import act, announce

LEAST, MOST = 2, 9
MOST_AT_ONCE = 500


def may_set(actor: Actor) -> Verdict:
    """The secretary and the administrator say what the program does by itself."""
    if actor.is_system or actor.holds(Role.SECRETARY, Role.ADMINISTRATOR):
        return Verdict(True)
    return Verdict(
        False, _("What the program reminds by itself is chosen by the secretary or the administrator.")
    )


@act
def remind(notifications: Sequence[Notification], *, by: Actor) -> int:
    """Send another notice of each of these, where there is somewhere to send it; how many notices go out (41.6)."""
    ensure(may_record(by))
    return plan_again([one for one in notifications if may_see(by, one.dispatch)], by=by)


@act
def log_call(
    notification: Notification, *, by: Actor, outcome: str, line: str = "", note: str = ""
) -> Evidence:
    """Write that somebody called: it notifies nothing and is kept with the evidence. Raises `BadInput`, `Refusal`."""
    ensure(may_record(by))
    ensure(may_see(by, notification.dispatch))
    if outcome not in set(Outcome):
        raise BadInput(_("Say how the call went."), field="outcome")
    if not notification.is_open():
        raise Refusal(_("It is not waiting any more: there is nothing to say."))
    said = {"outcome": outcome, "line": line.strip()[:30], "note": note.strip()[:500]}
    kept = record(
        notification, kind="called", by=by, said={key: value for key, value in said.items() if value}
    )
    announce(PersonCalled(**told(notification), outcome=outcome), by=by)
    return kept


@act
def choose_reminding(*, by: Actor, reminds: bool, on_day: int) -> SavingSetting:
    """Say whether the program reminds by itself of what is not opened, and on which day of the ten."""
    ensure(may_set(by))
    if not LEAST <= on_day <= MOST:
        raise BadInput(_("From the second to the ninth day."), field="on_day")
    kept: SavingSetting = SavingSetting.objects.first() or SavingSetting()
    kept.reminds, kept.on_day = reminds, on_day
    kept.changed_at, kept.changed_by_name = now(), by.name[:160]
    kept.save()
    announce(SavingChanged(setting_id=kept.pk, reminds=reminds, on_day=on_day), by=by)
    return kept


def setting() -> SavingSetting:
    """What the town wants; one that was not kept yet reminds of nothing. One statement."""
    found: SavingSetting | None = SavingSetting.objects.first()
    return found or SavingSetting()


def remind_by_itself(entity: Entity) -> int:
    """The reminders of the day in a town that wants them, each once; how many notices were made. Done again, none."""
    by, made = Actor.program(entity.pk), 0
    with working_for(entity):
        wants = setting()
        if not wants.reminds:
            return 0
        reminded = Evidence.objects.filter(kind="reminded").values("notification_id")
        rows = waiting(today(), wants.on_day).exclude(pk__in=reminded)
        keys = list(rows.order_by("expires_at", "pk").values_list("pk", flat=True))
    for first in range(0, len(keys), MOST_AT_ONCE):
        with working_for(entity):
            made += _remind_some(keys[first : first + MOST_AT_ONCE], by=by)
    return made


@act
def _remind_some(keys: Sequence[object], *, by: Actor) -> int:
    """A notice more of each, and its line of evidence: the program does not remind of it again."""
    rows = list(Notification.objects.filter(pk__in=keys).select_related("dispatch").order_by("pk"))
    made = plan_again(rows, by=by)
    for row in rows:
        if row.is_open():
            record(row, kind="reminded", by=by)
    return made
