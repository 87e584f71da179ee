"""What the terms hang on the page of a case, and how a case answers the terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consistori.cases.deadlines.alarming import hands_of, still_cases
from consistori.cases.deadlines.selectors import KIND, terms_of
from consistori.cases.deadlines.silence import expired_on, granted_by_silence, what_follows
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.panels import case_panels
from consistori.cases.policies import may_add_documents, may_work_on
from consistori.cases.services import add_document
from consistori.cases.steps.ports import expiries, silences
from consistori.deadlines import subjects
from consistori.deadlines.alarms import ports as alarms
from consistori.deadlines.chips import chip_of
from consistori.deadlines.subjects import SubjectKind, Told
from consistori.documents.writing.services import start_text
from consistori.kernel.actor import Actor
from consistori.kernel.errors import Verdict, ensure
from consistori.tenancy import modality
from consistori.tenancy.scope import current_entity
from consistori.trail import act

MOST_PAPERS = 200


def hang() -> None:
    """Called once, when the program starts."""
    subjects.add(
        SubjectKind(
            KIND, _("Case"), tell=tell, may_see=may_see, may_act=may_act, papers=papers_of, hands=hands_of,
            write=write,
        )
    )  # fmt: skip
    alarms.still.append(still_cases)
    silences.append(granted_by_silence)
    expiries.append(expired_on)
    case_panels.add(
        "terms", template="cases/_case_terms.html", context=panel_of, order=8, label=_("Terms"),
        icon="hourglass", when=is_on,
    )  # fmt: skip


def is_on(request: HttpRequest, case: CaseFile) -> bool:
    """Terms are a switch of the modality."""
    return modality.is_on(request.entity, "deadlines")  # type: ignore[attr-defined]


def panel_of(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """The terms of the case as chips, what each end means, and what may be done. One statement."""
    terms = terms_of(case)
    running = [term for term in terms if term.is_running]
    main = next((term for term in running if term.is_main), None)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "case": case,
        "chips": [chip_of(term) for term in running],
        "done": [chip_of(term) for term in terms if not term.is_running][:4],
        "follows": what_follows(main) if main is not None else None,
        "main": main,
        "may_work": may_work_on(actor, case),
    }


def tell(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Told]:
    """The cases that the actor reads, in words. One statement."""
    rows = CaseFile.objects.filter(pk__in=list(ids))
    if not actor.is_system:
        rows = rows.visible_to(actor)
    return {
        case.pk: Told(
            number=case.number,
            title=case.title,
            url=case.get_absolute_url(),
            who=(case.carried_by_id,) if case.carried_by_id else (),
            is_open=case.is_open,
            paper=f"{case.get_absolute_url()}?doc=",
        )
        for case in rows
    }


def may_see(actor: Actor, case_id: UUID) -> Verdict:
    """Whoever reads the case."""
    return Verdict(case_id in tell(actor, [case_id]), _("You do not read this case."))


def may_act(actor: Actor, case_id: UUID) -> Verdict:
    """Whoever works on the case while it is open."""
    case: CaseFile | None = CaseFile.objects.filter(pk=case_id).first()
    return may_work_on(actor, case) if case is not None else Verdict(False, _("There is no such case."))


def papers_of(actor: Actor, case_id: UUID) -> list[tuple[UUID, str]]:
    """Its documents, the last ones first. One statement."""
    leaves = CaseDocument.objects.filter(case_id=case_id, document__discarded_at=None)
    rows = leaves.order_by("-added_at").values_list("document_id", "document__title")
    return list(rows[:MOST_PAPERS])


@act
def write(actor: Actor, case_id: UUID, title: str, rows: list[str]) -> str:
    """Begin in the case a text with these rows, as a draft that may be fixed and signed; the address of it."""
    case = CaseFile.objects.get(pk=case_id)
    ensure(may_add_documents(actor, case))
    html = "".join(f"<p>{escape(row)}</p>" for row in rows)
    document = start_text(
        by=actor, title=title[:200], html=html, language=current_entity().language,
        margin=[(gettext("Case"), case.number)],
    )  # fmt: skip
    add_document(case, document, by=actor)
    return reverse("documents:text", args=[document.pk])
