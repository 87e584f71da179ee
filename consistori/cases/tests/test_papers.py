"""The workbench of papers: folders that keep theirs, one after another, many at once, duplicates, order."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases import selectors
from consistori.cases.models import CaseFile
from consistori.cases.papers.placing import folder_for, folder_name
from consistori.cases.papers.sheet import table_of
from consistori.cases.papers.twins import keep_both, kept_pairs, pairs_of, propose_again
from consistori.cases.services import add_documents, close_case, create_folder
from consistori.documents.models import Document
from consistori.documents.paging.plan import Sheet
from consistori.documents.paging.services import split_document
from consistori.documents.received import ReceivedFile
from consistori.documents.services import keep_words, receive_document
from consistori.formats.tests import makers
from consistori.kernel.errors import AlreadyDone, NotPermitted

DESK = "/e/vall-llobera/desk/cases"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Projecte/Plànols/alçat.pdf", "Projecte / Plànols"),
        ("alçat.pdf", ""),
        ("", ""),
        ("../..//x/./a.pdf", "x"),
        ("a\\b\\c.pdf", "a / b"),
        (f"{'molt llarg ' * 20}/final/a.pdf", None),
    ],
)
def test_the_folder_of_a_file_is_where_it_came_from(path: str, name: str | None) -> None:
    found = folder_name(path)

    assert len(found) <= 120
    assert found == name if name is not None else found.endswith("/ final")


def test_a_folder_is_made_once_and_kept(case: CaseFile, clerk: Any) -> None:
    first = folder_for(case, "Projecte/a.pdf", by=clerk)
    again = folder_for(case, "Projecte/b.pdf", by=clerk)

    assert first is not None
    assert first == again
    assert folder_for(case, "b.pdf", by=clerk) is None


def test_an_outsider_and_a_closed_case_take_no_folders(
    case: CaseFile, resolved: CaseFile, clerk: Any, outsider: Any
) -> None:
    with pytest.raises(NotPermitted):
        folder_for(case, "Projecte/a.pdf", by=outsider)
    close_case(resolved, by=clerk, ending="internal", note="Proves")
    with pytest.raises(NotPermitted):
        folder_for(resolved, "Projecte/a.pdf", by=clerk)


def bring(clerk: Any, name: str, data: bytes, **metadata: Any) -> Document:
    return receive_document(by=clerk, received=ReceivedFile.from_bytes(name, data), **metadata)


def test_the_pieces_of_a_document_lie_right_after_it(case: CaseFile, clerk: Any) -> None:
    folder = create_folder(case, by=clerk, name="Plànols")
    whole = bring(clerk, "Tot.pdf", makers.plain_pdf(pages=3), title="Tot")
    last = bring(clerk, "Final.txt", b"El final\n", title="Final")
    add_documents(case, [whole, last], by=clerk, folder=folder)

    split_document(whole, [(Sheet(1),), (Sheet(2),), (Sheet(3),)], by=clerk)

    leaves = selectors.leaves_of(case)
    assert [leaf.document.title for leaf in leaves] == ["Tot", "Tot (2)", "Tot (3)", "Final"]
    assert {leaf.folder for leaf in leaves} == {folder}


def test_duplicates_are_the_same_file_or_the_same_words(case: CaseFile, clerk: Any, paper: Any) -> None:
    words = "El tècnic municipal informa favorablement de la llicència que s’ha demanat. " * 3
    one, two, three, four = (
        bring(clerk, name, data, title=name)
        for name, data in [
            ("Un", b"Un paper\n"), ("Dos", b"Dos papers\n"), ("Tres", b"Un paper\n"), ("Quatre", b"Quatre papers\n"),
        ]
    )  # fmt: skip
    add_documents(case, [one, two, three, four], by=clerk)
    for same in (two, four):
        keep_words(same.version_id, text=words)

    pairs = pairs_of(table_of(case))

    assert [(p.left.document.title, p.right.document.title, p.same_file) for p in pairs] == [
        ("Un", "Tres", True),
        ("Dos", "Quatre", False),
    ]


def test_both_that_stay_are_not_proposed_again_and_who_said_so_is_told(
    case: CaseFile, clerk: Any, outsider: Any, paper: Any
) -> None:
    three = [bring(clerk, name, b"Un paper\n", title=name) for name in ("Un", "Dos", "Tres")]
    add_documents(case, three, by=clerk)
    first, second, third = selectors.leaves_of(case)
    with pytest.raises(NotPermitted):
        keep_both(case, first, second, by=outsider)

    keep_both(case, first, second, by=clerk)
    table = table_of(case)
    assert [(p.left.document.title, p.right.document.title) for p in pairs_of(table)] == [("Un", "Tres")]
    assert [one.kept_by_name for one in kept_pairs(table)] == [clerk.name]
    with pytest.raises(AlreadyDone):
        keep_both(case, second, first, by=clerk)

    keep_both(case, first, third, by=clerk)
    table = table_of(case)
    # The second and the third are not asked about: both were kept with the first.
    assert pairs_of(table) == []
    assert not any(paper.twins for paper in table.papers)

    propose_again(kept_pairs(table)[0], by=clerk)
    assert len(pairs_of(table_of(case))) == 1


def test_the_table_asks_few_statements_whatever_the_papers(
    case: CaseFile, clerk: Any, paper: Any, django_assert_max_num_queries: Any
) -> None:
    add_documents(case, [paper(f"Paper {n}") for n in range(12)], by=clerk)

    with django_assert_max_num_queries(6):
        table = table_of(case)

    assert len(table.papers) == 12
    assert table.done_count == 0


def test_next_is_the_first_that_waits_and_then_those_left_behind(
    case: CaseFile, clerk: Any, paper: Any
) -> None:
    add_documents(case, [paper("Un"), paper("Decret", "TD01"), paper("Tres")], by=clerk)
    for document in Document.objects.all():
        document.guessed = []
        document.save(update_fields=["guessed"])
    one, decree, three = table_of(case).papers
    table = table_of(case)

    def after(number: int, *, only_open: bool = True) -> str:
        _before, found = table.around(table.papers[number], only_open=only_open)
        return found.document.title if found else ""

    assert [p.is_open for p in (one, decree, three)] == [True, False, True]
    assert (after(0), after(2), after(1)) == ("Tres", "Un", "Tres")
    assert (after(0, only_open=False), after(2, only_open=False)) == ("Decret", "")
