"""The counter on one page: who, which papers, what it is about, and its number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consistori.assistance.counter import papers as papers_acts
from consistori.assistance.counter import scanner
from consistori.assistance.counter.drawing import area, people_found
from consistori.assistance.counter.forms import NewPersonForm, SayForm
from consistori.assistance.counter.papers import Way, put_paper, say_of_paper
from consistori.assistance.counter.registering import register
from consistori.assistance.counter.selectors import attention_of, paper_of, papers_of
from consistori.assistance.counter.services import begin, leave, say, take_up
from consistori.assistance.models import Attention
from consistori.assistance.policies import ensure_here, may_attend
from consistori.catalogue.procedures.selectors import procedure
from consistori.catalogue.procedures.sheet import in_words
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.received import ReceivedFile
from consistori.documents.uploads import BlobUpload
from consistori.kernel.errors import BadInput, NotHere, NotPermitted, Refusal, ensure
from consistori.parties.models import Party
from consistori.registry import texts
from consistori.trail import act

PLACE = "counter_place"


class Worked:
    """What came of a POST: the refusal of its act, the form of a new person, and the words to find people with."""

    def __init__(self) -> None:
        self.refusal: Refusal | None = None
        self.new_person: NewPersonForm | None = None
        self.find: dict[str, str] = {}
        self.registered = ""


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: StaffRequest) -> HttpResponse:
    """One page: whatever is done in it comes back to it, and with scripts only what changed is drawn again."""
    ensure_here(request.entity)
    ensure(may_attend(request.actor))
    worked = Worked()
    if request.method == "POST":
        _work(request, worked)
        if worked.registered:
            return redirect("assistance:done", worked.registered)
        if not _wants_part(request) and worked.refusal is None and not worked.find and not worked.new_person:
            return redirect("assistance:counter")
    elif who := request.GET.get("who", "").strip()[:80]:
        worked.find = {"party": who}
    context = area(request, worked, place=request.session.get(PLACE, ""))
    template = "assistance/_area.html" if _wants_part(request) else "assistance/counter.html"
    answer = TemplateResponse(request, template, context, status=_status(worked))
    if _wants_part(request):
        answer["X-Fragment"] = "yes"
    return answer


def _wants_part(request: StaffRequest) -> bool:
    return request.headers.get("X-Requested-With") == "swap"


def _status(worked: Worked) -> int:
    is_wrong = worked.refusal is not None or bool(worked.new_person and worked.new_person.errors)
    return 422 if is_wrong else 200


def _work(request: StaffRequest, worked: Worked) -> None:
    """Keep what was written, then do what was asked; what is written stays when the act is refused."""
    try:
        attention = _keep(request)
        what, _colon, of_what = request.POST.get("do", "").partition(":")
        worked.registered = _do(request, attention, what, of_what, worked)
    except NotPermitted:
        raise
    except Refusal as refusal:
        worked.refusal = refusal


@act
def _keep(request: StaffRequest) -> Attention:
    attention = begin(by=request.actor)
    attention = say(attention, by=request.actor, **SayForm(attention, request.POST).said())
    for paper in papers_of(attention):
        nature, title = request.POST.get(f"nature-{paper.pk}"), request.POST.get(f"title-{paper.pk}")
        if nature is not None or title is not None:
            say_of_paper(paper, nature=nature or paper.nature, title=paper.title if title is None else title)
    return attention


def _do(request: StaffRequest, attention: Attention, what: str, of_what: str, worked: Worked) -> str:
    """The act that a button names; the number when it was registered."""
    by = request.actor
    _bring(request, attention)
    if what in ("party", "behalf"):
        field = "party" if what == "party" else "on_behalf_of"
        say(attention, by=by, **{field: _party(of_what) if of_what else None})
    elif what == "find":
        worked.find = {of_what or "party": request.POST.get(f"who-{of_what or 'party'}", "").strip()[:80]}
    elif what == "person":
        _enter_person(request, attention, of_what, worked)
    elif what == "procedure":
        _choose_procedure(request, attention, of_what)
    elif what in _ON_PAPERS:
        _ON_PAPERS[what](request, attention, of_what)
    elif what == "fast":
        _begin_fast(request, attention, of_what)
    elif what == "leave":
        leave(attention, by=by)
    elif what == "take_up":
        take_up(_key(of_what), by=by)
    elif what == "register":
        return str(register(attention, by=by).reference)
    return ""


def _bring(request: StaffRequest, attention: Attention) -> None:
    """The files of a form: one that is refused stops no other, and is told by its name."""
    files = [one for one in request.FILES.getlist("files") if isinstance(one, BlobUpload)]
    _each([(one.name or "", partial(_put, attention, one.file_received, Way.FILE)) for one in files])


def _take(request: StaffRequest, attention: Attention, name: str) -> None:
    """One file of the scanner, or all that are whole."""
    entity, place = request.entity, request.session.get(PLACE, "")
    names = [name] if name else [one.name for one in scanner.waiting(entity, place) if one.is_whole]
    taking = [(one, partial(scanner.take, entity, one, place)) for one in names]
    _each([(one, partial(_put, attention, take, Way.SCANNER)) for one, take in taking])


@act
def _put(attention: Attention, receive: Callable[[], ReceivedFile], way: str) -> None:
    put_paper(attention, receive(), way=way)


def _each(acts: list[tuple[str, Callable[[], None]]]) -> None:
    refused: list[tuple[str, Refusal]] = []
    for name, do in acts:
        try:
            do()
        except Refusal as refusal:
            refused.append((name, refusal))
    if refused:
        told = [_("«%(name)s» was not taken: %(why)s") % {"name": name, "why": why} for name, why in refused]
        raise BadInput(" ".join(told), field="files")


def _at_place(request: StaffRequest, _attention: Attention, name: str) -> None:
    request.session[PLACE] = name if name in scanner.places(request.entity) else ""


def _turn(request: StaffRequest, _attention: Attention, key: str) -> None:
    papers_acts.turn(paper_of(request.actor, _key(key)))


def _whole(request: StaffRequest, _attention: Attention, key: str) -> None:
    papers_acts.as_it_came(paper_of(request.actor, _key(key)))


_ON_PAPERS: dict[str, Any] = {
    "take": _take,
    "place": _at_place,
    "turn": _turn,
    "whole": _whole,
    "out": lambda _request, attention, key: papers_acts.take_off(attention, _key(key)),
    "originals": lambda _request, attention, _key: papers_acts.all_are_originals(attention),
}


def _enter_person(request: StaffRequest, attention: Attention, target: str, worked: Worked) -> None:
    form = NewPersonForm(request.POST)
    party = form.enter(request.actor)
    if party is None:
        worked.new_person = form
        worked.find = {target or "party": request.POST.get(f"who-{target or 'party'}", "")[:80]}
        return
    say(attention, by=request.actor, **{"on_behalf_of" if target == "behalf" else "party": party})


def _choose_procedure(request: StaffRequest, attention: Attention, code: str) -> None:
    """What the sheet says goes where the clerk would write it, and she changes it as she likes."""
    if not code:
        say(attention, by=request.actor, procedure="")
        return
    sheet = procedure(code).sheet
    language = attention.party.language if attention.party else request.entity.language
    said: dict[str, Any] = {"procedure": code, "subject": in_words(sheet.name, language)[:250]}
    if sheet.heading in texts.HEADINGS:
        said["heading"] = sheet.heading
    say(attention, by=request.actor, **said)


def _begin_fast(request: StaffRequest, attention: Attention, heading: str) -> None:
    if heading in texts.HEADINGS:
        say(attention, by=request.actor, heading=heading, procedure="")


def _party(key: str) -> Party:
    found: Party | None = Party.objects.standing().filter(pk=_key(key)).first()
    if found is None:
        raise NotHere(_("There is no such person or firm here."))
    return found


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotHere from None


__all__ = ["PLACE", "Worked", "attention_of", "counter", "people_found"]
