"""What the decree book asks of the secretary: to transcribe what was signed, and to send its extract in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Min, UUIDField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.bodies.models import Decree, Remittance
from consistori.bodies.rules.extracts import last_day_without_calendar
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.directory.roles import Role
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui.dates import short_day

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

TRANSCRIBE, EXTRACT, UNSENT = "transcribe", "extract", "unsent"
NOTHING = Value("")
NO_KEY = Cast(Value(None), UUIDField())
NO_DAY = Cast(Value(None), DateField())


def arms(actors: Sequence[Actor]) -> list[Any]:
    """The rows of the UNION of Today, for whoever is the secretary of some town; none for the others."""
    ids = [actor.entity_id for actor in actors if actor.entity_id and actor.holds(Role.SECRETARY)]
    if not ids:
        return []
    decrees = Decree.objects.filter(entity_id__in=ids).order_by()
    unsent = Remittance.objects.filter(entity_id__in=ids).order_by().incomplete()
    return [
        _counted(decrees.to_transcribe(), TRANSCRIBE, "decided_at"),
        _counted(decrees.unsent(), EXTRACT, "decided_at"),
        _counted(unsent, UNSENT, "made_at", due=Min("due_on")),
    ]


def _counted(rows: Any, what: str, moment: str, due: Any = NO_DAY) -> Any:
    counted = rows.values("entity_id").annotate(n=Count("pk"), oldest=Min(moment))
    return counted.values_list(
        "entity_id", "n", "oldest", Value(what), NO_KEY, NOTHING, NOTHING, NOTHING, due, NOTHING
    )


def rows_of(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[Row]:
    """Those of the towns that keep their book here."""
    kept = {pk for pk, entity in entities.items() if modality.is_on(entity, "decree_book")}
    return [_ROWS[one.what](one, entities[one.entity_id]) for one in waiting if _is_ours(one, kept)]


def figures(waiting: Iterable[Waiting], entities: Mapping[int, Entity]) -> list[int]:
    """The town of each of those lines, once a line."""
    kept = {pk for pk, entity in entities.items() if modality.is_on(entity, "decree_book")}
    return [one.entity_id for one in waiting if _is_ours(one, kept)]


def _is_ours(one: Waiting, kept: set[int]) -> bool:
    return one.what in _ROWS and one.entity_id in kept


def _transcribe(one: Waiting, entity: Entity) -> Row:
    return Row(
        entity=entity,
        icon="stamp",
        title=ngettext("%(n)d decree to transcribe", "%(n)d decrees to transcribe", one.n) % {"n": one.n},
        url=address_in(entity, "bodies:transcribe"),
        reason=_("They are signed and numbered: your attestation enters them in the book"),
        at=one.oldest,
        since=True,
        act=_("Transcribe them"),
    )


def _extract(one: Waiting, entity: Entity) -> Row:
    due = last_day_without_calendar(timezone.localtime(one.oldest).date())
    title = ngettext("Extract of %(n)d decree to make", "Extract of %(n)d decrees to make", one.n)
    return _to_send(one, entity, title % {"n": one.n}, due, _("Make it"))


def _unsent(one: Waiting, entity: Entity) -> Row:
    title = ngettext("%(n)d extract of decrees to send", "%(n)d extracts of decrees to send", one.n)
    return _to_send(one, entity, title % {"n": one.n}, one.due_on or today(), _("Send it"))


def _to_send(one: Waiting, entity: Entity, title: str, due: Any, act: Any) -> Row:
    said = _("To the State and the Generalitat, before the end of %(day)s") % {"day": short_day(due)}
    return Row(
        entity=entity,
        icon="send",
        title=title,
        url=address_in(entity, "bodies:extracts"),
        reason=said,
        at=due,
        act=act,
        tone="rubric" if due < today() else "",
        is_new=due < today(),
    )


_ROWS = {TRANSCRIBE: _transcribe, EXTRACT: _extract, UNSENT: _unsent}
