"""An accessory book feeds the main registry [el registre auxiliar alimenta el principal] (Llei 39/2015, art. 16.1).

Our number stands and the receipt is ours; the main one gives its own, which is kept beside. However many times it is
asked, and whoever is killed in the middle, the transaction is the same and so is its number.
"""

from __future__ import annotations

from typing import Any

from consistori.formats import mux
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.registry import ports, texts
from consistori.registry.events import MainNumberGiven
from consistori.registry.models import EntryPerson, EntryState, MainNumber, RegistryEntry
from consistori.tenancy.jobs import defer, entity_job
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import current_entity, working_for
from consistori.trail import act, announce

TRIES = 12
OF_MUX = {mux.ENTRY: "MUX E", mux.EXIT: "MUX S"}
"""The name of the outside register in each sense: a transaction that is both comes twice, once in each."""


def feed_later(entry: RegistryEntry) -> None:
    """Leave the job, in the act that registers, where a main registry is named; what came from one is not sent back."""
    if entry.external_register not in OF_MUX.values() and ports.main_registry(current_entity()) is not None:
        defer(feed_main, entry_id=str(entry.pk))


@entity_job(name="registry.feed_main", queue="default", retry=TRIES)
def feed_main(*, entity: Entity, entry_id: str) -> None:
    """Tell the main registry, and keep its number; what it does not take is said on the page of the entry."""
    main = ports.main_registry(entity)
    with working_for(entity):
        entry = (
            RegistryEntry.objects.filter(pk=entry_id, main_number=None)
            .select_related("state")
            .prefetch_related("people__party")
            .first()
        )
        said = transaction_of(entry, entity) if entry is not None and main is not None else None
    if entry is None or main is None or said is None:
        return
    answer = main.enter(said)
    with working_for(entity):
        if answer.is_done:
            _keep(entry, said, main.name, answer, by=Actor.program(entity.pk))
        else:
            EntryState.objects.filter(entry=entry).update(
                main_fault=f"{main.name}: {answer.message or answer.error}"[:300]
            )


def transaction_of(entry: RegistryEntry, entity: Entity) -> mux.Transaction:
    """The entry as a transaction: its identifier comes of its key, so that it is always the same."""
    agents = [one for one in entry.people.all() if one.role == texts.REPRESENTATIVE]
    agent = _person(agents[0]) if agents else None
    return mux.Transaction(
        identifier=mux.transaction_of(entry.pk.int),
        sense=mux.EXIT if entry.is_exit else mux.ENTRY,
        summary=entry.subject,
        created_at=entry.registered_at,
        filed_at=entry.first_filed_at or entry.registered_at,
        people=tuple(_person(one, agent) for one in entry.people.all() if one.role != texts.REPRESENTATIVE),
        reference=entry.reference,
        observations=entry.observations,
        application="Consistori",
        origin_code=entity.dir3,
        origin_name=entity.name,
    )


def _person(said: EntryPerson, agent: mux.MuxPerson | None = None) -> mux.MuxPerson:
    party: Any = said.party
    if party is not None and party.is_person and party.display_name == said.name:
        return mux.MuxPerson(said.identifier, party.name, party.surname1, party.surname2, "", agent)
    return mux.MuxPerson(said.identifier, firm=said.name, representative=agent)


@act
def _keep(
    entry: RegistryEntry, said: mux.Transaction, register: str, answer: mux.MuxAnswer, *, by: Actor
) -> None:
    EntryState.objects.select_for_update(of=("self",)).get(entry=entry)
    if MainNumber.objects.filter(entry=entry).exists():
        return
    MainNumber.objects.create(
        entry=entry, transaction=said.identifier, register=register, number=answer.number[:60],
        entered_at=answer.entered_at or now(), told_at=now(),
    )  # fmt: skip
    EntryState.objects.filter(entry=entry).update(main_fault="")
    announce(MainNumberGiven(entry_id=entry.pk, reference=entry.reference, number=answer.number), by=by)
