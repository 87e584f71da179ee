"""What is done in one case of a batch, by its kind. Each runs in its own transaction, and refuses as its act does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.cases import merging
from consistori.cases.many.rules import Outcome, What
from consistori.cases.models import BatchItem, CaseBatch, CaseFile, Step
from consistori.cases.notifying.waiting import notify_what_waits
from consistori.cases.services import follow_case, hand_over, label_case, write_in_case
from consistori.cases.steps.acts import add_step, complete_step
from consistori.cases.steps.rules import Standing
from consistori.cases.tasks.threads import subject_of
from consistori.directory.models import Person
from consistori.documents.models import Document, Template, Writing
from consistori.documents.richtext import parse
from consistori.documents.richtext.plain import to_text
from consistori.documents.services import discard_document
from consistori.documents.templating.merging import groups_in
from consistori.documents.writing.paper import missing_in
from consistori.kernel.actor import Actor
from consistori.kernel.clock import today
from consistori.kernel.errors import BadInput
from consistori.tasks.services import give_task
from consistori.tenancy.scope import current_entity

EACH_ITS_OWN = "each"
CARRIER = "carrier"


def do_in(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Do it in the case of that item. Raises what the act raises."""
    _DOERS[What(batch.what)](item, batch, by)
    item.outcome = Outcome.DONE


def _write(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Begin the text with the data of the case; one that this batch wrote before is thrown away, if it is as it was."""
    case, before = item.case, item.document
    if before is not None:
        if not is_untouched(before):
            raise BadInput(_("Somebody has written in it since: it stays as they left it."))
        if not before.is_discarded:
            discard_document(before, by=by)
    language = batch.arguments.get("language", EACH_ITS_OWN)
    if language == EACH_ITS_OWN:
        language = merging.language_of(case) or current_entity().language
    template = _template(batch)
    document = write_in_case(
        case, by=by, template=template, language=language, takes_pen=False, only=_used(batch, language),
        blanks=batch.arguments.get("blanks"),
    )  # fmt: skip
    html = document.writing.html
    item.document, item.lacks, item.letters = document, missing_in(parse(html)), len(to_text(html))


def _template(batch: CaseBatch) -> Template:
    """Its template with the version that the batch began with, whatever is published now."""
    template: Template | None = batch.template
    if template is None or batch.template_version is None:
        raise BadInput(_("Choose from what they are written."), field="template")
    template.published = batch.template_version
    batch.template_version.template = template
    return template


def _used(batch: CaseBatch, language: str) -> set[str]:
    """The groups of data that its template asks for, looked for once a language in each run."""
    kept: dict[str, set[str]] = batch.__dict__.setdefault("_used", {})
    if language not in kept and batch.template_version is not None:
        kept[language] = groups_in(batch.template_version, language)
    return kept[language]


def is_untouched(document: Document) -> bool:
    """Whether a text is exactly as the batch left it: nobody wrote in it, nor was it fixed. One statement."""
    if document.is_frozen:
        return False
    return bool(Writing.objects.filter(document=document, edition=1, out_at=None).exists())


def _step(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Say that the step happened: the pending one of that kind if there is, else a new one."""
    said = batch.arguments
    words = {"note": said.get("note", ""), "sense": said.get("sense", ""), "reasons": said.get("reasons", "")}
    on = date.fromisoformat(said["on"]) if said.get("on") else today()
    pending = Step.objects.todo().filter(case=item.case, code=said["code"]).order_by("recorded_at").first()
    if pending is not None:
        pending.case = item.case
        complete_step(pending, by=by, on=on, **words)
    else:
        add_step(item.case, by=by, code=said["code"], standing=Standing.DONE, on=on, **words)


def _task(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Give the task about that case, to somebody or to whoever carries it."""
    said, case = batch.arguments, item.case
    if said.get("to") == CARRIER:
        if case.carried_by is None:
            raise BadInput(_("Nobody carries it: say to whom the task is given."), field="to")
        to = case.carried_by
    else:
        to = _person(said.get("to", ""))
    due_on = date.fromisoformat(said["due_on"]) if said.get("due_on") else None
    give_task(
        by=by, title=said["title"], kind=said.get("kind", "do"), to=to, due_on=due_on,
        text=said.get("text", ""), about=subject_of(case),
    )  # fmt: skip


def _person(key: str) -> Person:
    found = Person.objects.filter(pk=UUID(key)).first() if key else None
    if found is None:
        raise BadInput(gettext_lazy("Say to whom."), field="to")
    return found


def _hand_over(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    said = batch.arguments
    hand_over(item.case, by=by, to=_person(said["to"]), note=said.get("note", ""))


def _label(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    label_case(item.case, by=by, name=batch.arguments["label"])


def _follow(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    follow_case(item.case, by=by)


def _notify(item: BatchItem, batch: CaseBatch, by: Actor) -> None:
    """Notify what is signed in that case and nobody has yet, to whom it concerns."""
    item.document = notify_what_waits(item.case, by=by, footing=batch.arguments.get("footing", ""))


_DOERS: dict[What, Callable[[BatchItem, CaseBatch, Actor], None]] = {
    What.WRITE: _write,
    What.STEP: _step,
    What.TASK: _task,
    What.HAND_OVER: _hand_over,
    What.LABEL: _label,
    What.FOLLOW: _follow,
    What.NOTIFY: _notify,
}


def reachable(item: BatchItem, by: Actor) -> CaseFile | None:
    """Its case as `by` reads it now, with its cover. One statement."""
    rows = CaseFile.objects.visible_to(by).select_related("series", "unit", "carried_by")
    found: CaseFile | None = rows.filter(pk=item.case_id).first()
    return found
