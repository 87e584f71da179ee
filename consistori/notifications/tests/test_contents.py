"""What a notification must say (R-NOT-02, R-NOT-03): with anything missing it is not issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consistori.notifications import sentences
from consistori.notifications.rules.contents import ActFacts, AppealAsked, TermAsked, lacks

COURT = AppealAsked("court", "Jutjat", 2)
SAME = AppealAsked("reposicio", "Alcaldia", 1)
ABOVE = AppealAsked("alcada", "Alcaldia", 1)
NATURAL = (TermAsked(amount=15, unit="natural_days", title="Al·legacions"),)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"title": " "}, ["title"]),
        ({"is_complete": False}, ["whole_text"]),
        ({"body": ""}, ["body"]),
        ({"ends_way": None}, ["ends_way"]),
        ({"appeals": ()}, ["appeals"]),
        ({"ends_way": None, "appeals": ()}, ["ends_way", "appeals"]),
        ({"appeals": (AppealAsked("none"),)}, ["appeals"]),
        ({"appeals": (SAME,)}, ["court"]),
        ({"appeals": (COURT,)}, []),
        ({"ends_way": False, "appeals": (COURT,)}, ["administrative"]),
        ({"ends_way": False, "appeals": (ABOVE,)}, []),
        ({"appeals": (SAME, replace(COURT, body=""))}, ["appeal_body"]),
        ({"appeals": (SAME, replace(COURT, amount=0))}, ["appeal_term"]),
        ({"decides": False, "ends_way": None, "appeals": ()}, []),
        ({"terms": NATURAL}, []),
        ({"terms": NATURAL, "natural_said": False}, ["natural_days"]),
        ({"terms": (TermAsked(rule="step"),), "natural_said": False}, []),
    ],
)
def test_what_is_missing_is_said_with_its_article(
    facts: ActFacts, said: dict[str, Any], codes: list[str]
) -> None:
    found = lacks(replace(facts, **said))

    assert [lack.code for lack in found] == codes
    assert all(lack.article and sentences.of_lack(lack) != lack.code for lack in found)
