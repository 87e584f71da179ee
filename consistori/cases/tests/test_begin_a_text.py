"""Beginning a text in a case: what is wrong in the form is told at its field, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from consistori.cases.services import open_case
from consistori.cases.tests.conftest import make_series
from consistori.tenancy.scope import working_for

DESK = "/e/vall-llobera/desk/cases"


@pytest.fixture
def begin(town: Any, clerk: Any, sign_in: Any) -> Any:
    """Asks to begin a text in a case."""
    with working_for(town):
        case = open_case(by=clerk, title="Gual de la farmàcia", series=make_series())
    browser = sign_in(clerk)
    return lambda **said: browser.post(f"{DESK}/{case.number}/write/begin/", said)


def test_a_blank_sheet_without_title_is_asked_for_one_on_the_same_page(begin: Any) -> None:
    answer = begin(template="blank", language="ca", title="")

    assert answer.status_code == 422
    assert "title" in answer.context["form"].errors


def test_a_template_that_is_not_there_is_told_and_the_title_stays(begin: Any) -> None:
    answer = begin(template="no-such", language="ca", title="Decret del gual")

    assert answer.status_code == 422
    assert "template" in answer.context["form"].errors
    assert "Decret del gual" in answer.content.decode()
