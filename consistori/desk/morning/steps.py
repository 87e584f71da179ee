"""Steps in my hands, and what I only wait for: waits that run, tasks and signatures of others, terms of the parties.

Each is an arm of the one UNION of Today (`desk.inbox.today.waiting_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber
from django.utils.translation import gettext as _

from consistori.cases.deadlines.selectors import KIND
from consistori.cases.models import CaseFile, Step
from consistori.cases.rules import Situation
from consistori.cases.steps import palette
from consistori.cases.steps.rules import Kind
from consistori.deadlines.models import Deadline
from consistori.deadlines.rules.days import Whose
from consistori.desk.addresses import address_in
from consistori.desk.rows import Row
from consistori.kernel.clock import today
from consistori.signature.models import SignatureRequest
from consistori.tasks.selectors import given_by
from consistori.tenancy import modality
from consistori.tenancy.models import Entity
from consistori.ui.dates import short_day, since

if TYPE_CHECKING:
    from consistori.desk.inbox.today import Waiting

MOST = 12
MOST_WAITED = 6
AHEAD = timedelta(days=15)
SPLIT = "\x1f"
STEP, OVER, WAIT, GAVE, PEN, THEIRS = "step", "over", "wait", "gave", "pen", "theirs"
STOPPED = "stopped"
NO_DAY = Cast(Value(None), DateField())
SWITCH = {STEP: "steps", OVER: "steps", WAIT: "steps", GAVE: "tasks", PEN: "signature", THEIRS: "deadlines"}
OTHERS = (WAIT, GAVE, PEN, THEIRS)


def arms(person_id: UUID) -> list[Any]:
    """The rows of the UNION: what of it is hers to do, and what others have or only time brings."""
    return [
        _steps(person_id),
        _waits(person_id),
        _given(person_id),
        _sent_to_sign(person_id),
        _of_parties(person_id),
    ]


def _first(rows: Any, most: int, day: str, *, by: Sequence[str] = ("entity_id",)) -> Any:
    """The soonest of each town, with how many there are (`n`)."""
    towns = [F(name) for name in by]
    order = [F(day).asc(nulls_last=True), F("pk").asc()]
    placed = rows.annotate(
        nth=Window(RowNumber(), partition_by=towns, order_by=order),
        n=Window(Count("pk"), partition_by=towns),
    )
    return placed.filter(nth__lte=most)


def _row(rows: Any, **said: Any) -> Any:
    """The columns of an arm in the order that the UNION wants, by names that no field has."""
    names = ("oldest", "what", "key", "name", "number", "title", "due_on", "note")
    # Two columns with the same value would become one: where one is empty, the other is not.
    named = rows.order_by().annotate(**{f"said_{name}": said[name] for name in names})
    return named.values_list("entity_id", "n", *(f"said_{name}" for name in names))


def _title(person_id: UUID) -> Any:
    """The title of the case of a step, except of a reserved one that she does not carry."""
    hers = Q(case__reserved=False) | Q(case__carried_by_id=person_id)
    return Case(When(hers, then=F("case__title")), default=Value(""), output_field=CharField())


def _steps(person_id: UUID) -> Any:
    """Work to do now: given to her, or of a case of hers and of nobody."""
    hers = Q(assigned_to_id=person_id) | Q(assigned_to=None, case__carried_by_id=person_id)
    near = Q(due_on=None) | Q(due_on__lte=today() + AHEAD)
    rows = Step.objects.todo().exclude(kind=Kind.WAIT).filter(hers, near, case__situation=Situation.OPEN)
    return _row(
        _first(rows, MOST, "due_on"), oldest=F("recorded_at"), what=Value(STEP), key=F("pk"), name=F("recorded_by"),
        number=F("case__number"), title=_title(person_id), due_on=F("due_on"), note=_named("code", "title"),
    )  # fmt: skip


def _waits(person_id: UUID) -> Any:
    """Waits of her cases: those whose day has passed are her turn again."""
    hers = Q(assigned_to_id=person_id) | Q(case__carried_by_id=person_id)
    over = Case(When(until__lt=today(), then=Value(OVER)), default=Value(WAIT), output_field=CharField())
    rows = Step.objects.waiting().filter(hers, case__situation=Situation.OPEN).annotate(what=over)
    return _row(
        _first(rows, MOST_WAITED, "until", by=("entity_id", "what")), oldest=F("recorded_at"), what=F("what"),
        key=F("pk"), name=F("until_why"), number=F("case__number"), title=_title(person_id), due_on=F("until"),
        note=_named("code", "title"),
    )  # fmt: skip


def _given(person_id: UUID) -> Any:
    """Tasks that she gave to others, still to be done."""
    whom = Concat("assigned_to__given_name", Value(" "), "assigned_to__family_name")
    unit = Coalesce("unit__name", Value(""))
    name = Case(When(assigned_to=None, then=unit), default=whom, output_field=CharField())
    return _row(
        _first(given_by(person_id).order_by(), MOST_WAITED, "created_at"), oldest=F("created_at"), what=Value(GAVE),
        key=F("pk"), name=name, number=Coalesce(F("case_thread__case__number"), Value("")), title=F("title"),
        due_on=F("due_on"), note=Value(""),
    )  # fmt: skip


def _sent_to_sign(person_id: UUID) -> Any:
    """What she sent to sign and is the turn of another."""
    rows = SignatureRequest.objects.waiting().whose_turn_it_is().filter(asked_by_id=person_id)
    return _row(
        _first(rows.exclude(signer_id=person_id), MOST_WAITED, "asked_at"), oldest=F("asked_at"), what=Value(PEN),
        key=F("document_id"), name=Concat("signer__given_name", Value(" "), "signer__family_name"), number=Value(""),
        title=F("document__title"), due_on=NO_DAY, note=Value(SPLIT),
    )  # fmt: skip


def _of_parties(person_id: UUID) -> Any:
    """Terms of her cases that run for somebody else, or that are stopped without one that runs."""
    day = today()
    cases = CaseFile.objects.open().filter(pk=OuterRef("subject_id"), carried_by_id=person_id)
    running = Deadline.objects.running().filter(
        subject_id=OuterRef("subject_id"), whose=Whose.PARTY, last_day__gte=day, is_stopped=False
    )
    theirs = Q(whose=Whose.PARTY, last_day__gte=day, is_stopped=False)
    rows = Deadline.objects.running().filter(
        theirs | (Q(is_stopped=True, is_main=True) & ~Q(Exists(running))), Exists(cases), subject_kind=KIND
    )
    stopped = Case(When(is_stopped=True, then=Value(STOPPED)), default=Value(""), output_field=CharField())
    return _row(
        _first(rows, MOST_WAITED, "not_before"), oldest=F("opened_at"), what=Value(THEIRS), key=F("pk"), name=stopped,
        number=Subquery(cases.values("number")[:1]), title=Subquery(cases.values("title")[:1]), due_on=F("not_before"),
        note=_named("purpose", "title"),
    )  # fmt: skip


def _named(code: str, title: str) -> Any:
    """A code and the words of its own, to be told apart when they are read."""
    return Concat(F(code), Value(SPLIT), F(title), output_field=CharField())


def of_towns(
    waiting: Iterable[Waiting], entities: Mapping[int, Entity], which: Sequence[str]
) -> list[Waiting]:
    """Those of these kinds, of the towns where what they are about is turned on."""
    return [
        one for one in waiting
        if one.what in which and one.entity_id in entities and modality.is_on(entities[one.entity_id], SWITCH[one.what])
    ]  # fmt: skip


def figures(steps: Iterable[Waiting]) -> dict[int, int]:
    """How many in each town, those that are not shown included."""
    each = {(one.entity_id, one.what): one.n for one in steps}
    found: dict[int, int] = {}
    for (town, _what), n in each.items():
        found[town] = found.get(town, 0) + n
    return found


def row(one: Waiting, entity: Entity) -> Row:
    """A step that is my turn: work, or a wait whose day has passed."""
    over = one.what == OVER
    late = one.due_on is not None and one.due_on < today()
    if over:
        said = _("The wait ended on %(day)s: say what happened") % {"day": short_day(one.due_on or today())}
    else:
        said = " · ".join(
            filter(
                None,
                [_("A step of the case"), _("%(name)s wrote it") % {"name": one.name} if one.name else ""],
            )
        )
    return Row(
        entity=entity,
        icon="hourglass" if over else "step",
        title=" · ".join(filter(None, [_step_name(one.note), one.title])),
        url=address_in(entity, "cases:step", one.number, one.key),
        reason=said,
        number=one.number,
        at=one.due_on or one.oldest,
        since=one.due_on is None,
        act=_("Say it") if over else _("Open"),
        tone="ochre" if late else "",
    )


def _step_name(note: str) -> str:
    code, _split, title = note.partition(SPLIT)
    line = palette.kind_of(code)
    return title or (line.name if line else code)


def waited(one: Waiting, entity: Entity) -> Row:
    """What others have, or only time brings: there is nothing to do."""
    return WAITED[one.what](one, entity)


def _wait(one: Waiting, entity: Entity) -> Row:
    until = (
        _("until %(day)s") % {"day": short_day(one.due_on, weekday=True)}
        if one.due_on
        else _("with no day yet")
    )
    return Row(
        entity=entity, icon="hourglass", title=one.title or one.number, number=one.number, at=one.due_on,
        url=address_in(entity, "cases:case", one.number), reason=f"{_step_name(one.note)}, {until}",
    )  # fmt: skip


def _gave(one: Waiting, entity: Entity) -> Row:
    name = one.name.strip() or _("Nobody has taken it")
    return Row(
        entity=entity, icon="person", title=one.title, number=one.number, at=one.oldest, since=True,
        url=address_in(entity, "tasks:task", one.key), reason=f"{name}, {since(one.oldest)}",
    )  # fmt: skip


def _pen(one: Waiting, entity: Entity) -> Row:
    reason = _("Signature of %(name)s, %(since)s") % {"name": one.name.strip(), "since": since(one.oldest)}
    return Row(
        entity=entity, icon="pen", title=one.title, at=one.oldest, since=True, reason=reason,
        url=address_in(entity, "documents:document", one.key),
    )  # fmt: skip


def _theirs(one: Waiting, entity: Entity) -> Row:
    purpose, _split, title = one.note.partition(SPLIT)
    label, day = Deadline(purpose=purpose, title=title).label, short_day(one.due_on or today(), weekday=True)
    words = (
        _("%(what)s: stopped, not before %(day)s") if one.name == STOPPED else _("%(what)s, until %(day)s")
    )
    return Row(
        entity=entity, icon="pause" if one.name == STOPPED else "hourglass", title=one.title, number=one.number,
        at=one.due_on, url=address_in(entity, "deadlines:deadline", one.key),
        reason=words % {"what": label, "day": day},
    )  # fmt: skip


WAITED = {WAIT: _wait, GAVE: _gave, PEN: _pen, THEIRS: _theirs}
