"""A draft is of its owner alone: closed where it is kept, waiting its days, and gone without a trace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from consistori.documents import blobs
from consistori.documents.blobs import BlobMissing
from consistori.eoffice.filing import jobs
from consistori.eoffice.filing.drafts import (
    DAYS,
    Content,
    begin_draft,
    own_draft,
    prepare_draft,
    save_answers,
    throw_away,
)
from consistori.eoffice.filing.papers import papers_of
from consistori.eoffice.filing.sealing import DoesNotOpen, close, owner_of, unclose
from consistori.eoffice.filing.selectors import drafts_of
from consistori.eoffice.models import Draft
from consistori.eoffice.tests.filing.conftest import CODE, a_citizen, put
from consistori.kernel.clock import now
from consistori.kernel.errors import BadInput, NotHere
from consistori.kernel.identifiers import uuid7
from consistori.trail.models import TrailEvent


def test_what_is_kept_tells_neither_who_nor_what(filled: Any) -> None:
    row = Draft.objects.values().get(pk=filled.pk)

    assert "12345678" not in str(row)
    assert b"Bar de la Pla" not in bytes(row["sealed"])
    assert Content.of(filled).answers["bar"] == "Bar de la Plaça"


def test_it_opens_neither_in_another_draft_nor_when_altered() -> None:
    closed = close({"a": 1}, bound_to="1:x")

    assert unclose(closed, bound_to="1:x") == {"a": 1}
    for data, place in (
        (closed, "1:y"),
        (closed[:-1] + b"!", "1:x"),
        (b"", "1:x"),
        (b"\x02" + closed[1:], "1:x"),
    ):
        with pytest.raises(DoesNotOpen):
            unclose(data, bound_to=place)


def test_the_owner_is_the_same_person_however_the_number_is_written() -> None:
    assert owner_of(1, "12345678Z") == owner_of(1, "12.345.678-z")
    assert owner_of(1, "12345678Z") != owner_of(2, "12345678Z")


def test_for_anybody_else_it_is_not_here(begun: Any) -> None:
    for other in (a_citizen("87654321X"), a_citizen(firm="Bar SL", firm_identifier="B12345674")):
        with pytest.raises(NotHere):
            own_draft(other, CODE, begun.pk)


def test_it_is_asked_with_one_question_whoever_asks(begun: Any, citizen: Any, statements: Any) -> None:
    with statements() as mine:
        own_draft(citizen, CODE, begun.pk)
    with statements() as other, pytest.raises(NotHere):
        own_draft(a_citizen("87654321X"), CODE, begun.pk)

    assert mine.count == other.count == 1


def test_an_email_that_is_not_one_is_told_at_its_box(shown: Any, citizen: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        begin_draft(shown, citizen=citizen, contact={"email": "laia"})

    assert refusal.value.field == "email"


def test_a_page_that_became_wrong_is_not_done_any_more(filled: Any) -> None:
    save_answers(filled, {"bar": ""}, page="place", is_right=False)

    assert "place" not in filled.done
    assert "terrace" in filled.done


def test_thrown_away_nothing_is_left_of_it(begun: Any) -> None:
    paper = put(begun, "croquis.txt", b"croquis de la terrassa")
    before = TrailEvent.objects.count()

    throw_away(begun)

    assert not Draft.objects.exists()
    with pytest.raises(BlobMissing):
        blobs.open(paper.file.sha256)
    assert TrailEvent.objects.count() == before


def test_a_paper_that_two_drafts_have_stays_for_the_other(shown: Any, begun: Any, citizen: Any) -> None:
    other = begin_draft(shown, citizen=citizen)
    paper = put(begun, "croquis.txt", b"el mateix croquis")
    put(other, "croquis.txt", b"el mateix croquis")

    throw_away(begun)

    assert blobs.open(paper.file.sha256).read() == b"el mateix croquis"
    assert len(papers_of(other)) == 1


def _aged(draft: Any, days: int) -> None:
    moment = now() - timedelta(days=days)
    Draft.objects.filter(pk=draft.pk).update(saved_at=moment, expires_at=moment + timedelta(days=DAYS))


def test_five_days_before_the_end_its_owner_is_told_and_then_it_goes(
    town: Any, begun: Any, run_jobs: Any
) -> None:
    _aged(begun, 26)
    assert jobs.sweep_drafts(town) == 0
    run_jobs()
    jobs.sweep_drafts(town)
    run_jobs()

    (letter,) = mail.outbox
    assert letter.to == ["laia@example.cat"]
    assert f"/tramits/{CODE}/fer/{begun.pk}/" in letter.body
    assert "Laia" not in letter.body

    _aged(begun, 31)
    assert jobs.sweep_drafts(town) == 0, "it was told less than five days ago"
    Draft.objects.filter(pk=begun.pk).update(warned_at=now() - timedelta(days=6))
    assert jobs.sweep_drafts(town) == 1
    assert not Draft.objects.exists()


def test_touched_again_its_days_count_again(town: Any, begun: Any) -> None:
    _aged(begun, 29)
    draft = Draft.objects.get(pk=begun.pk)
    save_answers(draft, {"bar": "x"}, page="place", is_right=True)

    assert jobs.sweep_drafts(town) == 0
    assert draft.warned_at is None


def test_one_that_the_counter_prepared_opens_only_to_whoever_signs(
    shown: Any, clerk: Any, outsider: Any
) -> None:
    draft = prepare_draft(shown, by=clerk, identifier="12345678Z", answers={"bar": "Bar de la Plaça"})

    (mine,) = drafts_of(a_citizen())
    assert mine.prepared_by == clerk.name
    assert Content.of(own_draft(a_citizen(), CODE, draft.pk)).answers["bar"] == "Bar de la Plaça"
    with pytest.raises(NotHere):
        own_draft(a_citizen("87654321X"), CODE, draft.pk)
    assert drafts_of(a_citizen("87654321X")) == []


def test_many_drafts_cost_no_more_statements_than_one(begun: Any, shown: Any, statements: Any) -> None:
    with statements() as one:
        assert len(drafts_of(a_citizen())) == 1
    first = Draft.objects.get()
    for _ in range(5):
        first.pk = uuid7()
        first.save(force_insert=True)

    with statements() as many:
        assert len({draft.title for draft in drafts_of(a_citizen())}) == 1
        assert len(drafts_of(a_citizen())) == 6

    assert (one.count, many.count) == (2, 4)
