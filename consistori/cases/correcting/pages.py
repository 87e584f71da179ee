"""The pages of correction requests: picking on the page what is asked, and the life of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consistori.cases.correcting import selectors
from consistori.cases.correcting.acts import (
    ask_correction,
    give_more_days,
    record_notified,
)
from consistori.cases.correcting.answers import Answered, begin_withdrawal, end_correction, record_answer
from consistori.cases.correcting.forms import (
    AnswerForm,
    AskForm,
    EndForm,
    MoreDaysForm,
    NotifiedForm,
    Picking,
)
from consistori.cases.correcting.reading import Drawn, drawn
from consistori.cases.correcting.rules import Standing
from consistori.cases.correcting.showing import shown
from consistori.cases.deadlines.hanging import papers_of
from consistori.cases.models import CaseDocument, CaseFile, CorrectionRequest
from consistori.cases.policies import may_work_on
from consistori.cases.rules import Role
from consistori.cases.selectors import parties_of
from consistori.cases.web._case import case_act, case_page, drawn_again
from consistori.cases.web.case import frame
from consistori.directory.access import StaffRequest
from consistori.documents.models import Document
from consistori.kernel.errors import NotPermitted, Refusal, ensure
from consistori.parties.models import Party
from consistori.registry.models import RegistryEntry
from consistori.registry.policies import may_register_exits
from consistori.registry.rules.books import Channel
from consistori.tenancy import modality

Kind = CorrectionRequest.Kind


@case_page
def asking(request: StaffRequest, case: Any) -> HttpResponse:
    """Pick what has to be corrected or brought, in the very form and papers that came."""
    ensure(may_work_on(request.actor, case))
    return _asking(request, case)


@case_act
def ask(request: StaffRequest, case: CaseFile) -> HttpResponse:
    """Write the letter with what was picked."""
    ensure(may_work_on(request.actor, case))
    entry = _entry(request, case)
    people = _people(case)
    form = AskForm(request.POST, parties=[(party.pk, party.display_name) for party in people])
    language = request.POST.get("language", "ca")
    picking = Picking(selectors.askables_of(entry, language) if entry else [], request.POST, language)
    points = picking.points()
    if form.is_valid() and picking.is_right:
        said = form.said()
        to = said.pop("party")
        try:
            made = ask_correction(
                case,
                by=request.actor,
                entry=entry,
                party=next(party for party in people if str(party.pk) == to),
                points=points,
                **said,
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The letter is written. Read it, and send it to sign."))
            return redirect(made)
    return _asking(request, drawn_again(request, case), form, picking)


def _asking(
    request: StaffRequest, case: Any, form: AskForm | None = None, picking: Picking | None = None
) -> HttpResponse:
    entries = selectors.entries_of(case)
    entry = _entry(request, case, entries)
    people = _people(case)
    if form is None or picking is None:
        first = people[0] if people else None
        language = (entry.language if entry else "") or (first.language if first else "") or "ca"
        owes = _owes_electronic(entry, people)
        initial = {
            "kind": Kind.ELECTRONIC if owes else Kind.CORRECTION,
            "language": language[:2],
            "stops_term": True,
            "party": str(first.pk) if first else "",
        }
        form = AskForm(initial=initial, parties=[(party.pk, party.display_name) for party in people])
        picking = Picking(selectors.askables_of(entry, language) if entry else [], None, language)
        if owes:
            picking.free[0].label = _("The whole application")
            picking.free[0].asks = _("File it in the electronic office.")
    is_wrong = bool(form.errors) or not picking.is_right
    context = frame(request, case, "") | {
        "form": form,
        "picking": picking,
        "entries": entries,
        "entry": entry,
        "people": people,
        "is_wrong": is_wrong,
    }
    return TemplateResponse(request, "cases/correcting/new.html", context, status=422 if is_wrong else 200)


def _entry(
    request: StaffRequest, case: CaseFile, entries: list[RegistryEntry] | None = None
) -> RegistryEntry | None:
    """The one of the address or of the form, else the first of the case."""
    found = selectors.entries_of(case) if entries is None else entries
    wanted = request.POST.get("entry", "") or request.GET.get("entry", "")
    return next((one for one in found if one.reference == wanted), found[0] if found else None)


def _people(case: CaseFile) -> list[Party]:
    """The parties, those who apply first; whoever represents another is not asked in her own name."""
    rows = [row for row in parties_of(case) if not row.represents_id]
    return [row.party for row in sorted(rows, key=lambda row: row.role != Role.APPLICANT)]


def _owes_electronic(entry: RegistryEntry | None, people: list[Party]) -> bool:
    """Whether it came on paper from somebody who must come electronically (68.4)."""
    on_paper = entry is not None and entry.channel in (Channel.COUNTER, Channel.POST)
    return bool(on_paper and people and people[0].standing.obliged_electronic)


@case_page
def one(request: StaffRequest, case: Any, pk: UUID) -> HttpResponse:
    """A request: its points, its letter, its days and its answer."""
    return _one(request, case, selectors.one_of(case, pk))


def _one(
    request: StaffRequest, case: Any, found: CorrectionRequest, forms: dict[str, Any] | None = None
) -> HttpResponse:
    what = drawn(found, whole=True)
    given = forms or {}
    context = frame(request, case, "") | {
        "one": what,
        "shown": shown(what),
        "forms": (_forms(request, case, what) | given) if may_work_on(request.actor, case) else {},
        "wrong": next(iter(given), ""),
        "here": found.get_absolute_url(),
        "may_notify_acts": modality.is_on(request.entity, "notifications"),
        "leaf_id": CaseDocument.objects.filter(case=found.case_id, document=found.document_id)
        .values_list("pk", flat=True)
        .first(),
    }
    status = 422 if given else 200
    return TemplateResponse(request, "cases/correcting/request.html", context, status=status)


def _forms(request: StaffRequest, case: Any, what: Drawn) -> dict[str, Any]:
    """The forms of what may be done where it stands."""
    found = what.request
    where = what.standing
    if where is Standing.CLOSED:
        return {}
    made: dict[str, Any] = {"end": _end(None, what)}
    if where is Standing.TO_NOTIFY:
        sent = selectors.exit_of(found)
        made["notified"] = NotifiedForm(
            papers=papers_of(request.actor, case.pk), initial={"reference": sent.reference if sent else ""}
        )
        made["may_send"] = sent is None and may_register_exits(request.actor)
        made["may_notify"] = modality.is_on(request.entity, "notifications")
    if found.notified_on is None:
        return made
    lacking = [point for point in what.points if not point.is_answered]
    if lacking:
        made["answer"] = _answer(None, case, lacking)
    if where in (Standing.RUNNING, Standing.PARTLY) and found.is_compulsory and not found.is_competitive:
        made["more"] = MoreDaysForm()
    return made


def _answer(data: Any, case: CaseFile, lacking: list[Any]) -> AnswerForm:
    entries = [(e.reference, f"{e.reference} · {e.subject}") for e in selectors.entries_of(case)]
    return AnswerForm(data, entries=entries, points=lacking)


def _end(data: Any, what: Drawn) -> EndForm:
    """What may be said of how it ends, where it stands."""
    form = EndForm(data)
    ending = CorrectionRequest.Ending
    if what.request.notified_on is None:
        kept = [ending.CALLED_OFF]
    elif what.standing is Standing.UNANSWERED:
        kept = [ending.WITHDRAWN, ending.WITHOUT, ending.ENOUGH]
    else:
        kept = [ending.ENOUGH, ending.WITHOUT, ending.CALLED_OFF]
    chooser: Any = form.fields["ending"]
    chooser.choices = [(one.value, one.label) for one in kept]
    form.initial = {"ending": kept[0].value}
    return form


def _act(
    request: StaffRequest, case: CaseFile, pk: UUID, name: str, make: Any, do: Callable[[Any, Any], str]
) -> HttpResponse:
    """Do an act of the page; what was wrong is said at its field, with all that was typed."""
    ensure(may_work_on(request.actor, case))
    found = selectors.one_of(case, pk)
    form = make(found)
    if form.is_valid():
        try:
            messages.success(request, do(found, form.said()))
            return redirect(found)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    again = drawn_again(request, case)
    return _one(request, again, selectors.one_of(again, pk), {name: form})


@case_act
def notified(request: StaffRequest, case: CaseFile, pk: UUID) -> HttpResponse:
    """Write on which day it was notified."""

    def do(found: CorrectionRequest, said: dict[str, Any]) -> str:
        key = said.pop("document_id")
        proof = Document.objects.filter(pk=key).first() if key else None
        made = record_notified(found, by=request.actor, proof=proof, **said)
        if not made.is_compulsory:
            return _("They may improve it if they want: nothing stops and nothing ends.")
        if made.stop is not None:
            return _("The ten days count, and the term to resolve is stopped.")
        return _("The ten days count. The term to resolve goes on.")

    papers = papers_of(request.actor, case.pk)
    return _act(request, case, pk, "notified", lambda found: NotifiedForm(request.POST, papers=papers), do)


@case_act
def more_days(request: StaffRequest, case: CaseFile, pk: UUID) -> HttpResponse:
    """Give more days."""

    def do(found: CorrectionRequest, said: dict[str, Any]) -> str:
        give_more_days(found, by=request.actor, **said)
        return _("There are more days: tell them, as it was notified.")

    return _act(request, case, pk, "more", lambda found: MoreDaysForm(request.POST), do)


@case_act
def answer(request: StaffRequest, case: CaseFile, pk: UUID) -> HttpResponse:
    """Say that an entry of the case answers it: what came by the counter, or by post."""

    def do(found: CorrectionRequest, said: dict[str, Any]) -> str:
        entry = next(one for one in selectors.entries_of(case) if one.reference == said["entry"])
        words = _("It is in the entry %(reference)s.") % {"reference": entry.reference}
        points = {UUID(key): Answered(words) for key in said["points"]}
        made = record_answer(found, entry, by=request.actor, points=points)
        return _("It came late, and it counts.") if made.is_late else _("It is written as answered.")

    def make(found: CorrectionRequest) -> AnswerForm:
        lacking = [point for point in found.points.all() if not point.is_answered]
        return _answer(request.POST, case, lacking)

    return _act(request, case, pk, "answer", make, do)


@case_act
def withdraw(request: StaffRequest, case: CaseFile, pk: UUID) -> HttpResponse:
    """Begin the resolution of withdrawal, to be read and signed."""
    document = begin_withdrawal(selectors.one_of(case, pk), by=request.actor)
    messages.success(request, _("The resolution is begun: read it, and send it to sign."))
    return redirect("documents:text", document.pk)


@case_act
def end(request: StaffRequest, case: CaseFile, pk: UUID) -> HttpResponse:
    """End the request."""

    def do(found: CorrectionRequest, said: dict[str, Any]) -> str:
        end_correction(found, by=request.actor, **said)
        return _("The request has ended. The term to resolve runs.")

    return _act(request, case, pk, "end", lambda found: _end(request.POST, drawn(found)), do)
