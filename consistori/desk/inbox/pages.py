"""The inbox in three columns: the list, the papers, the process note."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consistori.cases.entries import selectors, suggesting
from consistori.cases.entries.policies import may_distribute, may_send, may_take, may_undo
from consistori.cases.entries.selectors import Inbox, Line, Opened
from consistori.cases.entries.ways import ways_of
from consistori.cases.models import EntryTaken, ProcessNote
from consistori.cases.selectors import search_cases
from consistori.catalogue.models import Series
from consistori.catalogue.selectors import search_series, series_of_key
from consistori.desk.inbox.forms import NoteForm, actions_for, people
from consistori.directory.access import StaffRequest, staff_page
from consistori.documents.selectors import readable_document
from consistori.kernel.clock import today
from consistori.kernel.errors import NotHere
from consistori.registry.policies import may_read_books
from consistori.tenancy import modality
from consistori.trail.readings import record_reading
from consistori.ui.tabs import remember_count

TABS = ("waiting", "sent", "returned", "mine")
FOUND = 8
Action = ProcessNote.Action


@staff_page
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """A tab of the inbox with its first entry open; on a phone, only the list."""
    ensure_here(request)
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = "waiting" if may_distribute(request.actor) else "mine"
    listed = selectors.inbox(request.actor, tab, after=request.GET.get("after", "")[:80])
    first = listed.lines[0].entry.reference if listed.lines else ""
    opened = selectors.opened(request.actor, first) if first else None
    return drawn(request, listed, tab, opened)


@staff_page
@require_safe
def show_entry(request: StaffRequest, reference: str, document_id: UUID | None = None) -> HttpResponse:
    """One entry with the list where it lies; `document_id` is which of its papers is shown."""
    ensure_here(request)
    opened = selectors.opened(request.actor, reference)
    tab = tab_of(request, opened)
    listed = selectors.inbox(request.actor, tab)
    return drawn(request, listed, tab, opened, document_id=document_id, is_reading=True)


@staff_page
@require_safe
def find_cases(request: StaffRequest) -> HttpResponse:
    """The open cases that have the words, as choices."""
    words = request.GET.get("q", "").strip()[:80]
    context = {"found": _cases(request, words), "q": words}
    return TemplateResponse(request, "cases/_found_cases.html", context)


def ensure_here(request: StaffRequest) -> None:
    """Where the registry is switched off there is no inbox; and the page stands under the tab of the registry."""
    if not modality.is_on(request.entity, "registry"):
        raise NotHere
    request.tab = "registry"  # type: ignore[attr-defined]


def tab_of(request: StaffRequest, opened: Opened) -> str:
    """The tab where an entry lies for this person."""
    if opened.is_mine or not may_read_books(request.actor):
        return "mine"
    if opened.state.handled == opened.state.Handled.SENT:
        return "sent"
    returned = any(one.state == "returned" for note in opened.notes for one in note.recipients.all())
    return "returned" if opened.is_waiting and returned else "waiting"


def drawn(
    request: StaffRequest,
    listed: Inbox,
    tab: str,
    opened: Opened | None,
    *,
    document_id: UUID | None = None,
    is_reading: bool = False,
    form: NoteForm | None = None,
    found_cases: str = "",
    found_series: str = "",
    status: int = 200,
) -> TemplateResponse:
    """The page; with `form`, as it was sent and with what is wrong."""
    gives, counts = bool(may_distribute(request.actor)), listed.counts
    remember_count(request, "registry", counts.waiting + counts.returned if gives else counts.mine)
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": _tabs(tab, listed),
        "listed": listed,
        "opened": opened,
        "is_reading": is_reading,
        "may_distribute": gives,
        "next_url": f"?tab={tab}&after={listed.next_cursor}" if listed.next_cursor else "",
    }
    if opened is not None:
        context |= _entry(request, listed, opened, document_id)
        context |= _note(request, opened, form, found_cases, found_series)
        context["ways"] = ways_of(request.actor, opened.entry)
    return TemplateResponse(request, "desk/inbox/inbox.html", context, status=status)


def _tabs(current: str, listed: Inbox) -> list[dict[str, Any]]:
    counts = listed.counts
    labels = {
        "waiting": (_("To give out"), counts.waiting),
        "sent": (_("Given out, not taken"), counts.sent),
        "returned": (_("Given back"), counts.returned),
        "mine": (_("For me"), counts.mine),
    }
    url = reverse("desk:inbox")
    return [
        {"label": label, "count": count, "url": f"{url}?tab={name}", "current": name == current}
        for name, (label, count) in labels.items()
        if name != "mine" or count or current == "mine"
    ]


def neighbours(listed: Inbox, reference: str) -> tuple[Line | None, Line | None]:
    """The lines before and after an entry in the list; what is not in it is followed by the first."""
    references = [line.entry.reference for line in listed.lines]
    if reference not in references:
        return None, listed.lines[0] if listed.lines else None
    place = references.index(reference)
    before = listed.lines[place - 1] if place else None
    return before, listed.lines[place + 1] if place + 1 < len(references) else None


def _entry(request: StaffRequest, listed: Inbox, opened: Opened, document_id: UUID | None) -> dict[str, Any]:
    entry = opened.entry
    record_reading(by=request.actor, kind="registry-entry", id=entry.pk, label=entry.reference)
    before, after = neighbours(listed, entry.reference)
    rows = opened.documents
    row = next((one for one in rows if one.document_id == document_id), rows[0] if rows else None)
    document = None
    if row is not None:
        try:
            document = readable_document(request.actor, row.document_id)
        except NotHere:
            document = None
    return {
        "entry": entry, "before": before, "after": after, "shown_row": row, "document": document,
        "actor": request.actor, "papers": rows,
        "undoable": {one.pk for one in opened.taken if _may_undo(request, opened, one)},
    }  # fmt: skip


def _may_undo(request: StaffRequest, opened: Opened, taken: EntryTaken) -> bool:
    taken.entry = opened.entry
    return bool(may_undo(request.actor, taken))


def _note(
    request: StaffRequest, opened: Opened, form: NoteForm | None, found_cases: str, found_series: str
) -> dict[str, Any]:
    """The right column: the suggestion with its reasons, and the form."""
    actor, entry = request.actor, opened.entry
    may = bool(may_send(actor, entry)) or bool(may_take(actor, entry))
    pending = opened.is_waiting or opened.state.handled == opened.state.Handled.SENT or opened.is_mine
    suggestion = suggesting.suggest(actor, opened) if may and pending else None
    applied = suggestion is not None and "apply" in request.GET
    front = {suggestion.person.pk} if suggestion and suggestion.person else set()
    choices = people(dict(selectors.load()), front) if may else []
    if form is None:
        form = NoteForm(choices=choices, initial=_initial(opened, suggestion if applied else None))
    said: dict[str, Any] = request.POST.dict() if form.is_bound else dict(form.initial)
    ticked = request.POST.getlist("to") if form.is_bound else said.get("to", [])
    chosen = str(said.get("series") or "")
    proposed = suggestion.series if suggestion else None
    return {
        "may_act": may,
        "is_pending": pending,
        "suggestion": None if "no" in request.GET or _is_said(opened, suggestion) else suggestion,
        "is_applied": applied,
        "form": form,
        "said": said,
        "ticked": ticked,
        "choices": choices,
        "actions": actions_for(actor),
        "found_series": _found_series(request, found_series, chosen, proposed) if may else [],
        "series_words": found_series,
        "chosen_series": chosen,
        "found_cases": _cases(request, found_cases),
        "case_words": found_cases,
        "today": today(),
    }


def _initial(opened: Opened, suggestion: suggesting.Suggestion | None) -> dict[str, Any]:
    """What the form says at first: for whoever received it, what the note asks; the suggestion only if applied."""
    first: dict[str, Any] = {"title": opened.subject}
    if opened.is_mine and opened.note is not None:
        note = opened.note
        first |= {
            "action": note.action,
            "case": note.case.number if note.case else "",
            "series": str(note.series_id or ""),
        }
    if suggestion is not None:
        first |= {
            "action": Action.ADD if suggestion.case else Action.OPEN,
            "case": suggestion.case.number if suggestion.case else "",
            "series": str(suggestion.series.pk) if suggestion.series else "",
            "to": [str(suggestion.person.pk)] if suggestion.person and not opened.is_mine else [],
        }
    return first


def _is_said(opened: Opened, suggestion: suggesting.Suggestion | None) -> bool:
    """Whether whoever gave it out wrote the same case: it is not proposed again."""
    note = opened.note if opened.is_mine else None
    return (
        note is not None
        and suggestion is not None
        and suggestion.case is not None
        and (note.case_id == suggestion.case.pk)
    )


def _found_series(request: StaffRequest, words: str, chosen: str, proposed: Series | None) -> list[Series]:
    """The series that the words find; the one proposed and the one chosen are always among them."""
    found = search_series(words, FOUND, request.actor.person_id)
    keys = {str(one.pk) for one in found}
    if proposed is not None and str(proposed.pk) not in keys:
        found, keys = [proposed, *found], keys | {str(proposed.pk)}
    kept = series_of_key(UUID(chosen)) if chosen and chosen not in keys and _is_key(chosen) else None
    return [kept, *found] if kept is not None else found


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _cases(request: StaffRequest, words: str) -> list[Any]:
    if not words:
        return []
    return [case for case in search_cases(words, request.actor, limit=FOUND * 2) if case.is_open][:FOUND]
