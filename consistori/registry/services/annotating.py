"""Writing beside an entry: corrections, annulment, notes, where it was sent (R-REG-05, R-REG-18)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, ensure
from consistori.registry import texts
from consistori.registry.events import EntryAnnulled, EntryCorrected, EntryNoted
from consistori.registry.models import Annotation, EntryState, RegistryEntry
from consistori.registry.policies import may_correct, may_register
from consistori.registry.rules.books import ARTICLE_OF_THE_BOOK, correction_fault
from consistori.registry.selectors import as_it_reads
from consistori.trail import act, announce


@act
def correct_entry(entry: RegistryEntry, *, by: Actor, field: str, new: str, reason: str) -> Annotation:
    """Annotate a correction [anotació de correcció]: the old words stay in sight. Raises `BadInput`."""
    state = _locked(entry)
    entry.state = state
    ensure(may_correct(by, entry))
    old = as_it_reads(entry).get(field, "")
    if fault := correction_fault(field, old, new, reason):
        raise BadInput(
            texts.FAULTS[fault], field="reason" if fault == "reason" else "new", article=ARTICLE_OF_THE_BOOK
        )
    if field == "heading" and new not in texts.HEADINGS:
        raise BadInput(_("Choose one of those on the list."), field="new")
    made = _write(entry, texts.CORRECTION, by, reason=reason, field=field, old=old, new=new.strip())
    announce(
        EntryCorrected(entry_id=entry.pk, reference=entry.reference, field=field, reason=made.reason), by=by
    )
    return made


@act
def annul_entry(entry: RegistryEntry, *, by: Actor, reason: str) -> Annotation:
    """Annul an entry made by mistake [anul·lar un assentament]: it keeps its number and can be read for ever."""
    state = _locked(entry)
    entry.state = state
    if state.annulled_at:
        raise AlreadyDone(_("It was annulled before."))
    ensure(may_correct(by, entry))
    if not reason.strip():
        raise BadInput(_("Say why it is annulled: it will be read beside the entry."), field="reason")
    made = _write(entry, texts.ANNULMENT, by, reason=reason)
    state.annulled_at, state.handled = made.at, EntryState.Handled.DONE
    state.version += 1
    state.save(update_fields=["annulled_at", "handled", "version"])
    announce(EntryAnnulled(entry_id=entry.pk, reference=entry.reference, reason=made.reason), by=by)
    return made


@act
def annotate(entry: RegistryEntry, *, by: Actor, words: str, kind: str = texts.NOTE) -> Annotation:
    """Write a note beside an entry, or where it was sent on and what was answered."""
    ensure(may_register(by))
    if not words.strip():
        raise BadInput(_("Write the note."), field="reason")
    made = _write(entry, kind, by, reason=words)
    announce(EntryNoted(entry_id=entry.pk, reference=entry.reference, note=made.reason), by=by)
    return made


def _locked(entry: RegistryEntry) -> EntryState:
    locked: EntryState = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    return locked


def _write(entry: RegistryEntry, kind: str, by: Actor, *, reason: str, **said: Any) -> Annotation:
    made: Annotation = Annotation.objects.create(
        entry=entry,
        kind=kind,
        reason=reason.strip()[:500],
        at=now(),
        by_id=by.person_id,
        by_name=by.name,
        **said,
    )
    return made
