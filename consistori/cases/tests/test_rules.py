"""The law of the case file as tables: facts in one column, what comes out in the other, its article by."""

from datetime import date

import pytest

from consistori.cases import rules
from consistori.cases.rules import ClosingFacts, DocumentFacts, Ending, Leaf


def document(eni_type: str = "TD14", **facts: object) -> DocumentFacts:
    values: dict[str, object] = {"key": 1, "title": "Sol·licitud", "is_typed": True, "is_draft": False}
    return DocumentFacts(eni_type=eni_type, **(values | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ending", "types", "note", "missing"),
    [
        # LPAC 21.1: resolution, whatever the way it ends
        (Ending.RESOLUTION, ["TD14"], "", ["resolution"]),
        (Ending.RESOLUTION, ["TD14", "TD01"], "", []),
        (Ending.RESOLUTION, ["TD02"], "", []),
        (Ending.WITHDRAWAL, ["TD14"], "", ["resolution"]),
        (Ending.WITHDRAWAL, ["TD14", "TD01"], "", []),
        (Ending.WAIVER, ["TD14"], "", ["resolution"]),
        (Ending.EXPIRY, ["TD14"], "", ["resolution"]),
        (Ending.EXPIRY, ["TD01"], "", []),
        (Ending.PRESCRIPTION, ["TD01"], "", ["ending_note"]),
        (Ending.LOSS_OF_OBJECT, ["TD14"], "ja no hi ha guingueta", ["resolution"]),
        (Ending.LOSS_OF_OBJECT, ["TD01"], "ja no hi ha guingueta", []),
        # LPAC 84.2: supervening impossibility is reasoned
        (Ending.IMPOSSIBILITY, ["TD01"], "", ["ending_note"]),
        # LPAC 21.1, second paragraph: the exceptions
        (Ending.AGREEMENT, ["TD14"], "", ["agreement_document"]),
        (Ending.AGREEMENT, ["TD04"], "", []),
        (Ending.DECLARATION, ["TD05"], "", []),
        (Ending.DECLARATION, ["TD18"], "", []),
        # LPAC 24.2 and 24.4
        (Ending.SILENCE, ["TD14"], "", ["silence_certificate"]),
        (Ending.SILENCE, ["TD14", "TD11"], "", []),
        # not a procedure
        (Ending.INTERNAL, ["TD99"], "", ["ending_note"]),
        (Ending.INTERNAL, ["TD99"], "arxiu de fotografies de la festa major", []),
        ("", ["TD01"], "", ["ending"]),
        ("finished", ["TD01"], "", ["ending"]),
    ],
)
def test_a_case_ends_with_a_resolution_or_one_of_the_exceptions(
    ending: str, types: list[str], note: str, missing: list[str]
) -> None:
    facts = ClosingFacts(ending=ending, ending_note=note, documents=[document(kind) for kind in types])

    assert [m.code for m in rules.missing_to_close(facts) if m.blocks] == missing
    assert rules.may_be_closed(facts) is not bool(missing)


def test_every_missing_thing_cites_its_article() -> None:
    facts = ClosingFacts(ending="resolution", has_series=False, documents=[document(is_typed=False)])

    assert all(missing.article for missing in rules.missing_to_close(facts))


def test_a_draft_resolution_resolves_nothing() -> None:
    facts = ClosingFacts(ending="resolution", documents=[document(), document("TD01", is_draft=True)])

    assert [m.code for m in rules.missing_to_close(facts)] == ["resolution", "draft"]


def test_pending_signatures_and_untyped_attachments_stop_the_closing() -> None:
    facts = ClosingFacts(
        ending="resolution",
        documents=[
            document("TD01", pending_signers=("Mercè Soldevila",)),
            document("TD99", is_typed=False, has_date=False, has_origin=False),
        ],
    )

    codes = [m.code for m in rules.missing_to_close(facts)]

    assert codes == ["signature", "type", "date", "origin"]


def test_metadata_of_drafts_and_notes_are_nobodys_business() -> None:
    documents = [
        document("TD01"),
        document(is_typed=False, is_auxiliary=True),
        document(is_typed=False, is_draft=True),
    ]

    assert rules.may_be_closed(ClosingFacts(ending="resolution", documents=documents))


@pytest.mark.parametrize(("compulsory", "blocks"), [(True, True), (False, False)])
def test_the_series_is_asked_for_where_it_is_compulsory(compulsory: bool, blocks: bool) -> None:
    facts = ClosingFacts(
        ending="resolution", has_series=False, series_compulsory=compulsory, documents=[document("TD01")]
    )

    (missing,) = rules.missing_to_close(facts)

    assert (missing.code, missing.blocks) == ("series", blocks)


@pytest.mark.parametrize(
    ("is_draft", "is_auxiliary", "requested", "enters"),
    [  # LPAC 70.4
        (False, False, False, True),
        (True, False, False, False),
        (False, True, False, False),
        (False, True, True, True),
        (True, True, True, False),
    ],
)
def test_notes_and_drafts_stay_out_of_the_index(
    is_draft: bool, is_auxiliary: bool, requested: bool, enters: bool
) -> None:
    answer = rules.enters_index(is_draft=is_draft, is_auxiliary=is_auxiliary, is_requested_report=requested)

    assert answer is enters


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("X{year}{number:06d}", ""),
        ("{year}-{number:04d}", ""),
        ("EXP.{number}_{year}", ""),
        ("X{number:06d}", "one_year_one_number"),
        ("X{year}", "one_year_one_number"),
        ("{year}{year}{number:06d}", "one_year_one_number"),
        ("{series}{year}{number:06d}", "unknown_place"),
        ("X{year}{number:>6}", "unknown_place"),
        ("X{year}/{number:06d}", "characters"),
        ("Número {year}{number:06d}", "characters"),
        ("AJUNTAMENT-DE-VALL-LLOBERA-EXPEDIENT-{year}{number:06d}", "too_long"),
    ],
)
def test_the_pattern_of_numbers_is_checked(pattern: str, fault: str) -> None:
    assert rules.number_pattern_fault(pattern) == fault


