"""The correction requests of a case through the API: asked, refused with its article while nobody has signed, ended."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.kernel.clock import today
from consistori.tenancy.scope import working_for


@pytest.fixture
def case(program: Any, town: Any, clerk: Any) -> dict[str, str]:
    from consistori.parties.services import add_party

    town.switches = {**town.switches, "series_compulsory": False}
    town.save(update_fields=["switches"])
    with working_for(town):
        party = str(add_party(by=clerk, name="Laia", surname1="Riubrugent").pk)
    made = program.post("cases", {"title": "Terrassa", "parties": [{"id": party, "role": "applicant"}]})
    assert made.status_code == 201, made.content
    return {"id": str(made.json()["id"]), "party": party}


def test_one_is_asked_and_what_the_law_does_not_let_says_why(program: Any, case: dict[str, str]) -> None:
    all_of = f"cases/{case['id']}/corrections"
    points = [
        {"kind": "field", "key": "area", "label": "Superfície", "asks": "Al plànol hi diu 40", "said": "4"}
    ]
    nothing = program.post(all_of, {"party": case["party"], "points": []})
    stranger = program.post(all_of, {"party": case["id"], "points": points})
    made = program.post(all_of, {"party": case["party"], "points": points})

    assert nothing.status_code == stranger.status_code == 422
    assert made.status_code == 201, made.content
    assert (made.json()["standing"], made.json()["points"][0]["key"]) == ("writing", "area")
    one = f"{all_of}/{made.json()['id']}"
    notified = program.post(f"{one}/notified", {"on": today().isoformat(), "how": "hand", "reference": "R1"})
    withdrawn = program.post(f"{one}/end", {"ending": "withdrawn"})
    assert notified.status_code == withdrawn.status_code == 409
    assert (notified.json()["code"], withdrawn.json()["article"]) == ("not-signed", "Llei 39/2015, art. 68.1")
    assert program.post(f"{one}/answered", {"entry": "E1", "points": [case["id"]]}).status_code == 422
    assert (
        program.post(f"{one}/end", {"ending": "called_off", "note": "Ja no cal"}).json()["ending"]
        == "called_off"
    )
    assert [row["standing"] for row in program.get(all_of).json()["items"]] == ["closed"]
    assert program.get(one).json()["document"] == made.json()["document"]
