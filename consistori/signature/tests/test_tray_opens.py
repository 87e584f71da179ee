"""A paper opened in the tray comes alone: the list, which may have hundreds of rows, stays as it is."""

from collections.abc import Callable
from typing import Any

DESK = "/e/vall-llobera/desk/signature/"


def test_a_paper_opened_beside_comes_without_the_list(
    ask: Callable[..., Any], give_key: Callable[..., Any], mayor: Any, town: Any, sign_in: Callable[..., Any]
) -> None:
    give_key(mayor, town)
    first, second = ask(mayor, "Decret de la llicència"), ask(mayor, "Conveni de neteja")

    page = (
        sign_in(mayor)
        .get(DESK, {"tab": "mine", "paper": str(second.pk)}, headers={"X-Requested-With": "swap"})
        .content.decode()
    )

    assert "Conveni de neteja" in page
    assert f"{DESK}{second.pk}/return/" in page
    assert 'id="tray-side"' in page
    assert "tray-row" not in page
    assert f'value="{first.pk}"' in page, "the one before"