def test_a_number_is_written_by_its_pattern() -> None:
    assert rules.format_number(rules.DEFAULT_PATTERN, year=2026, number=123) == "X2026000123"
    assert rules.format_number("{year}-{number:04d}", year=2026, number=12345) == "2026-12345"


@pytest.mark.parametrize(
    ("opened_on", "fault"),
    [
        (date(2026, 11, 26), ""),
        (date(2019, 3, 1), ""),
        (date(2026, 11, 27), "future"),
        (date(1899, 12, 31), "too_old"),
    ],
)
def test_a_case_may_be_written_down_late_but_not_early(opened_on: date, fault: str) -> None:
    assert rules.opening_date_fault(opened_on, today=date(2026, 11, 26)) == fault


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Terrassa a la plaça de l’Església", []),
        ("Gual de 12345678Z", [("12345678Z", True)]),
        ("Gual de 12.345.678-z", [("12.345.678-z", True)]),
        ("Gual de 12345678A", [("12345678A", False)]),
        ("Padró de X1234567L i B12345674", [("X1234567L", True), ("B12345674", True)]),
        ("Expedient X2026000123", []),
        ("Factura B1234567 i A12345678", []),
        ("Parcel·la 12345678 del polígon 4", []),
    ],
)
def test_a_nif_in_a_title_is_found(title: str, found: list[tuple[str, bool]]) -> None:
    assert [(i.text, i.valid) for i in rules.identifiers_in(title)] == found


def test_folios_follow_the_order_and_skip_what_stays_out() -> None:
    leaves = [
        Leaf("folder b", 1, True, folder_position=2, position=1),
        Leaf("draft", 5, False, position=3),
        Leaf("application", 2, True, position=1),
        Leaf("sound", None, True, position=2),
        Leaf("folder a", 4, True, folder_position=1, position=1),
    ]

    ordered = rules.foliation_order(leaves)

    assert [leaf.key for leaf in ordered] == ["application", "sound", "draft", "folder a", "folder b"]
    assert [str(f) if f else "" for f in rules.foliate(ordered)] == ["1–2", "3", "", "4–7", "8"]
