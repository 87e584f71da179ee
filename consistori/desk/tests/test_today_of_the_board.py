"""Today of the secretary: an edict that nobody has certified, and a board that does not serve what was published."""

from datetime import date

import pytest

from consistori.bulletin.models import BoardRound, Edict
from consistori.desk.inbox.today import waiting_in
from consistori.desk.morning import board
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import now
from consistori.tenancy.scope import working_for


@pytest.fixture
def told(at_work, town, clerk):
    source = start_text(by=clerk, title="Terrassa", html="<p>Terrassa</p>", language="ca")
    said = {"kind": "other", "title": "Terrassa", "source": source, "source_version": source.version}
    Edict.objects.create(
        **said, shown=source, shown_sha256="a" * 64, year=2026, number=1, published_at=now(),
        starts_on=date(2026, 3, 1), until_on=date(2026, 3, 2), certificate_state="stopped", exit_sealed_at=now(),
    )  # fmt: skip
    BoardRound.objects.create(
        seq=1, at=now(), content="{}", previous_hash="0" * 64, hash="1" * 64, edicts=1, wrong=1
    )


def lines(town, actor):
    with working_for(town):
        found = waiting_in([town.pk], actor.person_id, actors=[actor])
    return [row.title for row in board.rows_of(found, {town.pk: town})]


def test_the_secretary_is_told_and_the_others_are_not(told, town, secretary, clerk, statements):
    with statements() as asked:
        seen = lines(town, secretary)

    assert len(seen) == 2 and asked.count <= 2
    assert lines(town, clerk) == []


def test_where_the_board_is_off_nothing_is_told(told, town, secretary):
    town.switches = {"bulletin": False}

    assert lines(town, secretary) == []
