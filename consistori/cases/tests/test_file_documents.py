"""Filing documents, ordering them, folders, notes."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import page, selectors
from consistori.cases.models import CaseDocument, CaseFile
from consistori.cases.services import (
    DocumentOnlyHere,
    add_document,
    add_documents,
    create_folder,
    mark_document,
    move_document,
    open_case,
    receive_into_case,
    remove_folder,
    rename_folder,
    take_out_document,
)
from consistori.documents.policies import may_change
from consistori.documents.policies import may_read as may_read_document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import discard_document, restore_document
from consistori.kernel.errors import AlreadyDone, BadInput, NotPermitted
from consistori.tenancy.scope import current_scope


def titles(case: CaseFile) -> list[str]:
    return [leaf.document.title for leaf in selectors.leaves_of(case)]


def folios(case: CaseFile) -> list[str]:
    return [str(f) if f else "" for f in selectors.folios_of(selectors.leaves_of(case))]


def test_documents_are_filed_in_the_order_in_which_they_come(case: CaseFile, clerk: Any, paper: Any) -> None:
    add_documents(case, [paper("Un"), paper("Dos")], by=clerk)
    add_document(case, paper("Tres"), by=clerk)

    assert titles(case) == ["Un", "Dos", "Tres"]
    assert folios(case) == ["1", "2", "3"]


def test_a_file_is_received_and_filed_at_once(case: CaseFile, clerk: Any) -> None:
    leaf = receive_into_case(case, ReceivedFile.from_bytes("Informe.txt", b"Informe\n"), by=clerk)

    assert leaf.document.title == "Informe"
    kinds = [p.event.kind() for p in current_scope().pending]
    assert kinds[-2:] == ["documents.DocumentReceived", "cases.DocumentFiled"]


def test_a_document_lies_in_several_cases_but_once_in_each(
    case: CaseFile, clerk: Any, paper: Any, series: Any
) -> None:
    other = open_case(by=clerk, title="Una altra terrassa", series=series)
    plan = paper("Plànol")

    add_document(case, plan, by=clerk)
    leaf = add_document(other, plan, by=clerk)

    with pytest.raises(AlreadyDone):
        add_document(case, plan, by=clerk)
    take_out_document(leaf, by=clerk)
    assert titles(other) == []
    assert titles(case) == ["Plànol"]


def test_a_document_that_is_only_here_is_not_lost(case: CaseFile, clerk: Any, paper: Any) -> None:
    leaf = add_document(case, paper("Plànol"), by=clerk)

    with pytest.raises(DocumentOnlyHere):
        take_out_document(leaf, by=clerk)


def test_the_order_is_that_of_the_page(case: CaseFile, clerk: Any, paper: Any) -> None:
    one, two, three = add_documents(case, [paper("Un"), paper("Dos"), paper("Tres")], by=clerk)
    folder = create_folder(case, by=clerk, name="Plànols")

    move_document(three, by=clerk, before=one)
    assert titles(case) == ["Tres", "Un", "Dos"]
    move_document(one, by=clerk, folder=folder)
    assert titles(case) == ["Tres", "Dos", "Un"]
    move_document(two, by=clerk, folder=folder, before=one)
    assert titles(case) == ["Tres", "Dos", "Un"]
    with pytest.raises(BadInput):
        move_document(three, by=clerk, before=two)


def test_only_an_empty_folder_is_removed(case: CaseFile, clerk: Any, paper: Any) -> None:
    folder = create_folder(case, by=clerk, name="Plànols")
    leaf = add_document(case, paper("Un"), by=clerk, folder=folder)

    with pytest.raises(BadInput):
        remove_folder(folder, by=clerk)
    with pytest.raises(AlreadyDone):
        create_folder(case, by=clerk, name=" Plànols ")
    rename_folder(folder, by=clerk, name="Memòries")
    move_document(leaf, by=clerk)
    remove_folder(folder, by=clerk)
    assert titles(case) == ["Un"]


def test_notes_and_drafts_have_no_folio_but_a_report_asked_for_has(
    case: CaseFile, clerk: Any, paper: Any
) -> None:
    one, note, report, _draft = add_documents(
        case,
        [paper("Un"), paper("Nota"), paper("Informe", "TD13"), paper("Proposta", state="draft")],
        by=clerk,
    )

    mark_document(note, by=clerk, is_auxiliary=True)
    mark_document(report, by=clerk, is_auxiliary=True, is_requested_report=True)

    assert folios(case) == ["1", "", "2", ""]
    assert one.document.title == "Un"


def test_what_is_in_the_bin_is_not_in_the_case_until_it_comes_back(
    case: CaseFile, clerk: Any, paper: Any
) -> None:
    leaf = add_document(case, paper("Un"), by=clerk)

    discard_document(leaf.document, by=clerk)
    assert titles(case) == []
    restore_document(leaf.document, by=clerk)
    assert titles(case) == ["Un"]


def test_the_row_says_what_it_is_and_how_it_stands(case: CaseFile, clerk: Any, paper: Any) -> None:
    add_documents(case, [paper("Un", "TD13"), paper("Proposta", state="draft")], by=clerk)

    listed = page.leaves_for(case)

    (row,) = listed.shelves[0].rows
    assert row.is_chosen
    assert listed.outside[0].stamp is not None
    assert listed.folio_count == 1


def test_whoever_does_not_read_the_case_does_not_read_its_documents(
    case: CaseFile, clerk: Any, paper: Any, town: Any, hire: Any, outsider: Any
) -> None:
    from consistori.cases.services import reserve_case

    document = paper("Un")
    add_document(case, document, by=clerk)
    colleague = hire(town, "processor", "Pau", "Roca")
    assert may_read_document(colleague, document)

    reserve_case(case, by=clerk, reason="Dades de salut")

    assert may_read_document(clerk, document)
    assert not may_read_document(colleague, document)
    assert not may_change(colleague, document)
    assert not may_read_document(outsider, document)


def test_the_outsider_files_nothing(case: CaseFile, clerk: Any, paper: Any, outsider: Any) -> None:
    leaf = add_document(case, paper("Un"), by=clerk)
    folder = create_folder(case, by=clerk, name="Plànols")
    document = paper("Dos")
    for act in (
        lambda: add_document(case, document, by=outsider),
        lambda: receive_into_case(case, ReceivedFile.from_bytes("a.txt", b"a"), by=outsider),
        lambda: move_document(leaf, by=outsider, folder=folder),
        lambda: take_out_document(leaf, by=outsider),
        lambda: mark_document(leaf, by=outsider, is_auxiliary=True),
        lambda: create_folder(case, by=outsider, name="Meva"),
        lambda: rename_folder(folder, by=outsider, name="Meva"),
        lambda: remove_folder(folder, by=outsider),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert CaseDocument.objects.filter(case=case).count() == 1
