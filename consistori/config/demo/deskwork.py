"""What was done in the inbox with what came in: given out, given back, into a case, out of the wrong one, sent on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consistori.cases.entries import (
    accept_into_case,
    forward_entry,
    mark_for_information,
    return_entry,
    send_entry,
    undo_taking,
)
from consistori.cases.models import CaseFile, ProcessNote
from consistori.config.demo.telling import Told
from consistori.desk.digest.services import choose_letter
from consistori.desk.models import MorningLetter
from consistori.directory.models import Person
from consistori.kernel.actor import Actor
from consistori.registry.models import RegistryEntry
from consistori.tenancy.scope import working_for

TOWN = "vall-llobera"


def work_at_the_inbox(told: Told) -> None:
    """In Vall-llobera, once: something in each tray, and most still to be given out."""
    if told.entity.slug != TOWN:
        return
    with working_for(told.entity):
        if ProcessNote.objects.exists():
            return
    for subject, work in STEPS:
        with told.unless_refused(subject), working_for(told.entity):
            entry = RegistryEntry.objects.filter(subject__startswith=subject).select_related("state").first()
            if entry is not None:
                work(entry, told)


def choose_letters(told: Told) -> None:
    """Mercè has Today by e-mail; once, so that whoever tries the demo may let it go."""
    if told.entity.slug != TOWN or MorningLetter.objects.exists():
        return
    by = told.actor("merce.soldevila")
    (mine,) = _people(by)
    choose_letter(mine, wanted=True, by=by)


def _give(entry: RegistryEntry, told: Told) -> None:
    """Given out, and in somebody's hands."""
    send_entry(
        entry, by=told.actor("merce.soldevila"), to=_people(told.actor("nuria.camps")), action="decide",
        note="Té dret a la bonificació? Mira la renda.",
    )  # fmt: skip


def _give_back(entry: RegistryEntry, told: Told) -> None:
    send_entry(entry, by=told.actor("merce.soldevila"), to=_people(told.actor("pol.ferrer")), action="decide")
    return_entry(entry, by=told.actor("pol.ferrer"), reason="És de la policia local, no de secretaria.")


def _take(entry: RegistryEntry, told: Told) -> None:
    if (case := _open_case(told, "camins")) is not None:
        accept_into_case(entry, case, by=told.actor("merce.soldevila"))
    else:
        mark_for_information(entry, by=told.actor("merce.soldevila"), to=_people(told.actor("nuria.camps")))


def _take_by_mistake(entry: RegistryEntry, told: Told) -> None:
    """Into a case where it did not belong, and out again: the life of both tells it."""
    if (case := _open_case(told, "terrassa")) is not None:
        undo_taking(accept_into_case(entry, case, by=told.actor("nuria.camps")), by=told.actor("nuria.camps"))


def _send_on(entry: RegistryEntry, told: Told) -> None:
    forward_entry(
        entry, by=told.actor("merce.soldevila"), destination="Consell Comarcal de la Vall",
        destination_code="L06099999", note="Les beques de menjador les dona el Consell.",
    )  # fmt: skip


STEPS: Sequence[tuple[str, Callable[[RegistryEntry, Told], None]]] = (
    ("Pide la bonificación", _give),
    ("Es queixa del soroll", _give_back),
    ("Concessió de la subvenció", _take),
    ("Demana un gual", _take_by_mistake),
    ("Demana una beca", _send_on),
)


def _people(*actors: Actor) -> list[Person]:
    return list(Person.objects.filter(pk__in=[actor.person_id for actor in actors]))


def _open_case(told: Told, word: str) -> CaseFile | None:
    rows = CaseFile.objects.open().filter(title__icontains=word, reserved=False)
    found: CaseFile | None = rows.order_by("opened_on", "id").first()
    return found
