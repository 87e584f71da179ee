"""What Today says of tasks: mine, those of my units, of whom I cover, and what comes back to me."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, Value, When, Window
from django.db.models.functions import Coalesce, Concat, Left, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.desk.addresses import address_in
from consistori.desk.rows import Row, short
from consistori.kernel.clock import today
from consistori.tasks.models import Task
from consistori.tasks.selectors import waiting_for
from consistori.tenancy import modality
from consistori.tenancy.models import Entity

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

MOST = 12
SPLIT = "\x1f"
ICONS = {"ask": "help", "sign": "pen", "reminder": "bell"}


def arm(person_id: UUID, unit_ids: Iterable[UUID]) -> Any:
    """The tasks that she has before her, the soonest of each town, as the rows of one UNION of Today want them.

    `n` is how many there are in that town; `note` is kind, state, of whom it is if it is another's, and the reason.
    """
    owner = Case(
        When(Q(assigned_to=None) | Q(assigned_to_id=person_id) | ~Q(state=Task.State.OPEN), then=Value("")),
        default=Concat("assigned_to__given_name", Value(" "), "assigned_to__family_name"),
        output_field=CharField(),
    )
    soonest = [F("due_on").asc(nulls_last=True), F("created_at").asc(), F("id").asc()]
    rows = waiting_for(person_id, unit_ids).annotate(
        place=Window(RowNumber(), partition_by=F("entity_id"), order_by=soonest),
        n=Window(Count("pk"), partition_by=F("entity_id")),
    )
    return rows.filter(place__lte=MOST).annotate(
        oldest=F("created_at"),
        what=Value("task"),
        key=F("pk"),
        name=Case(
            When(state=Task.State.OPEN, then=F("assigned_by_name")),
            default=F("ended_by_name"),
            output_field=CharField(),
        ),
        number=Coalesce(F("case_thread__case__number"), Value("")),
        note=Concat(
            "kind", Value(SPLIT), "state", Value(SPLIT), owner, Value(SPLIT), Left("reason", 120),
            output_field=CharField(),
        ),
    )  # fmt: skip


def of_towns(waiting: Sequence[Waiting], entities: Mapping[int, Entity]) -> list[Waiting]:
    """Those of the towns that work with tasks, the soonest first."""
    kept = [
        one
        for one in waiting
        if one.what == "task"
        and one.entity_id in entities
        and modality.is_on(entities[one.entity_id], "tasks")
    ]
    return sorted(kept, key=lambda one: (one.due_on is None, one.due_on or today(), one.oldest))


def figures(tasks: Sequence[Waiting]) -> dict[int, int]:
    """How many in each town, those that are not shown included."""
    return {one.entity_id: one.n for one in tasks}


def words(tasks: Sequence[Waiting]) -> list[str]:
    """«3 tasks», for the sentence at the top."""
    n = sum(figures(tasks).values())
    return [ngettext("%(n)d task", "%(n)d tasks", n) % {"n": n}] if n else []


def row(one: Waiting, entity: Entity) -> Row:
    """A task before her."""
    kind, state, owner, reason = [*one.note.split(SPLIT), "", "", ""][:4]
    url = address_in(entity, "tasks:task", one.key)
    late = one.due_on is not None and one.due_on < today()
    said, act, post = _said(one, kind, state, owner, reason)
    return Row(
        entity=entity,
        icon="restore" if state == Task.State.RETURNED else ICONS.get(kind, "task"),
        title=one.title,
        url=url,
        reason=short(said),
        number=one.number or _("no case"),
        at=one.due_on or one.oldest,
        since=one.due_on is None,
        act=act,
        tone="ochre" if late else "",
        is_new=state != Task.State.OPEN,
        post=address_in(entity, "tasks:finish", one.key) if post else "",
    )


def _said(one: Waiting, kind: str, state: str, owner: str, reason: str) -> tuple[str, str, bool]:
    """Why it is here, the word of its button, and whether the button does it at once."""
    label = str(Task.Kind(kind).label)
    if state == Task.State.RETURNED:
        return (
            _("%(name)s gives it back: «%(reason)s»") % {"name": one.name, "reason": reason},
            _("Look at it"),
            False,
        )
    if state == Task.State.DONE:
        return _("%(name)s has answered") % {"name": one.name}, _("Read it"), False
    parts = [label, _("%(name)s gave it") % {"name": one.name} if one.name else ""]
    if owner:
        parts.append(_("you cover %(name)s") % {"name": owner})
    at_once = kind != Task.Kind.ASK
    return " · ".join(filter(None, parts)), _("Done") if at_once else _("Answer it"), at_once
