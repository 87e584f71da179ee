"""People and firms that come in a sheet: what is wrong is told at its cell, and nobody is entered twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consistori.kernel.clock import now
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.parties.models import Address, Channel, Identifier, ImportRow, Party, PartyImport
from consistori.parties.sentences import of_cell_fault
from consistori.parties.services import (
    add_channel,
    add_party,
    begin_entering,
    begin_undoing,
    bring_sheet,
    correct_party,
    drop_sheet,
    rows,
    say_columns,
    unite_parties,
)
from consistori.parties.services.importing import (
    end_entering,
    end_undoing,
    enter_batch,
    forget_old_sheets,
    take_out_batch,
)
from consistori.tenancy.scope import working_for

HEAD = "NIF;Nom;Primer cognom;Segon cognom;Correu electrònic;Telèfon;Adreça;CP;Població"
GOOD = "12345678Z;Laia;Riubrugent;Pou;laia@example.cat;600 000 000;Plaça de l’Església, 3;8001;Vall-llobera"
FIRM = "B17999996;Forn de l'Església, SL;;;forn@example.cat;;;;"
BARE = ";Pere;Mas;;pere@example.cat;;;;"


def brought(by: Any, *lines: str, head: str = HEAD) -> PartyImport:
    sheet = bring_sheet(by=by, data="\n".join([head, *lines]).encode(), file_name="padro.csv")
    return say_columns(sheet, sheet.columns, by=by)


def entered(by: Any, sheet: PartyImport, *, size: int = 2, **more: Any) -> PartyImport:
    sheet = begin_entering(sheet, by=by, **more)
    while enter_batch(sheet, by=by, size=size):
        pass
    return end_entering(sheet, by=by)


def taken_out(by: Any, sheet: PartyImport) -> PartyImport:
    sheet = begin_undoing(sheet, by=by)
    while take_out_batch(sheet, by=by, size=2):
        pass
    return end_undoing(sheet, by=by)


def faults(sheet: PartyImport) -> dict[int, list[tuple[str, str]]]:
    rows = ImportRow.objects.filter(sheet=sheet, state="wrong")
    return {row.line: [(fault["column"], of_cell_fault(fault)) for fault in row.faults] for row in rows}


def test_the_good_rows_go_in_with_all_that_they_say(at_work: Any, clerk: Any) -> None:
    sheet = entered(clerk, brought(clerk, GOOD, FIRM, BARE))

    assert sheet.counts == {"entered": 3}
    laia = Party.objects.get(identifier="12345678Z")
    assert laia.display_name == "Laia Riubrugent Pou"
    assert [a.postcode for a in laia.addresses.all()] == ["08001"]
    assert {c.value for c in laia.channels.all()} == {"laia@example.cat", "600000000"}
    assert Party.objects.get(identifier="B17999996").kind == "legal"


def test_what_is_wrong_is_told_at_its_cell_and_all_of_it(at_work: Any, clerk: Any) -> None:
    sheet = brought(clerk, "12345678A;;;;no-es-correu;abc;;;", GOOD, "12345678z;Una altra;;;;;;;")

    told = faults(sheet)
    assert [column for column, _why in told[2]] == ["identifier", "name", "email", "phone"]
    assert "Z" in told[2][0][1]
    assert told[4][0][0] == "identifier"
    assert "3" in told[4][0][1]
    assert sheet.counts == {"wrong": 2, "good": 1}
    assert not Party.objects.exists()


def test_a_wrong_row_stops_no_other_and_is_never_half_entered(at_work: Any, clerk: Any) -> None:
    sheet = entered(clerk, brought(clerk, GOOD, "B17999996;Forn;;;malament;;;;", BARE))

    assert sheet.counts == {"entered": 2, "wrong": 1}
    assert not Identifier.objects.filter(value="B17999996").exists()


def test_bringing_it_again_enters_nobody_twice(at_work: Any, clerk: Any) -> None:
    entered(clerk, brought(clerk, GOOD, FIRM, BARE))
    before = Party.objects.count(), Channel.objects.count(), Address.objects.count()

    again = brought(clerk, GOOD, FIRM, BARE)

    assert again.counts == {"known": 3}
    with pytest.raises(BadInput):
        begin_entering(again, by=clerk)
    assert (Party.objects.count(), Channel.objects.count(), Address.objects.count()) == before


def test_the_same_row_with_its_columns_in_another_order_is_the_same(at_work: Any, clerk: Any) -> None:
    entered(clerk, brought(clerk, BARE))

    again = brought(clerk, "pere@example.cat;Mas;Pere", head="Correu;Cognoms;Nom")

    assert again.counts == {"known": 1}


def test_whoever_is_here_gets_what_she_had_not_and_keeps_what_she_had(laia: Party, clerk: Any) -> None:
    sheet = brought(clerk, "12345678Z;Laia;Altre;;nova@example.cat;600000000;;;")
    assert sheet.counts == {"completes": 1}

    entered(clerk, sheet)

    laia = Party.objects.get(pk=laia.pk)
    assert laia.surname1 == "Riubrugent"
    assert {c.value for c in laia.channels.all()} == {"laia@example.cat", "600000000", "nova@example.cat"}
    assert [c.value for c in laia.channels.filter(is_main=True, kind="email")] == ["laia@example.cat"]


def test_a_name_that_is_here_without_a_number_is_asked(laia: Party, clerk: Any) -> None:
    sheet = brought(clerk, ";Laia;Riubrugent;Pou;altra@example.cat;;;;", BARE)
    assert sheet.counts == {"doubtful": 1, "good": 1}

    done = entered(clerk, sheet, with_doubtful=True)

    assert done.counts == {"entered": 2}
    assert Party.objects.filter(surname1="Riubrugent").count() == 2


def test_somebody_entered_meanwhile_at_the_counter_is_not_doubled(at_work: Any, clerk: Any) -> None:
    sheet = brought(clerk, GOOD)
    add_party(by=clerk, name="Laia", surname1="Riubrugent", identifier="12345678Z")

    done = entered(clerk, sheet)

    assert Party.objects.count() == 1
    assert done.counts in ({"completed": 1}, {"known": 1})


def test_two_sheets_with_the_same_people_enter_them_once(at_work: Any, clerk: Any) -> None:
    one, other = brought(clerk, BARE, GOOD), brought(clerk, GOOD, BARE)
    entered(clerk, one)

    done = entered(clerk, other)

    assert Party.objects.count() == 2
    assert done.counts == {"known": 2}


def test_undoing_leaves_the_town_as_it_was(laia: Party, clerk: Any) -> None:
    def all_rows() -> list[Any]:
        return [
            list(model.objects.order_by("pk").values_list())
            for model in (Party, Identifier, Address, Channel)
        ]

    before = all_rows()
    sheet = entered(clerk, brought(clerk, GOOD.replace("laia@", "nova@"), FIRM, BARE))
    assert all_rows() != before

    done = taken_out(clerk, sheet)

    assert done.counts == {"undone": 3}
    assert all_rows() == before
    assert entered(clerk, brought(clerk, FIRM, BARE)).counts == {"entered": 2}


@pytest.mark.parametrize("work", ["corrected", "channel", "united"])
def test_who_has_later_work_stays_and_it_says_why(at_work: Any, clerk: Any, work: str) -> None:
    sheet = entered(clerk, brought(clerk, GOOD, FIRM, BARE))
    pere = Party.objects.get(name="Pere")
    if work == "corrected":
        correct_party(pere, by=clerk, name="Pere Joan")
    elif work == "channel":
        add_channel(pere, by=clerk, kind="phone", value="972000000")
    else:
        unite_parties(Party.objects.get(identifier="12345678Z"), pere, by=clerk)

    done = taken_out(clerk, sheet)

    assert Party.objects.filter(pk=pere.pk).exists()
    told = [
        of_cell_fault(f) for row in ImportRow.objects.filter(sheet=done, state="stays") for f in row.faults
    ]
    assert len(told) == done.counts["stays"] == (2 if work == "united" else 1)


def test_who_is_held_by_something_else_stays_and_no_case_is_told(
    at_work: Any, clerk: Any, monkeypatch: Any
) -> None:
    sheet = entered(clerk, brought(clerk, BARE))
    monkeypatch.setattr(rows, "_remove", lambda row, by: False)

    done = taken_out(clerk, sheet)

    [fault] = ImportRow.objects.get(sheet=done, state="stays").faults
    assert fault["code"] == "stays_held"
    assert "expedient" not in of_cell_fault(fault)


def test_a_sheet_is_undone_once_and_thrown_away_only_before(at_work: Any, clerk: Any) -> None:
    sheet = brought(clerk, GOOD)
    drop_sheet(sheet, by=clerk)
    assert not ImportRow.objects.exists()

    sheet = entered(clerk, brought(clerk, GOOD))
    with pytest.raises(AlreadyDone):
        drop_sheet(sheet, by=clerk)
    taken_out(clerk, sheet)
    with pytest.raises(AlreadyDone):
        begin_undoing(sheet, by=clerk)


def test_what_was_said_of_the_columns_is_remembered(at_work: Any, clerk: Any) -> None:
    sheet = bring_sheet(by=clerk, data=b"Veins;Codi\nMas, Pere;12345678Z\n", file_name="a.csv")
    assert sheet.columns == ["", ""]
    say_columns(sheet, ["full_name", "identifier"], by=clerk)

    again = bring_sheet(by=clerk, data=b"codi;VEINS\n12345678Z;Mas, Pere\n", file_name="b.csv")

    assert again.columns == ["identifier", "full_name"]


def test_columns_are_refused_without_a_name_or_twice_the_same(at_work: Any, clerk: Any) -> None:
    sheet = bring_sheet(by=clerk, data=b"A;B\nx;y\n", file_name="a.csv")

    for columns in (["identifier", ""], ["name", "name"], ["name"], ["name", "shoe"]):
        with pytest.raises(BadInput) as refused:
            say_columns(sheet, columns, by=clerk)
        assert refused.value.field == "columns"


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "empty"), (b"NIF;Nom\n", "no_rows"), (b"\xd0\xcf\x11\xe0abc", "old_excel"),
                       (b"PK\x03\x04broken", "not_a_workbook"), (b"a\x00b", "not_text")],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_with_its_reason(
    at_work: Any, clerk: Any, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        bring_sheet(by=clerk, data=data, file_name="x.xlsx")

    assert (refused.value.field, refused.value.code) == ("file", code)


def test_old_sheets_are_forgotten_and_still_enter_nobody_twice(at_work: Any, clerk: Any) -> None:
    waiting, sheet = brought(clerk, FIRM), entered(clerk, brought(clerk, BARE))
    long_ago = now() - timedelta(days=100)
    PartyImport.objects.update(created_at=long_ago)
    PartyImport.objects.filter(pk=sheet.pk).update(ended_at=long_ago)

    forget_old_sheets()

    assert not PartyImport.objects.filter(pk=waiting.pk).exists()
    assert [row.cells for row in ImportRow.objects.all()] == [[]]
    assert brought(clerk, BARE).counts == {"known": 1}


def test_whoever_only_looks_brings_no_sheet(at_work: Any, town: Any, hire: Any) -> None:
    with pytest.raises(NotPermitted):
        bring_sheet(by=hire(town, "auditor", "Anna", "Ull"), data=b"Nom\nx\n", file_name="a.csv")


def test_the_outsider_does_not_see_the_sheet(town: Any, other_town: Any, clerk: Any, outsider: Any) -> None:
    with working_for(town):
        brought(clerk, GOOD)

    with working_for(other_town):
        assert PartyImport.objects.count() == ImportRow.objects.count() == 0
        assert brought(outsider, GOOD).counts == {"good": 1}


CELL = st.one_of(
    st.text(max_size=30), st.sampled_from(["12345678Z", "X1234567L", "B17999996", "Laia", "a@b.cat"])
)


@given(
    rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=8),
    order=st.permutations(range(4)),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sheet_enters_whole_rows_and_again_enters_nobody(
    at_work: Any, clerk: Any, rows: list[list[str]], order: list[int]
) -> None:
    import csv
    import io

    def bytes_of(columns: list[int]) -> bytes:
        head = ["NIF", "Nom", "Cognoms", "Correu"]
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";")
        writer.writerows([[row[place] for place in columns] for row in [head, *rows]])
        return file.getvalue().encode("utf-8", "replace")

    def bring(data: bytes) -> PartyImport | None:
        try:
            sheet = bring_sheet(by=clerk, data=data, file_name="x.csv")
            sheet = say_columns(sheet, sheet.columns, by=clerk)
            return entered(clerk, sheet)
        except BadInput:
            return None

    first = bring(bytes_of([0, 1, 2, 3]))
    if first is None:
        return
    assert set(first.counts) <= {"entered", "completed", "known", "wrong", "doubtful"}
    after = Party.objects.count(), Channel.objects.count()
    again = bring(bytes_of(order))
    assert again is None or not again.counts.get("entered")
    assert (Party.objects.count(), Channel.objects.count()) == after
