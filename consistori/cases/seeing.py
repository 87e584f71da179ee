"""Who can see a case or a document, said of anybody of the house (`directory.seeing` asks)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases import selectors, signatures
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.policies import may_read
from consistori.cases.reasons import why_reserved
from consistori.cases.tasks import reading
from consistori.cases.visibility import READS, Standing, standing_of
from consistori.directory.policies import may_read_logs
from consistori.directory.seeing import Answer, Seen
from consistori.documents.models import Document
from consistori.documents.policies import may_read as may_read_document
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere, ensure
from consistori.trail.models import Reading

NAMED = ("case", "document", "who_sees", "case_export")
"""Kinds of readings whose label may be the title of a case or of a document."""
RESERVE = "Llei 39/2015, art. 53.1.a"


def seen_case(actor: Actor, id: UUID) -> Seen:
    """The case, for whoever reads it, and without its title for whoever only reads logs."""
    case = selectors.with_cover(CaseFile.objects.filter(pk=id)).first()
    if case is None:
        raise NotHere()
    reads = may_read(actor, case)
    if not reads and not may_read_logs(actor):
        selectors.case_by_id(id, actor)
        ensure(reads)
    return Seen(
        kind="case",
        id=case.pk,
        label=f"{case.number} · {case.title}" if reads else case.number,
        url=case.get_absolute_url() if reads else "",
        rule=rule_of(case, say=bool(reads)),
        article=RESERVE if case.reserved else "",
        judge=judge_of(case),
        records=(case.pk, *(leaf.document_id for leaf in selectors.leaves_of(case))),
        scope="cases:read",
        logged=case.number,
    )


def rule_of(case: CaseFile, *, say: bool = True) -> str:
    """Who reads a case like this, in a sentence; the reason of its reserve only for whoever reads it."""
    if not case.reserved:
        return _("Everybody who works in the house reads it: it is not reserved.")
    rule = _(
        "It is reserved: whoever carries it, the people of its unit, whoever must sign something of it, the posts "
        "that its reserve names and the auditors read it; the others see its number."
    )
    return f"{rule} {why_reserved(case)}" if say else rule


def judge_of(case: CaseFile) -> Callable[[Actor], Answer]:
    """Says of anybody whether she reads the case. Three statements, and one more for each who may sign for it."""
    maybe = signatures.may_be_signers_of(case.pk)
    workers = reading.people_with_task_in(case.pk)

    def judge(actor: Actor) -> Answer:
        standing = standing_of(actor, case)
        in_doubt = standing not in READS and standing is not Standing.NO_POST and actor.person_id in maybe
        if in_doubt and signatures.is_asked_to_sign(actor.person_id, case.pk):
            standing = standing_of(actor, case, asked_to_sign=True)
        if standing is Standing.NOT_HERS and actor.person_id in workers:
            standing = standing_of(actor, case, has_task=True)
        if standing is Standing.AUDITOR and not case.reserved:
            return Answer(True, _("Auditors read everything; each reading is written down."))
        return Answer(standing in READS, _words(case)[standing])

    return judge


def _words(case: CaseFile) -> dict[Standing, str]:
    unit = case.unit.name if case.unit else ""
    return {
        Standing.PROGRAM: _("The program itself, to do its work."),
        Standing.AUDITOR: _("Auditors read everything; each reading is written down."),
        Standing.COLLEAGUE: _("They work in the house, and the case is not reserved."),
        Standing.CARRIES_IT: _("Carries the case."),
        Standing.SAME_UNIT: _("The case is of their unit, %(unit)s.") % {"unit": unit},
        Standing.RESERVED_ROLE: _("Their post is among those that the reserve names."),
        Standing.ASKED_TO_SIGN: _("Signs, or signed, a document of the case."),
        Standing.HAS_TASK: _("Has a task in the case."),
        Standing.GRANTED: _("By a grant of the town, until the day it says; each reading is written down."),
        Standing.RESERVED: _("It is reserved: they see its number and whom to ask."),
        Standing.OPPOSITION: _("Councillors in opposition: what goes to the session, and what they ask for."),
        Standing.NOT_HERS: _(
            "They reach the cases of their unit, or those where they have a task or a signature."
        ),
        Standing.LOGS_ONLY: _("Reads who has opened what, not the contents."),
        Standing.NO_GRANT: _("Operators of the service: nothing without a grant of the town."),
        Standing.NO_POST: _("They hold no post here."),
    }


def seen_document(actor: Actor, id: UUID) -> Seen:
    """The document, judged by the cases that hold it; without any, by the posts that see all.

    Whoever does not read logs is told of the cases that she may know of, and of no other that holds it.
    """
    document = Document.objects.with_version().filter(pk=id).first()
    if document is None:
        raise NotHere()
    reads = may_read_document(actor, document)
    if not reads and not may_read_logs(actor):
        raise NotHere()
    cases = list(selectors.with_cover(selectors.cases_of_document(document.pk)))
    told = cases if may_read_logs(actor) else _known(actor, cases)
    notes = []
    if document.version is not None and document.version.code:
        notes.append(_("Whoever has its verification code sees it too: the code is on the paper itself."))
    return Seen(
        kind="document",
        id=document.pk,
        label=document.title if reads else _("A document of %(numbers)s") % {"numbers": _numbers(told)},
        url=document.get_absolute_url() if reads else "",
        rule=_("It is seen by whoever reads a case that holds it: %(numbers)s.") % {"numbers": _numbers(told)}
        if cases
        else _("It is in no case: whoever sees every case sees it."),
        article=RESERVE if cases and all(case.reserved for case in cases) else "",
        judge=_judge_of_document(document, cases, told),
        records=(document.pk,),
        scope="documents:read",
        notes=tuple(notes),
        logged=_numbers(cases) if cases and all(case.reserved for case in cases) else "",
    )


def _numbers(cases: list[CaseFile]) -> str:
    return ", ".join(case.number for case in cases) or "–"


def names_to_hide(actor: Actor, log: Sequence[Reading]) -> dict[UUID, str]:
    """Of what was opened, what is reserved from `actor`: by record, the numbers of the cases that hold it.

    Four statements. Readings written when their case was not reserved yet keep its title, and are hidden too.
    """
    ids = {row.record_id for row in log if row.kind in NAMED}
    holders: dict[UUID, set[UUID]] = {}
    for document_id, case_id in (
        *CaseDocument.objects.filter(document_id__in=ids).values_list("document_id", "case_id"),
        *CaseFile.objects.filter(cover_id__in=ids).values_list("cover_id", "pk"),
    ):
        holders.setdefault(document_id, set()).add(case_id)
    cases = CaseFile.objects.filter(pk__in=ids.union(*holders.values()))
    reads = CaseFile.objects.visible_to(actor).filter(pk__in=cases.values("pk"))
    hidden = dict(cases.filter(reserved=True).exclude(pk__in=reads.values("pk")).values_list("pk", "number"))
    said = {pk: number for pk, number in hidden.items() if pk in ids}
    for document_id, held_by in holders.items():
        if held_by <= hidden.keys():
            said[document_id] = ", ".join(sorted(hidden[pk] for pk in held_by))
    return said


def _known(actor: Actor, cases: list[CaseFile]) -> list[CaseFile]:
    keys = [case.pk for case in cases]
    hers = set(CaseFile.objects.known_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [case for case in cases if case.pk in hers]


def _judge_of_document(
    document: Document, cases: list[CaseFile], told: list[CaseFile]
) -> Callable[[Actor], Answer]:
    judges = [judge_of(case) for case in told]
    untold = [judge_of(case) for case in cases if case not in told]

    def judge(actor: Actor) -> Answer:
        said = [judge(actor) for judge in judges]
        if (
            untold
            and not any(answer.reads for answer in said)
            and any(judge(actor).reads for judge in untold)
        ):
            return Answer(True, _("Reads another case that holds it."))
        if not said:
            reads = bool(may_read_document(actor, document))
            return Answer(
                reads, _("Sees every case.") if reads else _("Reaches only documents of her cases.")
            )
        return next((answer for answer in said if answer.reads), said[0])

    return judge


def reach_of(actor: Actor) -> str:
    """How many cases of the town somebody reads, in a sentence. Two statements."""
    every = CaseFile.objects.filter(entity_id=actor.entity_id).count()
    hers = CaseFile.objects.visible_to(actor).count()
    if hers == every:
        return ngettext("Reads the only case there is.", "Reads all the %(every)s cases.", every) % {
            "every": every
        }
    return ngettext("Of %(every)s cases, reads %(hers)s.", "Of %(every)s cases, reads %(hers)s.", every) % {
        "every": every,
        "hers": hers,
    }


def readable_number(actor: Actor, number: str) -> UUID | None:
    """The key of the case with that number, if the actor reads it."""
    found: UUID | None = (
        CaseFile.objects.visible_to(actor).filter(number=number).values_list("pk", flat=True).first()
    )
    return found
