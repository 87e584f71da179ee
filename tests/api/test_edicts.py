"""API: what is on the board and the rounds that prove it."""

from datetime import timedelta

import pytest

from consistori.bulletin.models import BoardRound, Edict
from consistori.bulletin.rules.rounds import GENESIS, content_of, link
from consistori.documents.writing.services import start_text
from consistori.kernel.clock import now, today
from consistori.tenancy.scope import working_for


@pytest.fixture
def edict(town, clerk):
    with working_for(town):
        source = start_text(by=clerk, title="Terrassa", html="<p>Terrassa</p>", language="ca")
        made = Edict.objects.create(
            kind="other", title="Terrassa", source=source, source_version=source.version, shown=source,
            shown_sha256="a" * 64, year=2026, number=1, published_at=now() - timedelta(minutes=5),
            starts_on=today(), until_on=today() + timedelta(days=3),
        )  # fmt: skip
        content = content_of({"edicts": [{"reference": "2026/1", "seen": "served", "sha256": "a" * 64}]})
        BoardRound.objects.create(
            seq=1, at=now(), content=content, previous_hash=GENESIS, hash=link(GENESIS, content)
        )
        return made


def test_what_is_on_the_board_and_what_proves_it(program, edict):
    listed = program.get("edicts?standing=exposed").json()
    one = program.get(f"edicts/{edict.pk}").json()
    proof = program.get(f"edicts/{edict.pk}/rounds").json()

    assert [row["reference"] for row in listed["items"]] == ["2026/1"] and one["standing"] == "exposed"
    assert (proof["rounds"], proof["served"], proof["is_continuous"]) == (1, 1, True)
    (kept,) = proof["items"]
    assert kept["hash"] == link(kept["previous"], kept["content"])


def test_of_another_town_it_does_not_exist(foreign_program, edict):
    assert foreign_program.get(f"edicts/{edict.pk}").status_code == 404
