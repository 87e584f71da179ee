"""Acts on the letters of the term: begin one when something is filed, let it out."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consistori.catalogue.procedures.selectors import Shown, procedure
from consistori.deadlines.asking import Question, answer
from consistori.deadlines.rules.days import Whose
from consistori.deadlines.rules.values import StartKind, Unit
from consistori.deadlines.selectors import place_of
from consistori.eoffice.filing.term_letters.events import TermLetterBegun, TermLetterSent
from consistori.eoffice.filing.terms import answer_by
from consistori.eoffice.models import TermLetter
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotHere, Refusal, ensure
from consistori.registry.models import EntryPerson, EntryState, RegistryEntry
from consistori.registry.policies import may_register_exits
from consistori.registry.rules.books import Channel
from consistori.registry.services import EntryPersonSaid, register_exit
from consistori.registry.texts import ADDRESSEE
from consistori.tenancy import jobs
from consistori.tenancy.scope import current_entity
from consistori.trail import act, announce

WORKING_DAYS = 10
"""Days in which the letter must go out (art. 21.4)."""

_CHANNEL = {
    TermLetter.Way.FOLDER: Channel.OFFICE,
    TermLetter.Way.HAND: Channel.COUNTER,
    TermLetter.Way.POST: Channel.POST,
}

_ANNULLED = gettext_lazy("That entry was annulled, or is an exit: nobody waits for an answer.")


class NoTerm(Refusal):
    """Nothing has to be answered in that procedure, or it cannot be counted."""

    default_code = "no-term"

    def __init__(self) -> None:
        super().__init__(gettext_lazy("That procedure has no term in which we have to answer."))


@act
def begin_letter(entry: RegistryEntry, *, by: Actor, code: str = "") -> TermLetter:
    """Write down that a letter is owed for an entry, by its procedure or the one that is said; a job makes it.

    Once: the letter that there is already is returned. Raises `BadInput` (no such procedure), `NoTerm`, `AlreadyDone`.
    """
    ensure(may_register_exits(by))
    state = EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    known: TermLetter | None = TermLetter.objects.filter(entry=entry).first()
    if known is not None:
        return known
    if state.annulled_at or entry.is_exit:
        raise AlreadyDone(_ANNULLED)
    shown = _procedure(entry.procedure or code)
    with translation.override(entry.language):
        found = answer_by(entry, shown.sheet)
    if found is None:
        raise NoTerm
    letter: TermLetter = TermLetter.objects.create(
        entry=entry,
        procedure=shown.code,
        version_id=shown.version_id,
        begins=found.begins,
        last_day=found.last_day,
        sure=found.sure,
        length=found.length[:60],
        due_on=_due_on(found.begins),
    )
    from consistori.eoffice.filing.term_letters.jobs import make_term_letter

    jobs.defer(make_term_letter, letter_id=str(letter.pk))
    announce(
        TermLetterBegun(entry_id=entry.pk, reference=entry.reference, due_on=letter.due_on.isoformat()), by=by
    )
    return letter


def _procedure(code: str) -> Shown:
    try:
        return procedure(code)
    except NotHere as fault:
        raise BadInput(gettext_lazy("Choose one of the procedures of the list."), field="code") from fault


def _due_on(begins: object) -> object:
    question = Question(
        start_on=begins,  # type: ignore[arg-type]
        seat=place_of(current_entity()),
        amount=WORKING_DAYS,
        unit=Unit.WORKING_DAYS,
        whose=Whose.ADMINISTRATION,
        start=StartKind.ENTRY,
        incidents=(),
    )
    return answer(question).not_before


@act
def send_out(letter: TermLetter, *, by: Actor, way: str) -> RegistryEntry:
    """Let a letter out with its exit number: in the folder, by hand or by post. Out already, the same exit is given.

    Raises `BadInput` (way), `AlreadyDone` (it is still being made, or its entry was annulled meanwhile).
    """
    ensure(may_register_exits(by))
    locked: TermLetter = (
        TermLetter.objects.select_for_update(of=("self",))
        .select_related("entry", "exit", "document__version")
        .get(pk=letter.pk)
    )
    if locked.exit is not None:
        return locked.exit
    if is_annulled(locked.entry):
        raise AlreadyDone(_ANNULLED)
    if locked.document is None or locked.state == TermLetter.State.MAKING:
        raise AlreadyDone(gettext_lazy("It is still being made: look again in a moment."))
    if way not in _CHANNEL:
        raise BadInput(gettext_lazy("Say by which way it goes."), field="way")
    entry = locked.entry
    with translation.override(entry.language):
        subject = _("Letter of the term of %(number)s") % {"number": entry.reference}
    people = [
        EntryPersonSaid(party=one.party, role=ADDRESSEE, name=one.name, identifier=one.identifier)
        for one in EntryPerson.objects.filter(entry=entry).select_related("party")
    ]
    out = register_exit(
        by=by,
        subject=subject,
        channel=_CHANNEL[TermLetter.Way(way)],
        people=people,
        documents=[locked.document],
        language=entry.language,
    )
    locked.exit, locked.sent_at, locked.way = out, now(), way
    locked.state, locked.sent_by_name = TermLetter.State.OUT, by.name
    locked.save(update_fields=["exit", "sent_at", "way", "state", "sent_by_name"])
    if way == TermLetter.Way.FOLDER:
        from consistori.eoffice.filing.term_letters.jobs import tell_of_letter

        jobs.defer(tell_of_letter, letter_id=str(locked.pk))
    announce(TermLetterSent(entry_id=entry.pk, reference=entry.reference, exit=out.reference, way=way), by=by)
    return out


def is_annulled(entry: RegistryEntry) -> bool:
    """Whether it was annulled; whoever annuls it now waits until this act ends. One statement."""
    return EntryState.objects.select_for_update(of=("self",)).get(entry=entry).annulled_at is not None


def goes_to_the_folder(entry: RegistryEntry) -> bool:
    """Whether it goes by electronic means: they filed so, or the law obliges them (art. 41.1). One statement."""
    if entry.channel == Channel.OFFICE:
        return True
    people = EntryPerson.objects.filter(entry=entry).select_related("party__merged_into")
    parties = [row.party.standing for row in people if row.party is not None]
    return any(party.obliged_electronic for party in parties)
