"""The same in many cases: twelve hundred texts from one template, and some of them left in the tray."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consistori.cases.many.running import run
from consistori.cases.many.services import begin_batch, undo_batch
from consistori.cases.many.signing import signers_here
from consistori.cases.models import BatchItem, CaseBatch, CaseFile
from consistori.config.bench.operations import SECRETARY, Town
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.documents.models import Template
from consistori.documents.templating.selectors import in_force
from consistori.documents.templating.services import Words, create_template, publish_template
from consistori.kernel.actor import Actor
from consistori.tenancy.scope import working_for

MANY, MANY_S = 1_200, 60
COUNTED = 10
CODE = "bench-renewal"
_WORDS = "La persona interessada pot ocupar la via pública amb taules i cadires durant l’any que ve. "
TEXT = (
    "<h2>Fets</h2><p>{{ party.name|default(me.name) }} ({{ case.number }}) ha demanat: {{ case.title }}.</p>"
    "<h2>Resolució</h2>" + f"<p>{_WORDS * 4}</p>" * 6 + "<p>{{ town.name }}, {{ today }}</p>"
)
FREE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT SET_CONFIG")

Tell = Callable[[str], None]


def measure_many(town: Town, *, share: int, tell: Tell) -> dict[str, str]:
    """In words, by their names. What it writes goes to the bin at the end."""
    by = actor_of(Person.objects.get(email=SECRETARY), town.entity)
    with working_for(town.entity):
        rows = CaseFile.objects.open().filter(reserved=False).order_by("-id")
        ids = list(rows.values_list("pk", flat=True)[: MANY // share])
    batch, seconds = _written(town, by, ids)
    with working_for(town.entity):
        written = batch.items.filter(outcome="done").count()
    few, _seconds = _written(town, by, ids[:COUNTED], counts=True)
    facts = {
        "documents generated": f"{written} of {len(ids)} in {seconds:.1f} s, {seconds / len(ids) * 1000:.0f} ms each "
        f"({MANY_S} s for {MANY} at most)",
        "statements a document": f"{few.__dict__['counted'] / COUNTED:.0f}",
        "documents left in the tray": _sent(town, few, by),
    }
    with working_for(town.entity):
        undo_batch(batch, by=by)
    run(town.entity, batch.pk)
    for name, said in facts.items():
        tell(f"  {name}: {said}")
    return facts


def _written(town: Town, by: Actor, ids: list[UUID], *, counts: bool = False) -> tuple[CaseBatch, float]:
    with working_for(town.entity):
        template = _template(Actor.system("bench", town.entity.pk))
        batch = begin_batch(
            by=by, what="write", cases=ids, title=template.name, template=template,
            arguments={"language": "ca" if counts else "each"},
        )  # fmt: skip
    began = time.monotonic()
    if counts:
        with CaptureQueriesContext(connection) as asked:
            run(town.entity, batch.pk)
        told = [one for one in asked.captured_queries if not one["sql"].upper().startswith(FREE)]
        batch.__dict__["counted"] = len(told)
    else:
        run(town.entity, batch.pk)
    return batch, time.monotonic() - began


def _template(by: Actor) -> Template:
    """A renewal of a page."""
    found = next((one for one in in_force(Template.Kind.TEXT) if one.code == CODE), None)
    if found is not None:
        return found
    made = create_template(by=by, kind="text", name_ca="Renovació", code=CODE, words=Words(TEXT))
    publish_template(made, by=by)
    return next(one for one in in_force(Template.Kind.TEXT) if one.code == CODE)


def _sent(town: Town, batch: CaseBatch, by: Actor) -> str:
    """From the end of their window: each fixed with its code and asked of whoever signs."""
    with working_for(town.entity):
        key = next(one.key for one in signers_here() if one.delegation is None)
        CaseBatch.objects.filter(pk=batch.pk).update(stage="sending", signers=[key], going_by_id=by.person_id)
    began = time.monotonic()
    run(town.entity, batch.pk)
    seconds = time.monotonic() - began
    with working_for(town.entity):
        went = BatchItem.objects.filter(batch=batch, outcome="sent").count()
    return f"{went} of {COUNTED}, {seconds / COUNTED * 1000:.0f} ms each"
