"""The pages of notifying: choosing to whom and reading why, and one page of where each thing of an act stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consistori.cases.models import CaseFile
from consistori.cases.notifying.acts import may_notify, notify
from consistori.cases.notifying.facts import Known, facts_of, known_of, notifiable, subject_of
from consistori.cases.notifying.forms import BY_HAND, Addressees, Annexes, NotifyForm
from consistori.cases.notifying.panels import act_panels
from consistori.cases.notifying.showing import sent_of
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.models import Document
from consistori.kernel.errors import NotHere, NotPermitted, Refusal, ensure
from consistori.notifications import sentences
from consistori.notifications.models import Notification
from consistori.notifications.rules.states import State
from consistori.notifications.services import preview
from consistori.signature.selectors import circuit_of


@case_page
def notifying(request: StaffRequest, case: Any) -> HttpResponse:
    """To whom, by which way and why, before anything is sent."""
    ensure(may_notify(request.actor, case))
    papers = notifiable(case)
    chosen = _chosen(papers, request.GET.get("document", ""))
    return _draw(request, case, papers, chosen)


@case_act
def send(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Send it; or, asked only to look, say again by which way each would go."""
    ensure(may_notify(request.actor, case))
    papers = notifiable(case)
    chosen = _chosen(papers, request.POST.get("document", ""))
    if chosen is None:
        raise NotHere
    known = known_of(case, chosen)
    form = NotifyForm(request.POST, known=known)
    people = Addressees(case, papers, request.POST, _held(chosen))
    if form.is_valid() and not _lacks(request, case, chosen, form, people) and "look" not in request.POST:
        try:
            dispatch = notify(
                case,
                chosen,
                by=request.actor,
                act=facts_of(case, form.said()),
                to=people.asked(people.picked),
                annexes=Annexes(case, chosen, request.POST).ticked,
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            n = dispatch.notifications.count()
            said = ngettext(
                "It is at disposal of one person. The proof will be filed in the case.",
                "It is at disposal of %(n)s people. Each proof will be filed in the case.",
                n,
            )
            messages.success(request, said % {"n": n})
            return redirect("cases:act", case.number, chosen.pk)
    return _draw(request, drawn_again(request, case), papers, chosen, form, people)


def _lacks(
    request: StaffRequest, case: CaseFile, document: Document, form: NotifyForm, people: Addressees
) -> bool:
    """Put at its field each thing that R-NOT-02 finds missing. True if there is any."""
    if not people.picked:
        form.add_error(None, _("Say to whom: one at least."))
        return True
    act = facts_of(case, form.said())
    plans = preview(
        by=request.actor, subject=subject_of(case), act=act, addressees=people.asked(people.picked),
        document=document,
    )  # fmt: skip
    for line, plan in zip(people.picked, plans, strict=True):
        line.plan = plan
    told = {(lack.field, lack.code): lack for plan in plans for lack in plan.lacks}
    for lack in told.values():
        field = {"ends_way": "footing", "appeals": "footing", "terms": "term"}.get(lack.field, lack.field)
        words = f"{sentences.of_lack(lack)} ({lack.article})"
        form.add_error(field if field in form.fields else None, words)
    return bool(told)


def _draw(
    request: StaffRequest,
    case: Any,
    papers: list[Document],
    chosen: Document | None,
    form: NotifyForm | None = None,
    people: Addressees | None = None,
) -> HttpResponse:
    known = known_of(case, chosen) if chosen is not None else None
    if form is None and known is not None and chosen is not None:
        form = NotifyForm(known=known)
        people = Addressees(case, papers, None, _held(chosen))
        _plan(request, case, chosen, known, people)
    elif people is not None and chosen is not None and known is not None:
        _plan(request, case, chosen, known, people)
    is_wrong = bool(form is not None and form.errors)
    context = frame(request, case, "") | {
        "papers": papers,
        "chosen": chosen,
        "known": known,
        "form": form,
        "people": people,
        "annexes": Annexes(case, chosen, request.POST or None) if chosen is not None else None,
        "hands": BY_HAND.items(),
        "is_wrong": is_wrong,
    }
    return TemplateResponse(request, "cases/notifying/new.html", context, status=422 if is_wrong else 200)


def _plan(
    request: StaffRequest, case: CaseFile, document: Document, known: Known, people: Addressees
) -> None:
    """By which way each party of the case would go, ticked or not, with its reason."""
    waiting = [line for line in people.lines if line.plan is None]
    if not waiting:
        return
    act = facts_of(case, dict(NotifyForm(known=known).initial))
    plans = preview(
        by=request.actor, subject=subject_of(case), act=act, addressees=people.asked(waiting),
        document=document,
    )  # fmt: skip
    for line, plan in zip(waiting, plans, strict=True):
        line.plan = plan


def _chosen(papers: list[Document], key: str) -> Document | None:
    return next((one for one in papers if str(one.pk) == key), papers[0] if papers and not key else None)


def _held(document: Document) -> set[UUID]:
    rows = Notification.objects.of_document(document.pk).exclude(state=State.WITHDRAWN)
    return set(rows.values_list("party_id", flat=True))


@case_page
def act(request: StaffRequest, case: Any, document: UUID) -> HttpResponse:
    """One page: where each thing of an act stands, and who has it since when."""
    found = Document.objects.filter(pk=document, pk__in=case.leaves.values("document_id")).first()
    if found is None:
        raise NotHere
    circuit = circuit_of(found.version_id)
    sent = sent_of(found.pk)
    context = frame(request, case, "") | {
        "document": found,
        "known": known_of(case, found),
        "circuit": circuit,
        "sent": sent,
        "may_notify": may_notify(request.actor, case),
        "is_sent": any(sent),
        "panels": act_panels.drawn(request, found),
    }
    return TemplateResponse(request, "cases/notifying/act.html", context)
