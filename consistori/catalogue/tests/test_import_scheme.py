"""A town brings its own scheme in a sheet: checked row by row, looked at, then put in force."""

import io
from typing import Any

import pytest

from consistori.catalogue.models import Scheme, SchemeDraft
from consistori.catalogue.selectors import scheme_in_force, search_series
from consistori.catalogue.services import apply_draft, draft_scheme, drop_draft, import_scheme
from consistori.catalogue.services.importing import SchemeHasFaults, changes_of
from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.models import Entity
from consistori.tenancy.scope import working_for

GOOD = (
    "codi,pare,nivell,títol,paraules\n"
    "Z000,,1,Vida al poble,\nZ100,Z000,2,Festes,\nZ101,Z100,3,Correfocs,dimonis; foc\n"
)
FORGED = "codi,pare,nivell,títol\nZ000,,1,\"=cmd|'/C calc'!A0\"\nZ000,,1,Dues\nZ1,Z9,2,Òrfena\n"


def _draft(by: Any, text: str | bytes, version: str = "1") -> SchemeDraft:
    data = text.encode() if isinstance(text, str) else text
    return draft_scheme(by=by, data=data, file_name="quadre.csv", name="El nostre", version=version)


def test_a_good_sheet_is_looked_at_and_then_in_force(
    provincial_scheme: Scheme, town: Entity, archivist: Any
) -> None:
    with working_for(town):
        draft = _draft(archivist, GOOD)
        changes = changes_of(draft)

        assert (draft.faults, len(changes.added), changes.left_out) == ([], 3, [])
        assert scheme_in_force() == provincial_scheme

        scheme = apply_draft(draft, by=archivist)

        assert scheme_in_force() == scheme
        assert [series.code for series in search_series("dimonis")] == ["Z101"]
        assert not SchemeDraft.objects.exists()


def test_a_new_version_says_what_changes_and_the_old_one_stays(town: Entity, archivist: Any) -> None:
    with working_for(town):
        apply_draft(_draft(archivist, GOOD), by=archivist)
        draft = _draft(
            archivist, GOOD.replace("Correfocs", "Correfocs i diables").replace("Z100", "Z200"), "2"
        )

        changes = changes_of(draft)
        apply_draft(draft, by=archivist)

        assert changes.retitled == [("Z101", "Correfocs", "Correfocs i diables")]
        assert changes.added == ["Z200 Festes"]
        assert changes.left_out == ["Z100 Festes"]
        assert Scheme.objects.count() == 2
        assert Scheme.objects.filter(is_current=True).count() == 1


def test_a_forged_sheet_changes_nothing_and_says_each_row(town: Entity, archivist: Any) -> None:
    with working_for(town):
        draft = _draft(archivist, FORGED)

        assert [(f["row"], f["code"]) for f in draft.faults] == [
            (2, "formula"),
            (3, "repeated"),
            (4, "unknown_parent"),
        ]
        with pytest.raises(SchemeHasFaults):
            apply_draft(draft, by=archivist)
        assert not Scheme.objects.exists()
        drop_draft(draft, by=archivist)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04rubbish", b"\x89PNG\x00", b"code,title\n" + b"A,B\n" * 6000]
)
def test_what_is_not_a_scheme_is_refused_in_words(town: Entity, archivist: Any, data: bytes) -> None:
    with working_for(town), pytest.raises(BadInput) as refusal:
        _draft(archivist, data)

    assert refusal.value.field == "file"
    assert "%" not in str(refusal.value)


def test_a_heading_without_rows_is_no_scheme(town: Entity, archivist: Any) -> None:
    with working_for(town):
        assert [f["code"] for f in _draft(archivist, "codi,títol\n").faults] == ["no_rows"]


def test_a_series_is_not_reserved_to_a_role_that_does_not_exist(town: Entity, archivist: Any) -> None:
    with working_for(town):
        draft = _draft(archivist, "codi,nivell,títol,reservada\nZ000,1,Una,wizard\n")

        assert [f["code"] for f in draft.faults] == ["bad_role"]


def test_the_same_version_does_not_come_twice(town: Entity, archivist: Any) -> None:
    with working_for(town):
        apply_draft(_draft(archivist, GOOD), by=archivist)
        with pytest.raises(AlreadyDone):
            _draft(archivist, GOOD)


def test_an_import_in_one_go_serves_commands(town: Entity, archivist: Any) -> None:
    file = io.BytesIO(GOOD.encode())
    file.name = "quadre.csv"

    with working_for(town):
        assert import_scheme(file, archivist).name == "quadre"


def test_the_program_itself_may_bring_a_scheme(town: Entity) -> None:
    with working_for(town):
        scheme = import_scheme(
            io.BytesIO(GOOD.encode()), Actor.system("install", town.pk), name="Q", version="1"
        )

        assert scheme_in_force() == scheme


def test_clerks_and_outsiders_bring_no_scheme(town: Entity, clerk: Any, outsider: Any) -> None:
    for actor in (clerk, outsider):
        with working_for(town), pytest.raises(NotPermitted):
            _draft(actor, GOOD)


def test_the_scheme_of_a_town_is_not_seen_in_another(
    provincial_scheme: Scheme, town: Entity, other_town: Entity, archivist: Any
) -> None:
    with working_for(town):
        apply_draft(_draft(archivist, GOOD), by=archivist)

    with working_for(other_town):
        assert scheme_in_force() == provincial_scheme
        assert search_series("dimonis") == []
        assert not SchemeDraft.objects.exists()


def test_a_whole_scheme_of_five_thousand_rows_fits_in_few_statements(
    town: Entity, archivist: Any, statements: Any
) -> None:
    lines = ["codi,pare,nivell,títol", "Z,,1,Tot", "Z1,Z,2,Tot"]
    lines += [f"Z1.{number},Z1,3,Sèrie {number}" for number in range(2000)]

    with working_for(town):
        draft = _draft(archivist, "\n".join(lines))
        with statements() as s:
            apply_draft(draft, by=archivist)

    assert s.count <= 15, s.count
