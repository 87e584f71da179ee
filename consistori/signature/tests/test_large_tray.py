"""A tray that is filtered, and one with more papers than can be drawn: ticked by groups, opened group by group."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consistori.documents.models import Writing
from consistori.signature.models import SignatureRequest
from consistori.signature.rules import group_by_template
from consistori.signature.web import tray_list
from consistori.tenancy.scope import working_for

Ask = Callable[..., SignatureRequest]
DESK = "/e/vall-llobera/desk/signature/"


def _rows(page: str) -> list[str]:
    return re.findall(r'name="request" value="([0-9a-f-]{36})"', page)


@pytest.fixture
def papers(ask: Ask, mayor: Any, town: Any) -> list[SignatureRequest]:
    """Three of one text and one of another, which waits for ten days."""
    found = [ask(mayor, f"Bonificació de vehicles {n} KRT") for n in range(3)]
    old = ask(mayor, "Conveni amb l’escola de música")
    with working_for(town):
        SignatureRequest.objects.filter(pk=old.pk).update(
            asked_at=old.asked_at - timedelta(days=10), asked_by_name="Pol Ferrer"
        )
    return [*found, old]


def test_it_is_filtered_by_who_asks_and_by_how_long_it_waits(
    papers: list[SignatureRequest], mayor: Any, sign_in: Any
) -> None:
    browser = sign_in(mayor)

    whole = browser.get(DESK).content.decode()
    of_pol = browser.get(DESK, {"by": "Pol Ferrer"}).content.decode()
    old = browser.get(DESK, {"age": "7"}).content.decode()
    none = browser.get(DESK, {"by": "Ningú"}).content.decode()

    assert "by=Pol+Ferrer" in whole
    assert "Des de fa més de 7 dies" in whole
    assert _rows(of_pol) == _rows(old) == [str(papers[3].pk)]
    assert f'action="{DESK}?by=Pol+Ferrer"' in of_pol, "what is opened from it keeps the filter"
    assert _rows(none) == []
    assert "Res no respon a aquests filtres" in none


def test_beyond_what_is_drawn_a_group_is_ticked_whole_and_opened_by_itself(
    papers: list[SignatureRequest], give_key: Any, mayor: Any, town: Any, sign_in: Any, monkeypatch: Any
) -> None:
    give_key(mayor, town)
    monkeypatch.setattr(tray_list, "MOST_WHOLE", 2)
    monkeypatch.setattr(tray_list, "FEW_OF_EACH", 1)
    browser = sign_in(mayor)

    page = browser.get(DESK).content.decode()
    (key,) = re.findall(r'name="group" value="([0-9a-f]{12})"', page)
    opened = browser.get(DESK, {"group": key}).content.decode()
    chosen = browser.post(DESK + "choose/", {"group": key}).content.decode()

    assert len(_rows(page)) == 2, "one of each group"
    assert 'data-total="3"' in page
    assert f"{DESK}?group={key}" in page
    assert sorted(_rows(opened)) == sorted(str(one.pk) for one in papers[:3])
    assert "Signes 3 documents" in chosen


def test_the_next_groups_are_on_the_next_page(
    papers: list[SignatureRequest], mayor: Any, sign_in: Any, monkeypatch: Any
) -> None:
    for name, value in (("MOST_WHOLE", 2), ("FEW_OF_EACH", 1), ("MOST_ROWS", 1)):
        monkeypatch.setattr(tray_list, name, value)
    browser = sign_in(mayor)

    first = _rows(browser.get(DESK).content.decode())
    second = _rows(browser.get(DESK, {"from": "1"}).content.decode())

    assert len(first) == len(second) == 1
    assert first != second


def test_of_papers_of_one_template_the_row_says_what_changes(
    papers: list[SignatureRequest], mayor: Any, town: Any, sign_in: Any
) -> None:
    with working_for(town):
        for one, why in zip(papers, ("elèctric", "híbrid", "elèctric"), strict=False):
            Writing.objects.create(
                document=one.document, saved_at=one.asked_at, template={"name": "Bonificació"},
                values={"car": {"why": why, "years": 3}, "today": f"dia {one.pk}"},
            )  # fmt: skip

    page = sign_in(mayor).get(DESK).content.decode()

    assert page.count('<span class="quiet">elèctric</span>') == 2
    assert page.count('<span class="quiet">híbrid</span>') == 1
    assert "dia " not in page


def test_what_is_marked_to_go_back_while_reading_stays_and_goes_with_the_gesture(
    papers: list[SignatureRequest], give_key: Any, mayor: Any, town: Any, sign_in: Any
) -> None:
    give_key(mayor, town)
    browser = sign_in(mayor)
    one, other = str(papers[0].pk), str(papers[1].pk)

    page = browser.post(
        DESK, {"tab": "mine", f"back-{one}": "Falta la data", "paper": other}
    ).content.decode()
    chosen = browser.post(DESK + "choose/", {"request": [other], f"back-{one}": "Falta la data"})

    assert f'<input type="hidden" name="back-{one}" value="Falta la data">' in page
    assert "Torna enrere: Falta la data" in page
    assert "Signa’n 1 i torna’n 1" in chosen.content.decode()


def test_papers_of_one_template_are_together_whatever_their_titles() -> None:
    titles = ["Gual del carrer Nou", "Terrassa del bar", "Gual del carrer Vell"]
    groups = group_by_template(
        [("kind", title, title) for title in titles],
        template_of=lambda title: "Llicència" if "bar" not in title else "",
    )

    assert [(group.title, [own for own, _ in group.members]) for group in groups] == [
        ("Gual del carrer", ["Nou", "Vell"]),
        ("Terrassa del bar", ["Terrassa del bar"]),
    ]
    apart = group_by_template(
        [("kind", title, title) for title in titles[:2]], template_of=lambda _t: "Llicència"
    )
    assert [group.title for group in apart] == ["Llicència"]
