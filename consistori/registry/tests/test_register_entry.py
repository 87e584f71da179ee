"""What comes in gets its number and its hour, once, and is never changed (R-REG-01 to 05)."""

from __future__ import annotations

import contextvars
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from consistori.documents.received import ReceivedFile
from consistori.documents.services import discard_document, new_version
from consistori.kernel.errors import BadInput, NotPermitted
from consistori.registry.models import EntryState, RegistryEntry
from consistori.registry.selectors import opened_entry
from consistori.registry.services import (
    EntryPersonSaid,
    OutsideReference,
    annotate,
    annul_entry,
    correct_entry,
    register_entry,
    register_exit,
    registering,
)
from consistori.tenancy.scope import current_scope, tell_database, working_for

SATURDAY = datetime(2026, 5, 9, 11, 0, tzinfo=ZoneInfo("Europe/Madrid"))


def test_the_first_of_the_year_is_one_and_the_next_is_two(register: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(registering, "now", lambda: SATURDAY)

    first, second = register(), register("Terrassa")

    assert [first.reference, second.reference] == ["E2026000001", "E2026000002"]
    assert first.registered_at <= second.registered_at


def test_entries_and_exits_have_each_their_book(register: Any, paper: Any, clerk: Any, laia: Any) -> None:
    entry = register()
    out = register_exit(
        by=clerk, subject="Trasllat", channel="post", people=[EntryPersonSaid(party=laia, role="addressee")],
        documents=[paper("Ofici")],
    )  # fmt: skip

    assert entry.reference.startswith("E")
    assert out.reference.startswith("S")
    assert (entry.number, out.number) == (1, 1)


def test_it_says_who_what_and_the_fingerprint_of_each_file(register: Any, paper: Any, laia: Any) -> None:
    first, second = paper("Sol·licitud"), paper("Plànol", "plànol")

    entry = register(documents=[first, second])

    assert [row.name for row in entry.people.all()] == [laia.display_name]
    assert [row.sha256 for row in entry.documents.all()] == [first.version.sha256, second.version.sha256]
    assert [row.is_application for row in entry.documents.all()] == [True, False]
    told = current_scope().pending[-1].event.payload()
    assert told["documents"] == [first.version.sha256, second.version.sha256]
    assert laia.display_name not in str(told)


def test_filed_on_a_saturday_it_keeps_its_hour_and_takes_effect_on_monday(
    register: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(registering, "now", lambda: SATURDAY)

    entry = register()

    assert entry.registered_at == SATURDAY
    assert entry.effective_at == datetime(2026, 5, 11, tzinfo=ZoneInfo("Europe/Madrid"))
    assert [one["day"] for one in entry.skipped_days] == ["2026-05-09", "2026-05-10"]


def test_a_clock_put_back_never_puts_an_entry_before_the_last_one(register: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(registering, "now", lambda: SATURDAY)
    first = register()
    monkeypatch.setattr(registering, "now", lambda: SATURDAY.replace(hour=10))

    assert register().registered_at == first.registered_at


def test_whoever_waits_for_the_book_over_new_year_has_number_and_hour_of_one_year(
    register: Any, monkeypatch: Any
) -> None:
    midnight = datetime(2027, 1, 1, tzinfo=ZoneInfo("Europe/Madrid"))
    clock = iter([midnight - timedelta(milliseconds=10)])
    monkeypatch.setattr(registering, "now", lambda: next(clock, midnight))

    entry = register()

    assert (entry.year, entry.registered_at.astimezone(midnight.tzinfo).year) == (2026, 2026)


def test_a_refused_act_leaves_no_hole(register: Any) -> None:
    register()
    with pytest.raises(BadInput), transaction.atomic():
        register("  ")

    assert register().number == 2


def test_the_database_itself_refuses_to_change_or_erase_an_entry(register: Any) -> None:
    entry = register()

    for statement in (
        "UPDATE registry_registryentry SET subject = 'x'",
        "DELETE FROM registry_registryentry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            RegistryEntry.objects.raw(statement + " RETURNING id")[0]
    assert RegistryEntry.objects.get(pk=entry.pk).subject == "Gual a Escoles 8"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 251}, "subject"),
        ({"people": []}, "people"),
        ({"people": [EntryPersonSaid(name=" ")]}, "people"),
        ({"heading": "poem"}, "heading"),
        ({"channel": "dove"}, "channel"),
        ({"destination_code": "Gencat"}, "destination_code"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(register: Any, said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        register(**said)

    assert refused.value.field == field


def test_somebody_without_number_may_file_too(register: Any) -> None:
    entry = register(people=[EntryPersonSaid(name="Associació de Veïns")])

    assert entry.people.get().name == "Associació de Veïns"


def test_what_another_register_sends_twice_is_entered_once(register: Any) -> None:
    outside = OutsideReference(
        register="EACAT", reference="9015-2026", filed_at=SATURDAY, registry_name="Generalitat"
    )

    first, again = register(outside=outside), register(outside=outside)

    assert first.pk == again.pk
    assert RegistryEntry.objects.count() == 1
    assert first.first_filed_at == SATURDAY


def test_two_who_bring_it_at_once_get_one_entry_and_no_hole(register: Any, monkeypatch: Any) -> None:
    outside = OutsideReference(register="EACAT", reference="9015-2026")
    first = register(outside=outside)
    looked = registering._known
    answers = [None]  # the second had looked before the first was written
    monkeypatch.setattr(registering, "_known", lambda one: answers.pop() if answers else looked(one))

    assert register(outside=outside).pk == first.pk
    assert register().number == 2


def test_a_correction_leaves_the_old_words_in_sight(register: Any, registrar: Any) -> None:
    entry = register()

    correct_entry(entry, by=registrar, field="subject", new="Gual permanent a Escoles 8", reason="curt")

    opened = opened_entry(registrar, entry.reference)
    assert opened.reads["subject"] == "Gual permanent a Escoles 8"
    assert opened.entry.subject == "Gual a Escoles 8"
    (one,) = opened.annotations
    assert (one.old, one.new, one.by_name) == (
        "Gual a Escoles 8",
        "Gual permanent a Escoles 8",
        registrar.name,
    )


def test_the_number_is_never_corrected(register: Any, registrar: Any) -> None:
    with pytest.raises(BadInput) as refused:
        correct_entry(register(), by=registrar, field="number", new="7", reason="vull")

    assert "39/2015" in refused.value.article


def test_an_annulled_entry_keeps_its_number_and_nothing_more_is_written_in_it(
    register: Any, registrar: Any
) -> None:
    entry = register()

    annul_entry(entry, by=registrar, reason="Registrada dues vegades")

    assert EntryState.objects.get(entry=entry).annulled_at
    assert register().number == 2
    with pytest.raises(NotPermitted):
        correct_entry(entry, by=registrar, field="subject", new="x", reason="y")


def test_a_note_is_written_beside_it(register: Any, registrar: Any) -> None:
    entry = register()

    annotate(entry, by=registrar, words="Ha trucat per saber com està")

    assert entry.annotations.get().reason == "Ha trucat per saber com està"


def test_what_was_registered_is_neither_replaced_nor_thrown_away(
    register: Any, paper: Any, clerk: Any
) -> None:
    document = paper()
    entry = register(documents=[document])

    with pytest.raises(NotPermitted) as refused:
        discard_document(document, by=clerk)
    assert entry.reference in str(refused.value)
    with pytest.raises(NotPermitted):
        new_version(document, by=clerk, received=ReceivedFile.from_bytes("a.txt", b"altre"))


def test_a_processor_takes_it_to_the_registrar(register: Any, clerk: Any) -> None:
    with pytest.raises(NotPermitted) as refused:
        register(by=clerk)

    assert "secret" in str(refused.value).lower()


def test_the_outsider_registers_nothing_here(
    town: Any, other_town: Any, outsider: Any, register: Any
) -> None:
    entry = register()
    with pytest.raises(NotPermitted):
        register_entry(by=outsider, subject="x", people=[EntryPersonSaid(name="Jo")])

    def looked_for() -> bool:
        with working_for(other_town):
            return bool(RegistryEntry.objects.filter(pk=entry.pk).exists())

    assert not contextvars.Context().run(looked_for)
    tell_database(current_scope())


def test_an_entry_takes_few_statements(register: Any, paper: Any, statements: Any) -> None:
    documents = [paper("Sol·licitud"), paper("Plànol", "plànol")]
    register("escalfar")

    with statements() as s:
        register(documents=documents)

    assert s.count <= 9, s.sql
