"""What the inbox hangs on the rooms below: panels of an entry and of a case, what somebody has in her hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consistori.cases.entries import selectors
from consistori.cases.entries.acts import inherit_entries
from consistori.cases.entries.policies import may_read_document_sent
from consistori.cases.entries.suggesting import procedure_of_words, series_of_procedure
from consistori.cases.models import CaseFile, EntryTaken, NoteRecipient, ProcessNote
from consistori.cases.panels import case_panels
from consistori.catalogue.procedures.selectors import find, procedure
from consistori.directory.carrying import Carried, carried
from consistori.directory.models import Absence, Person
from consistori.documents import policies as documents
from consistori.kernel.actor import Actor
from consistori.kernel.errors import NotHere
from consistori.registry.panels import entry_panels


def hang() -> None:
    """Called once, when the program starts."""
    documents.reader_guards.append(may_read_document_sent)
    entry_panels.add(
        "inbox", template="cases/_entry_process.html", context=process_of_entry, order=10,
        when=lambda request, entry: not entry.is_exit, label=gettext_lazy("What the house does with it"),
    )  # fmt: skip
    case_panels.add(
        "entries", template="cases/_case_entries.html", context=entries_of_case, order=30,
        label=gettext_lazy("From the registry"),
    )  # fmt: skip
    carried.add(
        "entries", label=gettext_lazy("Entries of the registry"), of=in_hands_of, hand_over=pass_them,
        while_away=while_away, icon="inbox",
    )  # fmt: skip
    series_of_procedure.append(_series)
    procedure_of_words.append(_procedure)


def _series(code: str) -> str:
    try:
        return procedure(code).sheet.series
    except NotHere:
        return ""


def _procedure(words: str) -> tuple[str, str, str] | None:
    language = "es" if get_language() == "es" else "ca"
    found = next(iter(find(words, language, limit=1)), None)
    return (found.shown.code, found.shown.sheet.name.get(language, ""), found.why) if found else None


def process_of_entry(request: HttpRequest, entry: Any) -> Mapping[str, Any]:
    """The process notes of an entry, who has it, and the cases that took it that the person may know of."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    notes = ProcessNote.objects.filter(entry=entry).select_related("case", "series")
    taken = EntryTaken.objects.standing().filter(entry=entry).select_related("case")
    known = CaseFile.objects.known_to(actor).values("pk")
    return {
        "entry": entry,
        "notes": list(notes.prefetch_related("recipients__person")),
        "taken": list(taken.filter(case__in=known)),
        "actor": actor,
    }


def entries_of_case(request: HttpRequest, case: CaseFile) -> Mapping[str, Any]:
    """The entries that the case took. One statement."""
    return {"taken": selectors.entries_of_case(case.pk)}


def in_hands_of(person: Person) -> list[Carried]:
    """The entries that wait for her, the oldest first. One statement."""
    rows = NoteRecipient.objects.filter(person=person, state=NoteRecipient.State.WAITING)
    return [
        Carried(
            key=str(row.pk),
            label=f"{row.entry.reference} · {row.entry.subject}",
            url=row.entry.get_absolute_url(),
            note=str(row.note.get_action_display()),
            since=row.note.at.date(),
        )
        for row in rows.select_related("entry", "note").order_by("note__at", "id")
    ]


def pass_them(things: Sequence[Carried], to: Person, by: Actor) -> None:
    """Put them in the hands of another."""
    inherit_entries([one.key for one in things], by=by, to=to)


def while_away(absence: Absence) -> str:
    """They stay hers, and everybody sees for how long they wait."""
    return _(
        "They stay hers; the inbox shows how long they wait, and whoever gives entries out sends them again."
    )
